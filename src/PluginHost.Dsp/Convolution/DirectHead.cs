using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Convolution;

/// <summary>The first taps of a response, as sums of products: what FFTs would be late for.</summary>
internal sealed class DirectHead
{
    private const int Step = PartitionedConvolver.Step;

    private readonly float[] _taps = new float[Step];

    // The step before and this one.
    private readonly float[] _samples = new float[2 * Step];

    /// <summary>Takes at most <see cref="Step"/> taps.</summary>
    public DirectHead(ReadOnlySpan<float> taps) => taps.CopyTo(_taps);

    /// <summary>Gets what came in during this step.</summary>
    public ReadOnlySpan<float> Current => _samples.AsSpan(Step);

    public void Reset() => Array.Clear(_samples);

    /// <summary>Runs some frames of a step, in place. The products are summed up in the same order and with the same
    /// rounding for every frame, wherever it lies.</summary>
    public void Process(Span<float> samples, int frame, ReadOnlySpan<float> late)
    {
        samples.CopyTo(_samples.AsSpan(Step + frame));
        ReadOnlySpan<float> x = _samples.AsSpan(frame + 1, Step + samples.Length - 1);
        late = late.Slice(frame, samples.Length);
        int lanes = Vector<float>.Count, done = 0;
        // Four vectors in turn, or every sum would wait for the one before.
        for (; done <= samples.Length - (4 * lanes); done += 4 * lanes)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            for (int k = 0; k < Step; k++)
            {
                Vector<float> tap = new(_taps[k]);
                int place = done + Step - 1 - k;
                a = Vector.MultiplyAddEstimate(tap, At(x, place), a);
                b = Vector.MultiplyAddEstimate(tap, At(x, place + lanes), b);
                c = Vector.MultiplyAddEstimate(tap, At(x, place + (2 * lanes)), c);
                d = Vector.MultiplyAddEstimate(tap, At(x, place + (3 * lanes)), d);
            }
            (a + At(late, done)).CopyTo(samples[done..]);
            (b + At(late, done + lanes)).CopyTo(samples[(done + lanes)..]);
            (c + At(late, done + (2 * lanes))).CopyTo(samples[(done + (2 * lanes))..]);
            (d + At(late, done + (3 * lanes))).CopyTo(samples[(done + (3 * lanes))..]);
        }
        for (; done <= samples.Length - lanes; done += lanes)
        {
            Vector<float> sum = default;
            for (int k = 0; k < Step; k++)
                sum = Vector.MultiplyAddEstimate(new Vector<float>(_taps[k]), At(x, done + Step - 1 - k), sum);
            (sum + At(late, done)).CopyTo(samples[done..]);
        }
        for (; done < samples.Length; done++)
        {
            float sum = 0;
            for (int k = 0; k < Step; k++)
                sum = float.MultiplyAddEstimate(_taps[k], x[done + Step - 1 - k], sum);
            samples[done] = sum + late[done];
        }
    }

    /// <summary>Ends a step.</summary>
    public void Advance() => Current.CopyTo(_samples);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> At(ReadOnlySpan<float> x, int place) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)place);
}
