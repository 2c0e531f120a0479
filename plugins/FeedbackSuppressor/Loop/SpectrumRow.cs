using System.Numerics;
using System.Runtime.CompilerServices;

namespace PluginHost.Plugins.Loop;

/// <summary>Many spectra, one after another in memory.</summary>
/// <remarks>The last bin, which is real, would take a whole register: the last bins of all have a row of their own.</remarks>
internal sealed class SpectrumRow
{
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _last;
    private readonly int _bins;
    private readonly int _width;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="count">Spectra.</param>
    /// <param name="bins">Bins of each: a power of two and one.</param>
    public SpectrumRow(int count, int bins)
    {
        _bins = bins;
        _width = Math.Max(bins - 1, Vector<float>.Count);
        _re = new float[count * _width];
        _im = new float[count * _width];
        _last = new float[count];
    }

    public void Clear()
    {
        Array.Clear(_re);
        Array.Clear(_im);
        Array.Clear(_last);
    }

    /// <summary>Takes the spectrum of a real signal in.</summary>
    /// <param name="place">Where.</param>
    /// <param name="spectrum">Its bins.</param>
    public void Put(int place, in Spectrum spectrum)
    {
        int last = _bins - 1;
        spectrum.Re.AsSpan(0, last).CopyTo(_re.AsSpan(place * _width));
        spectrum.Im.AsSpan(0, last).CopyTo(_im.AsSpan(place * _width));
        _last[place] = spectrum.Re[last];
    }

    /// <summary>Computes the sum of products of the first spectra of two rows. [audio-thread]</summary>
    /// <param name="a">One row.</param>
    /// <param name="first">Its first spectrum that counts.</param>
    /// <param name="b">The other row, from its beginning.</param>
    /// <param name="count">How many, in either.</param>
    /// <param name="sum">Gets the sum.</param>
    public static void MultiplySum(SpectrumRow a, int first, SpectrumRow b, int count, in Spectrum sum)
    {
        int width = a._width, lanes = Vector<float>.Count;
        // Two registers of bins at a time, all spectra through, so that the sums stay in registers; the slices check that all is within.
        ReadOnlySpan<float> aRe = a._re.AsSpan(first * width, count * width), aIm = a._im.AsSpan(first * width, count * width);
        ReadOnlySpan<float> bRe = b._re.AsSpan(0, count * width), bIm = b._im.AsSpan(0, count * width);
        for (int k = 0; k < width; k += 2 * lanes)
        {
            // The last two overlap where the registers are odd in number.
            int other = Math.Min(lanes, width - lanes - k);
            Vector<float> re = default, im = default, nextRe = default, nextIm = default;
            for (int at = k; at < aRe.Length; at += width)
            {
                Product(aRe, aIm, bRe, bIm, at, ref re, ref im);
                Product(aRe, aIm, bRe, bIm, at + other, ref nextRe, ref nextIm);
            }
            re.CopyTo(sum.Re, k);
            im.CopyTo(sum.Im, k);
            nextRe.CopyTo(sum.Re, k + other);
            nextIm.CopyTo(sum.Im, k + other);
        }
        ReadOnlySpan<float> aLast = a._last.AsSpan(first, count), bLast = b._last.AsSpan(0, count);
        float last = 0;
        for (int i = 0; i < aLast.Length; i++)
            last += aLast[i] * bLast[i];
        sum.Re[a._bins - 1] = last;
        sum.Im[a._bins - 1] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Product(
        ReadOnlySpan<float> aRe, ReadOnlySpan<float> aIm, ReadOnlySpan<float> bRe, ReadOnlySpan<float> bIm, int at, ref Vector<float> re, ref Vector<float> im)
    {
        Vector<float> xr = Spans.Load(aRe, at), xi = Spans.Load(aIm, at), yr = Spans.Load(bRe, at), yi = Spans.Load(bIm, at);
        re = Vector.MultiplyAddEstimate(xr, yr, Vector.MultiplyAddEstimate(-xi, yi, re));
        im = Vector.MultiplyAddEstimate(xr, yi, Vector.MultiplyAddEstimate(xi, yr, im));
    }
}
