using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace PluginHost.Dsp.Arithmetic;

/// <content>What a number type has to have beside arithmetic: asked of the value, as of any double.</content>
public readonly partial struct Dual
{
    /// <inheritdoc/>
    public static Dual Zero => 0;

    /// <inheritdoc/>
    public static Dual One => 1;

    /// <inheritdoc/>
    public static Dual NegativeOne => -1;

    /// <inheritdoc/>
    public static Dual E => Math.E;

    /// <inheritdoc/>
    public static Dual Pi => Math.PI;

    /// <inheritdoc/>
    public static Dual Tau => Math.Tau;

    /// <inheritdoc/>
    public static Dual Epsilon => double.Epsilon;

    /// <inheritdoc/>
    public static Dual NaN => double.NaN;

    /// <inheritdoc/>
    public static Dual NegativeZero => -0.0;

    /// <inheritdoc/>
    public static Dual PositiveInfinity => double.PositiveInfinity;

    /// <inheritdoc/>
    public static Dual NegativeInfinity => double.NegativeInfinity;

    static int INumberBase<Dual>.Radix => 2;

    static Dual IAdditiveIdentity<Dual, Dual>.AdditiveIdentity => 0;

    static Dual IMultiplicativeIdentity<Dual, Dual>.MultiplicativeIdentity => 1;

    /// <inheritdoc/>
    public static bool IsFinite(Dual value) => double.IsFinite(value._value);

    /// <inheritdoc/>
    public static bool IsInfinity(Dual value) => double.IsInfinity(value._value);

    /// <inheritdoc/>
    public static bool IsInteger(Dual value) => double.IsInteger(value._value);

    /// <inheritdoc/>
    public static bool IsNaN(Dual value) => double.IsNaN(value._value);

    /// <inheritdoc/>
    public static bool IsNegative(Dual value) => double.IsNegative(value._value);

    /// <inheritdoc/>
    public static bool IsPositive(Dual value) => double.IsPositive(value._value);

    /// <inheritdoc/>
    public static bool IsNormal(Dual value) => double.IsNormal(value._value);

    /// <inheritdoc/>
    public static bool IsSubnormal(Dual value) => double.IsSubnormal(value._value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(Dual value) => double.IsEvenInteger(value._value);

    /// <inheritdoc/>
    public static bool IsOddInteger(Dual value) => double.IsOddInteger(value._value);

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(Dual value) => double.IsNegativeInfinity(value._value);

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(Dual value) => double.IsPositiveInfinity(value._value);

    static bool INumberBase<Dual>.IsCanonical(Dual value) => true;

    static bool INumberBase<Dual>.IsComplexNumber(Dual value) => false;

    static bool INumberBase<Dual>.IsImaginaryNumber(Dual value) => false;

    static bool INumberBase<Dual>.IsRealNumber(Dual value) => !IsNaN(value);

    static bool INumberBase<Dual>.IsZero(Dual value) => value == Zero;

    static Dual INumberBase<Dual>.MaxMagnitude(Dual x, Dual y) => Abs(x) >= Abs(y) || IsNaN(x) ? x : y;

    static Dual INumberBase<Dual>.MaxMagnitudeNumber(Dual x, Dual y) => Abs(x) >= Abs(y) || IsNaN(y) ? x : y;

    static Dual INumberBase<Dual>.MinMagnitude(Dual x, Dual y) => Abs(x) <= Abs(y) || IsNaN(x) ? x : y;

    static Dual INumberBase<Dual>.MinMagnitudeNumber(Dual x, Dual y) => Abs(x) <= Abs(y) || IsNaN(y) ? x : y;

    static Dual IFloatingPointIeee754<Dual>.BitDecrement(Dual x) => new(Math.BitDecrement(x._value), x._slopes);

    static Dual IFloatingPointIeee754<Dual>.BitIncrement(Dual x) => new(Math.BitIncrement(x._value), x._slopes);

    static Dual IFloatingPointIeee754<Dual>.Ieee754Remainder(Dual left, Dual right) => new(
        Math.IEEERemainder(left._value, right._value),
        left._slopes - (right._slopes * (float)Math.Round(left._value / right._value)));

    static int IFloatingPointIeee754<Dual>.ILogB(Dual x) => Math.ILogB(x._value);

    static Dual IFloatingPointIeee754<Dual>.ScaleB(Dual x, int n) => Of(x, Math.ScaleB(x._value, n), Math.ScaleB(1, n));

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is Dual other ? CompareTo(other)
        : obj is null ? 1 : throw new ArgumentException($"A {nameof(Dual)} cannot be compared with {obj}.", nameof(obj));

    /// <inheritdoc/>
    public int CompareTo(Dual other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => _value.ToString(format, formatProvider);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format,
        IFormatProvider? provider) => _value.TryFormat(destination, out charsWritten, format, provider);

    static Dual IParsable<Dual>.Parse(string s, IFormatProvider? provider) => double.Parse(s, provider);

    static Dual ISpanParsable<Dual>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => double.Parse(s, provider);

    static Dual INumberBase<Dual>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        double.Parse(s, style, provider);

    static Dual INumberBase<Dual>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        double.Parse(s, style, provider);

    static bool IParsable<Dual>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Dual result) =>
        Parsed(double.TryParse(s, provider, out double value), value, out result);

    static bool ISpanParsable<Dual>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Dual result) =>
        Parsed(double.TryParse(s, provider, out double value), value, out result);

    static bool INumberBase<Dual>.TryParse(
        [NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out Dual result) =>
        Parsed(double.TryParse(s, style, provider, out double value), value, out result);

    static bool INumberBase<Dual>.TryParse(
        ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Dual result) =>
        Parsed(double.TryParse(s, style, provider, out double value), value, out result);

    static bool INumberBase<Dual>.TryConvertFromChecked<TOther>(TOther value, out Dual result) =>
        Parsed(true, double.CreateChecked(value), out result);

    static bool INumberBase<Dual>.TryConvertFromSaturating<TOther>(TOther value, out Dual result) =>
        Parsed(true, double.CreateSaturating(value), out result);

    static bool INumberBase<Dual>.TryConvertFromTruncating<TOther>(TOther value, out Dual result) =>
        Parsed(true, double.CreateTruncating(value), out result);

    static bool INumberBase<Dual>.TryConvertToChecked<TOther>(Dual value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateChecked(value._value);
        return true;
    }

    static bool INumberBase<Dual>.TryConvertToSaturating<TOther>(Dual value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateSaturating(value._value);
        return true;
    }

    static bool INumberBase<Dual>.TryConvertToTruncating<TOther>(Dual value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateTruncating(value._value);
        return true;
    }

    int IFloatingPoint<Dual>.GetExponentByteCount() => ((IFloatingPoint<double>)_value).GetExponentByteCount();

    int IFloatingPoint<Dual>.GetExponentShortestBitLength() => ((IFloatingPoint<double>)_value).GetExponentShortestBitLength();

    int IFloatingPoint<Dual>.GetSignificandBitLength() => ((IFloatingPoint<double>)_value).GetSignificandBitLength();

    int IFloatingPoint<Dual>.GetSignificandByteCount() => ((IFloatingPoint<double>)_value).GetSignificandByteCount();

    bool IFloatingPoint<Dual>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) =>
        ((IFloatingPoint<double>)_value).TryWriteExponentBigEndian(destination, out bytesWritten);

    bool IFloatingPoint<Dual>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) =>
        ((IFloatingPoint<double>)_value).TryWriteExponentLittleEndian(destination, out bytesWritten);

    bool IFloatingPoint<Dual>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) =>
        ((IFloatingPoint<double>)_value).TryWriteSignificandBigEndian(destination, out bytesWritten);

    bool IFloatingPoint<Dual>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) =>
        ((IFloatingPoint<double>)_value).TryWriteSignificandLittleEndian(destination, out bytesWritten);

    private static bool Parsed(bool succeeded, double value, out Dual result)
    {
        result = value;
        return succeeded;
    }
}
