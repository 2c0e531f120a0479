using System.Numerics;
using System.Runtime.CompilerServices;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Convolution;

/// <summary>
/// Rows of spectra, cut into tiles of some bins: all rows of a tile lie one behind the other, so that the sum over rows
/// for these bins reads memory straight on. The bin at half the sample rate lies in the imaginary part of bin 0.
/// </summary>
internal sealed unsafe class SpectrumTiles(int rows, int bins)
{
    /// <summary>Bins of a tile.</summary>
    public const int Bins = PartitionedConvolver.Step;

    private const int RowFloats = 2 * Bins;

    // Sums of sums round less than one long sum.
    private const int Run = 32;

    private readonly PinnedFloats _floats = new(rows * bins * 2);

    /// <summary>Keeps a spectrum of bins + 1 values as a row.</summary>
    public void Write(int row, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary)
    {
        for (int first = 0; first < bins; first += Bins)
        {
            Span<float> place = _floats.Span.Slice(Start(first, row), RowFloats);
            real.Slice(first, Bins).CopyTo(place);
            imaginary.Slice(first, Bins).CopyTo(place[Bins..]);
        }
        _floats.Span[Start(0, row) + Bins] = real[bins];
    }

    /// <summary>Adds the products of some rows of either to the sums of one tile.</summary>
    public static void AddProducts(
        SpectrumTiles a, int rowOfA, SpectrumTiles b, int rowOfB, int count, int first, PinnedFloats real,
        PinnedFloats imaginary)
    {
        float* x = a._floats.Pointer + a.Start(first, rowOfA);
        float* h = b._floats.Pointer + b.Start(first, rowOfB);
        for (int run; count > 0; count -= run, x += run * RowFloats, h += run * RowFloats)
        {
            run = Math.Min(Run, count);
            AddProducts(x, h, run, real.Pointer + first, imaginary.Pointer + first, first == 0);
        }
        // Memory is pinned, yet not kept alive by its address.
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(real);
        GC.KeepAlive(imaginary);
    }

    private static void AddProducts(float* x, float* h, int count, float* re, float* im, bool realBins)
    {
        float zero = 0, half = 0, zeroBefore = *re, halfBefore = *im;
        for (int bin = 0; bin < Bins; bin += 4 * Vector<float>.Count)
            AddProducts(x + bin, h + bin, count, re + bin, im + bin);
        if (!realBins)
            return;
        for (int row = 0; row < count; row++, x += RowFloats, h += RowFloats)
        {
            zero = float.MultiplyAddEstimate(x[0], h[0], zero);
            half = float.MultiplyAddEstimate(x[Bins], h[Bins], half);
        }
        (*re, *im) = (zeroBefore + zero, halfBefore + half);
    }

    // Four vectors of either part: as many sums as registers hold beside what is read.
    private static void AddProducts(float* x, float* h, int count, float* re, float* im)
    {
        int lanes = Vector<float>.Count;
        Vector<float> re0 = default, re1 = default, re2 = default, re3 = default;
        Vector<float> im0 = default, im1 = default, im2 = default, im3 = default;
        for (int row = 0; row < count; row++, x += RowFloats, h += RowFloats)
        {
            Add(x, h, ref re0, ref im0);
            Add(x + lanes, h + lanes, ref re1, ref im1);
            Add(x + (2 * lanes), h + (2 * lanes), ref re2, ref im2);
            Add(x + (3 * lanes), h + (3 * lanes), ref re3, ref im3);
        }
        (re0 + Vector.Load(re)).Store(re);
        (re1 + Vector.Load(re + lanes)).Store(re + lanes);
        (re2 + Vector.Load(re + (2 * lanes))).Store(re + (2 * lanes));
        (re3 + Vector.Load(re + (3 * lanes))).Store(re + (3 * lanes));
        (im0 + Vector.Load(im)).Store(im);
        (im1 + Vector.Load(im + lanes)).Store(im + lanes);
        (im2 + Vector.Load(im + (2 * lanes))).Store(im + (2 * lanes));
        (im3 + Vector.Load(im + (3 * lanes))).Store(im + (3 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* x, float* h, ref Vector<float> re, ref Vector<float> im)
    {
        Vector<float> a = Vector.Load(x), b = Vector.Load(x + Bins), c = Vector.Load(h), d = Vector.Load(h + Bins);
        re = Vector.MultiplyAddEstimate(-b, d, Vector.MultiplyAddEstimate(a, c, re));
        im = Vector.MultiplyAddEstimate(b, c, Vector.MultiplyAddEstimate(a, d, im));
    }

    private int Start(int first, int row) => ((first / Bins * rows) + row) * RowFloats;
}
