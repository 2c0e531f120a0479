using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>
/// e^(a + i p) by <see cref="FastExp"/>, sine and cosine: n = round(p / pi), r = p - n pi in three steps, polynomials on
/// -pi/2 to pi/2, and n odd turns both signs. The same bits at every width and place.
/// </summary>
/// <remarks>Band of the phase: -20 000 to 20 000. There sine and cosine err by at most 2e-7, absolute.</remarks>
internal static class FastPolar
{
    /// <summary>Computes real and imaginary parts.</summary>
    /// <param name="logMagnitude">a, natural.</param>
    /// <param name="real">As long; overlaps nothing.</param>
    /// <param name="phase">p in radians, and the imaginary part afterwards; as long.</param>
    public static void Exp(ReadOnlySpan<float> logMagnitude, Span<float> real, Span<float> phase)
    {
        real = real[..logMagnitude.Length];
        phase = phase[..logMagnitude.Length];
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; done <= real.Length - Vector512<float>.Count; done += Vector512<float>.Count)
            {
                (Vector512<float> re, Vector512<float> im) = At<Lanes512, Vector512<float>>(
                    Vector512.Create(logMagnitude[done..]), Vector512.Create<float>(phase[done..]));
                re.CopyTo(real[done..]);
                im.CopyTo(phase[done..]);
            }
        }
        for (; done <= real.Length - Vector256<float>.Count; done += Vector256<float>.Count)
        {
            (Vector256<float> re, Vector256<float> im) = At<Lanes256, Vector256<float>>(
                Vector256.Create(logMagnitude[done..]), Vector256.Create<float>(phase[done..]));
            re.CopyTo(real[done..]);
            im.CopyTo(phase[done..]);
        }
        for (; done < real.Length; done++)
            (real[done], phase[done]) = At<ScalarLanes, float>(logMagnitude[done], phase[done]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Real, V Imaginary) At<L, V>(V logMagnitude, V phase)
        where L : struct, ILanes<V>
    {
        V magnitude = FastExp.At<L, V>(logMagnitude);
        (V shifted, V n) = Rounding.Nearest<L, V>(L.MultiplyAdd(phase, L.Of(0.318309886f), L.Of(Rounding.Shifter)));
        V r = L.MultiplyAdd(n, L.Of(-3.140625f), phase);
        r = L.MultiplyAdd(n, L.Of(-9.67502593994140625e-4f), r);
        r = L.MultiplyAdd(n, L.Of(-1.509958e-7f), r);
        V u = L.Multiply(r, r);
        // (sin r - r) / r^3 and (cos r - 1) / r^2, minimax in the absolute errors of sine and cosine, 2e-11 and 2.5e-10.
        V s = L.MultiplyAdd(u, L.Of(-2.3846457e-8f), L.Of(2.7522606e-6f));
        V c = L.MultiplyAdd(u, L.Of(-2.6076816e-7f), L.Of(2.476187e-5f));
        s = L.MultiplyAdd(u, s, L.Of(-1.9840804e-4f));
        c = L.MultiplyAdd(u, c, L.Of(-1.3888404e-3f));
        s = L.MultiplyAdd(u, s, L.Of(8.33333e-3f));
        c = L.MultiplyAdd(u, c, L.Of(4.1666642e-2f));
        s = L.MultiplyAdd(u, s, L.Of(-0.16666667f));
        c = L.MultiplyAdd(u, c, L.Of(-0.5f));
        s = L.MultiplyAdd(L.Multiply(u, r), s, r);
        c = L.MultiplyAdd(u, c, L.Of(1));
        V sign = L.ShiftBitsLeft(shifted, 31);
        return (L.Multiply(magnitude, L.AddBits(c, sign)), L.Multiply(magnitude, L.AddBits(s, sign)));
    }
}
