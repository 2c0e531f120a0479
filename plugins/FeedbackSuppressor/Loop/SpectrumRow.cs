using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Plugins.Loop;

/// <summary>Many spectra, one after another in memory.</summary>
internal sealed class SpectrumRow
{
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly int _bins;
    private readonly int _width;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="count">Spectra.</param>
    /// <param name="bins">Bins of each.</param>
    public SpectrumRow(int count, int bins)
    {
        _bins = bins;
        _width = new Spectrum(bins).Re.Length;
        _re = new float[count * _width];
        _im = new float[count * _width];
    }

    public Span<float> Re(int place) => _re.AsSpan(place * _width, _bins);

    public Span<float> Im(int place) => _im.AsSpan(place * _width, _bins);

    public void Clear()
    {
        Array.Clear(_re);
        Array.Clear(_im);
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Product(
        ReadOnlySpan<float> aRe, ReadOnlySpan<float> aIm, ReadOnlySpan<float> bRe, ReadOnlySpan<float> bIm, int at, ref Vector<float> re, ref Vector<float> im)
    {
        Vector<float> xr = Load(aRe, at), xi = Load(aIm, at), yr = Load(bRe, at), yi = Load(bIm, at);
        re = Vector.MultiplyAddEstimate(xr, yr, Vector.MultiplyAddEstimate(-xi, yi, re));
        im = Vector.MultiplyAddEstimate(xr, yi, Vector.MultiplyAddEstimate(xi, yr, im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> floats, int at) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(floats), (nuint)at);
}
