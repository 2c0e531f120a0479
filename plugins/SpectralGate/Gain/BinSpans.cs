using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Plugins.Gain;

/// <summary>For every bin the bins around it, as wide as a share of an ear's band, and at least one to either side:
/// ERB = 24.7 (1 + 0.00437 f), Glasberg and Moore, "Derivation of auditory filter shapes from notched-noise data",
/// 1990.</summary>
internal sealed class BinSpans
{
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly float[] _share;
    private readonly double _binHz;
    private float _erb;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public BinSpans(int bins, double binHz, float erb)
    {
        _binHz = binHz;
        _from = new int[bins];
        _to = new int[bins];
        _share = new float[bins];
        Widen(erb);
    }

    /// <summary>Sets half the width, in ERB; nothing happens unless it changed. [audio-thread]</summary>
    public void Widen(float erb)
    {
        if (erb == _erb)
            return;
        _erb = erb;
        int bins = _from.Length;
        for (int k = 0; k < bins; k++)
        {
            int half = Math.Max(1, (int)Math.Round(erb * 24.7 * (1 + (0.00437 * k * _binHz)) / _binHz));
            _from[k] = Math.Max(0, k - half);
            _to[k] = Math.Min(bins, k + half + 1);
            _share[k] = 1f / (_to[k] - _from[k]);
        }
    }

    /// <summary>Computes the mean around every bin. [audio-thread]</summary>
    /// <param name="sums">What <see cref="Sums"/> gave.</param>
    /// <param name="means">As many as there are bins.</param>
    public void Mean(ReadOnlySpan<double> sums, Span<float> means)
    {
        int k = 0;
        for (; k <= _share.Length - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            Vector256<float> around = Vector256.Narrow(
                Pick(sums, _to, k) - Pick(sums, _from, k),
                Pick(sums, _to, k + Vector256<double>.Count) - Pick(sums, _from, k + Vector256<double>.Count));
            (around * Lanes.At(_share, k)).CopyTo(means[k..]);
        }
        for (; k < _share.Length; k++)
            means[k] = (float)(sums[_to[k]] - sums[_from[k]]) * _share[k];
    }

    /// <summary>Computes the sums of all values before each, and of all. In double, as a quiet bin comes after loud
    /// ones. [audio-thread]</summary>
    /// <param name="values">Any.</param>
    /// <param name="sums">One more.</param>
    public static void Sums(ReadOnlySpan<float> values, Span<double> sums)
    {
        sums = sums[..(values.Length + 1)];
        double sum = 0;
        sums[0] = 0;
        for (int k = 0; k < values.Length; k++)
        {
            sum += values[k];
            sums[k + 1] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pick(ReadOnlySpan<double> sums, int[] at, int k) =>
        Vector256.Create(sums[at[k]], sums[at[k + 1]], sums[at[k + 2]], sums[at[k + 3]]);
}
