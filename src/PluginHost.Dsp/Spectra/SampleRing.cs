using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Spectra;

/// <summary>The last samples of one channel, of which the oldest is overwritten first.</summary>
internal sealed class SampleRing(int length)
{
    private readonly float[] _samples = new float[length];

    public void Reset() => Array.Clear(_samples);

    /// <summary>Puts samples in the place of the oldest.</summary>
    public void Write(ReadOnlySpan<float> samples, int oldest)
    {
        int first = Math.Min(samples.Length, _samples.Length - oldest);
        samples[..first].CopyTo(_samples.AsSpan(oldest));
        samples[first..].CopyTo(_samples);
    }

    /// <summary>Takes the oldest samples out and leaves silence, to which later ones are added.</summary>
    public void Take(Span<float> samples, int oldest)
    {
        int first = Math.Min(samples.Length, _samples.Length - oldest);
        Move(_samples.AsSpan(oldest, first), samples);
        Move(_samples.AsSpan(0, samples.Length - first), samples[first..]);

        static void Move(Span<float> from, Span<float> to)
        {
            from.CopyTo(to);
            from.Clear();
        }
    }

    /// <summary>Computes all samples, from the oldest on, times a window.</summary>
    public void Multiply(ReadOnlySpan<float> window, Span<float> result, int oldest)
    {
        int first = _samples.Length - oldest;
        Multiply(_samples.AsSpan(oldest), window[..first], result[..first]);
        Multiply(_samples.AsSpan(0, oldest), window[first..], result[first..]);
    }

    /// <summary>Adds a windowed piece to all samples, from the oldest on.</summary>
    public void Add(ReadOnlySpan<float> piece, ReadOnlySpan<float> window, int oldest)
    {
        int first = _samples.Length - oldest;
        AddProduct(piece[..first], window[..first], _samples.AsSpan(oldest));
        AddProduct(piece[first..], window[first..], _samples.AsSpan(0, oldest));
    }

    private static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        ReadOnlySpan<Vector<float>> wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        ReadOnlySpan<Vector<float>> wideA = MemoryMarshal.Cast<float, Vector<float>>(a)[..wideB.Length];
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(result)[..wideB.Length];
        for (int i = 0; i < wideB.Length; i++)
            wide[i] = wideA[i] * wideB[i];
        for (int i = wideB.Length * Vector<float>.Count; i < b.Length; i++)
            result[i] = a[i] * b[i];
    }

    private static void AddProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        ReadOnlySpan<Vector<float>> wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        ReadOnlySpan<Vector<float>> wideA = MemoryMarshal.Cast<float, Vector<float>>(a)[..wideB.Length];
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(result)[..wideB.Length];
        for (int i = 0; i < wideB.Length; i++)
            wide[i] += wideA[i] * wideB[i];
        for (int i = wideB.Length * Vector<float>.Count; i < b.Length; i++)
            result[i] += a[i] * b[i];
    }
}
