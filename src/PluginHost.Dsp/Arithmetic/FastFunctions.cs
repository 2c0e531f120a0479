using System.Runtime.CompilerServices;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>A function of one number, at any width.</summary>
internal interface IFastFunction
{
    static abstract V At<L, V>(V x)
        where L : struct, ILanes<V>;
}

/// <summary>
/// e^x: n = round(x / ln 2), r = x - n ln 2 in two steps (Cody and Waite, "Software Manual for the Elementary
/// Functions", 1980), a polynomial for e^r, and n added to the exponent.
/// </summary>
internal readonly struct FastExp : IFastFunction
{
    // Below ln(2^-126) results would be denormal.
    private const float Lowest = -87.33654f;
    private const float Highest = 88.72283f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<L, V>(V x)
        where L : struct, ILanes<V>
    {
        (V shifted, V n) = Rounding.Nearest<L, V>(L.MultiplyAdd(x, L.Of(1.44269504f), L.Of(Rounding.Shifter)));
        V r = L.MultiplyAdd(n, L.Of(-0.693359375f), x);
        r = L.MultiplyAdd(n, L.Of(2.12194440e-4f), r);
        // (e^r - 1) / r on [-ln 2 / 2, ln 2 / 2], minimax in the relative error of e^r, 2.0e-9.
        V p = L.MultiplyAdd(r, L.Of(0.001384365366559592f), L.Of(0.008374155403115483f));
        p = L.MultiplyAdd(r, p, L.Of(0.041668002038006385f));
        p = L.MultiplyAdd(r, p, L.Of(0.16666431261557954f));
        p = L.MultiplyAdd(r, p, L.Of(0.4999999420901886f));
        p = L.MultiplyAdd(r, p, L.Of(1.0000000321652762f));
        p = L.MultiplyAdd(r, p, L.Of(1));
        V y = L.AddBits(p, L.ShiftBitsLeft(shifted, 23));
        y = L.IfLess(x, L.Of(Lowest), L.Of(0), y);
        y = L.IfLess(L.Of(Highest), x, L.Of(float.PositiveInfinity), y);
        return L.IfNaN(x, x, y);
    }
}

/// <summary>2^x: as e^x, but the reduction is exact.</summary>
internal readonly struct FastExp2 : IFastFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<L, V>(V x)
        where L : struct, ILanes<V>
    {
        (V shifted, V n) = Rounding.Nearest<L, V>(L.Add(x, L.Of(Rounding.Shifter)));
        V r = L.MultiplyAdd(n, L.Of(-1), x);
        // (2^r - 1) / r on [-1/2, 1/2], minimax in the relative error of 2^r, 2.0e-9.
        V p = L.MultiplyAdd(r, L.Of(0.00015353362078597554f), L.Of(0.0013398874559866665f));
        p = L.MultiplyAdd(r, p, L.Of(0.009618437358213248f));
        p = L.MultiplyAdd(r, p, L.Of(0.05550332470776427f));
        p = L.MultiplyAdd(r, p, L.Of(0.24022647913615552f));
        p = L.MultiplyAdd(r, p, L.Of(0.6931472028552174f));
        p = L.MultiplyAdd(r, p, L.Of(1));
        V y = L.AddBits(p, L.ShiftBitsLeft(shifted, 23));
        y = L.IfLess(x, L.Of(-126), L.Of(0), y);
        y = L.IfLess(L.Of(127.99999f), x, L.Of(float.PositiveInfinity), y);
        return L.IfNaN(x, x, y);
    }
}

/// <summary>ln x: the exponent times ln 2, and a polynomial for the mantissa within 1/sqrt 2 and sqrt 2.</summary>
internal readonly struct FastLog : IFastFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<L, V>(V x)
        where L : struct, ILanes<V>
    {
        (V exponent, V f, V rest) = Mantissa.Log<L, V>(x);
        V y = L.MultiplyAdd(exponent, L.Of(-2.12194440e-4f), rest);
        y = L.MultiplyAdd(exponent, L.Of(0.693359375f), L.Add(f, y));
        return Mantissa.Edges<L, V>(x, y);
    }
}

/// <summary>log2 x: as ln x, in octaves.</summary>
internal readonly struct FastLog2 : IFastFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<L, V>(V x)
        where L : struct, ILanes<V>
    {
        (V exponent, V f, V rest) = Mantissa.Log<L, V>(x);
        // log2 e in two parts, of which the first has few digits, so that its product with f is nearly exact.
        V y = L.MultiplyAdd(L.Add(f, rest), L.Of(4.4269504e-1f), rest);
        return Mantissa.Edges<L, V>(x, L.Add(exponent, L.Add(f, y)));
    }
}

/// <summary>tanh x = x P(x^2) / Q(x^2), of degree 4 over 4, minimax in the relative error up to where a float is 1:
/// 2.1e-8.</summary>
internal readonly struct FastTanh : IFastFunction
{
    private const float Saturation = 9.02f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<L, V>(V x)
        where L : struct, ILanes<V>
    {
        V limit = L.Of(Saturation), one = L.Of(1);
        x = L.IfLess(limit, x, limit, x);
        x = L.IfLess(x, L.Of(-Saturation), L.Of(-Saturation), x);
        V u = L.Multiply(x, x);
        V p = L.MultiplyAdd(u, L.Of(1.3319024994018491e-8f), L.Of(2.0583449440891854e-5f));
        V q = L.MultiplyAdd(u, L.Of(7.762000677757896e-7f), L.Of(3.2830898999236524e-4f));
        p = L.MultiplyAdd(u, p, L.Of(3.49403265863657e-3f));
        q = L.MultiplyAdd(u, q, L.Of(2.5871066376566887e-2f));
        p = L.MultiplyAdd(u, p, L.Of(0.13379716873168945f));
        q = L.MultiplyAdd(u, q, L.Of(0.46713030338287354f));
        p = L.MultiplyAdd(u, p, one);
        q = L.MultiplyAdd(u, q, one);
        V y = L.Divide(L.Multiply(x, p), q);
        y = L.IfLess(one, y, one, y);
        return L.IfLess(y, L.Of(-1), L.Of(-1), y);
    }
}

internal static class Rounding
{
    /// <summary>Added to a number below 2^22 it leaves no room for a fraction; its own low bits are 0, so the integer
    /// is found there too.</summary>
    public const float Shifter = 12582912;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Shifted, V Whole) Nearest<L, V>(V shifted)
        where L : struct, ILanes<V> => (shifted, L.Add(shifted, L.Of(-Shifter)));
}

internal static class Mantissa
{
    /// <summary>x = 2^exponent (1 + f), ln(1 + f) = f + rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Exponent, V F, V Remainder) Log<L, V>(V x)
        where L : struct, ILanes<V>
    {
        V root = L.OfBits(0x3F3504F3);
        V whole = L.ShiftBitsRight(L.SubtractBits(x, root), 23);
        V f = L.Add(L.SubtractBits(x, L.ShiftBitsLeft(whole, 23)), L.Of(-1));
        // (ln(1 + f) - f) / f^2 on [1/sqrt 2 - 1, sqrt 2 - 1], minimax in the relative error of ln(1 + f), 3.0e-8.
        V p = L.MultiplyAdd(f, L.Of(0.0873484604374869f), L.Of(-0.14307526817982172f));
        p = L.MultiplyAdd(f, p, L.Of(0.14917974795156605f));
        p = L.MultiplyAdd(f, p, L.Of(-0.16570507596101466f));
        p = L.MultiplyAdd(f, p, L.Of(0.19962071979887883f));
        p = L.MultiplyAdd(f, p, L.Of(-0.2500175527162354f));
        p = L.MultiplyAdd(f, p, L.Of(0.3333395022542048f));
        p = L.MultiplyAdd(f, p, L.Of(-0.49999991606269445f));
        return (L.NumberOfBits(whole), f, L.Multiply(L.Multiply(f, f), p));
    }

    /// <summary>Zero and the denormals above it, negative numbers, infinity, not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Edges<L, V>(V x, V y)
        where L : struct, ILanes<V>
    {
        V infinity = L.Of(float.PositiveInfinity);
        y = L.IfLess(x, L.OfBits(0x0080_0000), L.Of(float.NegativeInfinity), y);
        y = L.IfLess(x, L.Of(0), L.Of(float.NaN), y);
        y = L.IfLess(x, infinity, y, infinity);
        return L.IfNaN(x, x, y);
    }
}
