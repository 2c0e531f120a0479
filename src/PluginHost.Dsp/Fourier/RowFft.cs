using System.Runtime.CompilerServices;
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
            Butterfly8(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: false);
        for (int p = 1; p < columns; p++)
        {
            source += to;
            target += 8 * to;
            twiddles += 14;
            for (int q = 0; q < stride; q++)
                Butterfly8(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: true);
        }
    }

    private static void Pass4(float* source, float* target, float* twiddles, int columns, int stride, nint im)
    {
        nint row = 2 * T.Count;
        nint from = row * stride * columns;
        nint to = row * stride;
        for (int q = 0; q < stride; q++)
            Butterfly4(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: false);
        for (int p = 1; p < columns; p++)
        {
            source += to;
            target += 4 * to;
            twiddles += 6;
            for (int q = 0; q < stride; q++)
                Butterfly4(source + (q * row), from, target + (q * row), to, im, twiddles, twiddled: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4(
        float* source, nint from, float* target, nint to, nint im, float* twiddles, bool twiddled)
    {
        T r0 = T.Load(source), i0 = T.Load(source + im);
        T r1 = T.Load(source + from), i1 = T.Load(source + from + im);
        T r2 = T.Load(source + (2 * from)), i2 = T.Load(source + (2 * from) + im);
        T r3 = T.Load(source + (3 * from)), i3 = T.Load(source + (3 * from) + im);
        Butterflies.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
        Put(target, r0, i0, im, twiddles, false);
        Put(target + to, r1, i1, im, twiddles, twiddled);
        Put(target + (2 * to), r2, i2, im, twiddles + 2, twiddled);
        Put(target + (3 * to), r3, i3, im, twiddles + 4, twiddled);
    }

    // Two fours: of the sums, and of the differences turned by eighths; the factor sqrt(1/2) of the odd eighths rides
    // on the last additions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly8(
        float* source, nint from, float* target, nint to, nint im, float* twiddles, bool twiddled)
    {
        T r0 = T.Load(source), i0 = T.Load(source + im);
        T r4 = T.Load(source + (4 * from)), i4 = T.Load(source + (4 * from) + im);
        Split(ref r0, ref i0, ref r4, ref i4);
        T r2 = T.Load(source + (2 * from)), i2 = T.Load(source + (2 * from) + im);
        T r6 = T.Load(source + (6 * from)), i6 = T.Load(source + (6 * from) + im);
        Split(ref r2, ref i2, ref r6, ref i6);
        T r1 = T.Load(source + from), i1 = T.Load(source + from + im);
        T r5 = T.Load(source + (5 * from)), i5 = T.Load(source + (5 * from) + im);
        Split(ref r1, ref i1, ref r5, ref i5);
        T r3 = T.Load(source + (3 * from)), i3 = T.Load(source + (3 * from) + im);
        T r7 = T.Load(source + (7 * from)), i7 = T.Load(source + (7 * from) + im);
        Split(ref r3, ref i3, ref r7, ref i7);

        Butterflies.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
        Put(target, r0, i0, im, twiddles, false);
        Put(target + (2 * to), r1, i1, im, twiddles + 2, twiddled);
        Put(target + (4 * to), r2, i2, im, twiddles + 6, twiddled);
        Put(target + (6 * to), r3, i3, im, twiddles + 10, twiddled);

        T half = T.Broadcast(0.70710678f);
        T er = r5 + i5, ei = i5 - r5;
        T fr = i7 - r7, fi = r7 + i7;
        T sr = er + fr, si = ei - fi, dr = er - fr, di = ei + fi;
        T ar = r4 + i6, ai = i4 - r6, br = r4 - i6, bi = i4 + r6;
        Put(target + to, T.MultiplyAdd(sr, half, ar), T.MultiplyAdd(si, half, ai), im, twiddles, twiddled);
        Put(target + (5 * to), T.SubtractProduct(ar, sr, half), T.SubtractProduct(ai, si, half), im, twiddles + 8, twiddled);
        Put(target + (3 * to), T.MultiplyAdd(di, half, br), T.SubtractProduct(bi, dr, half), im, twiddles + 4, twiddled);
        Put(target + (7 * to), T.SubtractProduct(br, di, half), T.MultiplyAdd(dr, half, bi), im, twiddles + 12, twiddled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(ref T ar, ref T ai, ref T br, ref T bi)
    {
        (ar, br) = (ar + br, ar - br);
        (ai, bi) = (ai + bi, ai - bi);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, T r, T i, nint im, float* twiddle, bool twiddled)
    {
        if (twiddled)
            Butterflies.Turn(ref r, ref i, T.Broadcast(twiddle[0]), T.Broadcast(twiddle[1]));
        r.Store(target);
        i.Store(target + im);
    }
}
