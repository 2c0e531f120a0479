using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// Complex Fourier transforms of columns: as many as a register has lanes, all at once, so that no lane ever moves. The
/// data are rows, each the real parts of all lanes followed by the imaginary parts.
/// </summary>
/// <remarks>
/// Stockham's self-sorting algorithm in passes of radix 8 and 4 (Van Loan, "Computational Frameworks for the Fast
/// Fourier Transform", 1992, section 1.7). The inverse is the same with real and imaginary parts exchanged.
/// </remarks>
internal sealed unsafe class RowFft<T>
    where T : struct, ILanes<T>
{
    private readonly int[] _radices;
    private readonly PinnedFloats _twiddles;
    private readonly int _rows;

    /// <param name="rows">Length of the transform, a power of two, at least 4.</param>
    public RowFft(int rows)
    {
        _rows = rows;
        _radices = RadicesOf(rows);
        _twiddles = new PinnedFloats(4 * rows);
        float* next = _twiddles.Pointer;
        int left = rows;
        foreach (int radix in _radices)
        {
            for (int p = 0; p < left / radix; p++)
            {
                for (int i = 1; i < radix; i++)
                {
                    (double sin, double cos) = Math.SinCos(-2 * Math.PI * p * i / left);
                    *next++ = (float)cos;
                    *next++ = (float)sin;
                }
            }
            left /= radix;
        }
    }

    /// <summary>Transforms rows, pass by pass to and fro between the last two places.</summary>
    /// <param name="source">The rows; kept.</param>
    /// <param name="spare">Room for as many rows.</param>
    /// <param name="destination">The transforms, in natural order.</param>
    /// <param name="inverse">Whether to go back, unscaled.</param>
    public void Run(float* source, float* spare, float* destination, bool inverse)
    {
        nint re = inverse ? T.Count : 0;
        nint im = T.Count - (2 * re);
        float* twiddles = _twiddles.Pointer;
        int left = _rows;
        for (int pass = 0; pass < _radices.Length; pass++)
        {
            float* target = ((_radices.Length - pass) & 1) == 0 ? spare : destination;
            int radix = _radices[pass];
            int stride = _rows / left;
            left /= radix;
            if (radix == 8)
                Pass8(source + re, target + re, twiddles, left, stride, im);
            else
                Pass4(source + re, target + re, twiddles, left, stride, im);
            twiddles += 2 * left * (radix - 1);
            source = target;
        }
        GC.KeepAlive(_twiddles);
    }

    // Eights as long as what is left is not two.
    private static int[] RadicesOf(int rows)
    {
        List<int> radices = [];
        for (; rows > 1; rows /= radices[^1])
            radices.Add(rows == 4 || rows == 16 ? 4 : 8);
        return [.. radices];
    }

    private static void Pass8(float* source, float* target, float* twiddles, int columns, int stride, nint im)
    {
        nint row = 2 * T.Count;
        nint from = row * stride * columns;
        nint to = row * stride;
        for (int q = 0; q < stride; q++)
            RowSteps<T>.Eight(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: false);
        for (int p = 1; p < columns; p++)
        {
            source += to;
            target += 8 * to;
            twiddles += 14;
            for (int q = 0; q < stride; q++)
                RowSteps<T>.Eight(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: true);
        }
    }

    private static void Pass4(float* source, float* target, float* twiddles, int columns, int stride, nint im)
    {
        nint row = 2 * T.Count;
        nint from = row * stride * columns;
        nint to = row * stride;
        for (int q = 0; q < stride; q++)
            RowSteps<T>.Four(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: false);
        for (int p = 1; p < columns; p++)
        {
            source += to;
            target += 4 * to;
            twiddles += 6;
            for (int q = 0; q < stride; q++)
                RowSteps<T>.Four(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: true);
        }
    }
}
