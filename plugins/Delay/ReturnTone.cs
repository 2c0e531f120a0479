using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Plugins;

/// <summary>The tone filters in the feedback of two channels: first-order low-pass and high-pass as in
/// <see cref="Dsp.Filters.OnePole"/>, a channel in each lane.</summary>
/// <remarks>What is below 1e-20 becomes 0, so nothing denormal goes round.</remarks>
internal sealed class ReturnTone
{
    private Vector128<double> _lowCut;
    private Vector128<double> _highCut;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => _lowCut = _highCut = default;

    /// <summary>Filters a piece. Does not allocate. [audio-thread]</summary>
    /// <param name="left">At least as many samples as the piece has frames, like the others.</param>
    /// <param name="right">May be the same as <paramref name="left"/>, for a channel without partner.</param>
    /// <param name="leftReturned">Receives the left channel.</param>
    /// <param name="rightReturned">Receives the right channel.</param>
    /// <param name="controls">The poles at each frame.</param>
    public void Filter(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> leftReturned, Span<float> rightReturned,
        EchoControls controls)
    {
        ReadOnlySpan<float> lowPole = controls.LowPole, highPole = controls.HighPole[..lowPole.Length];
        left = left[..lowPole.Length];
        right = right[..lowPole.Length];
        leftReturned = leftReturned[..lowPole.Length];
        rightReturned = rightReturned[..lowPole.Length];
        (Vector128<double> lowCut, Vector128<double> highCut) = (_lowCut, _highCut);
        for (int i = 0; i < lowPole.Length; i++)
        {
            highCut = LowPass(highCut, Vector128.WidenLower(Vector128.Create(left[i], right[i], 0, 0)), highPole[i]);
            lowCut = LowPass(lowCut, highCut, lowPole[i]);
            Vector128<float> returned = Vector128.Narrow(highCut - lowCut, default);
            (leftReturned[i], rightReturned[i]) = (returned[0], returned[1]);
        }
        (_lowCut, _highCut) = (lowCut, highCut);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> LowPass(Vector128<double> state, Vector128<double> samples, float pole)
    {
        // Widened as a vector: the conversion of a single number waits for its register's last use.
        state = samples + (Vector128.WidenLower(Vector128.Create(pole)) * (state - samples));
        // A branch, because the next frame need not wait for one that is foreseen.
        Vector128<double> threshold = Vector128.Create((double)Tiny.Threshold);
        return Vector128.LessThanAny(Vector128.Abs(state), threshold)
            ? Vector128.AndNot(state, Vector128.LessThan(Vector128.Abs(state), threshold))
            : state;
    }
}
