using System.Runtime.CompilerServices;
using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>Steps that the stages of the transform share; all in registers.</summary>
internal static class Butterflies
{
    /// <summary>A Fourier transform of four numbers a lane; with real and imaginary parts exchanged, the inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four<T>(
        ref T r0, ref T i0, ref T r1, ref T i1, ref T r2, ref T i2, ref T r3, ref T i3)
        where T : struct, ILanes<T>
    {
        T sr = r0 + r2, si = i0 + i2, dr = r0 - r2, di = i0 - i2;
        T tr = r1 + r3, ti = i1 + i3, er = r1 - r3, ei = i1 - i3;
        r0 = sr + tr;
        i0 = si + ti;
        r1 = dr + ei;
        i1 = di - er;
        r2 = sr - tr;
        i2 = si - ti;
        r3 = dr - ei;
        i3 = di + er;
    }

    /// <summary>Multiplies by c + is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<T>(ref T r, ref T i, T c, T s)
        where T : struct, ILanes<T>
    {
        T turned = T.SubtractProduct(r * c, i, s);
        i = T.MultiplyAdd(r, s, i * c);
        r = turned;
    }

    /// <summary>Multiplies by c - is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnBack<T>(ref T r, ref T i, T c, T s)
        where T : struct, ILanes<T>
    {
        T turned = T.MultiplyAdd(i, s, r * c);
        i = T.SubtractProduct(i * c, r, s);
        r = turned;
    }

    /// <summary>Exchanges rows and columns of each four by four: of the pieces of four that the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<T>(ref T a, ref T b, ref T c, ref T d)
        where T : struct, ILanes<T>
    {
        T abLow = T.ZipLow(a, b), abHigh = T.ZipHigh(a, b), cdLow = T.ZipLow(c, d), cdHigh = T.ZipHigh(c, d);
        a = T.PairLow(abLow, cdLow);
        b = T.PairHigh(abLow, cdLow);
        c = T.PairLow(abHigh, cdHigh);
        d = T.PairHigh(abHigh, cdHigh);
    }
}
