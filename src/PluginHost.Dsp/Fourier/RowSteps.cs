using System.Runtime.CompilerServices;
using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// One step of a pass over rows: takes rows that lie one distance apart, transforms them, turns all but the first by the
/// twiddles and puts them another distance apart. Distances are in floats; <c>im</c> is the way from a real to an
/// imaginary part.
/// </summary>
internal static unsafe class RowSteps<T>
    where T : struct, ILanes<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(
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
    public static void Eight(
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
