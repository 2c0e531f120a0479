namespace PluginHost.Dsp.Arithmetic;

/// <content>Functions and their slopes.</content>
public readonly partial struct Dual
{
    /// <inheritdoc/>
    public static Dual Exp(Dual x) => Math.Exp(x._value) is var y ? Of(x, y, y) : default;

    /// <inheritdoc/>
    public static Dual Exp2(Dual x) => double.Exp2(x._value) is var y ? Of(x, y, y * Ln2) : default;

    /// <inheritdoc/>
    public static Dual Exp10(Dual x) => double.Exp10(x._value) is var y ? Of(x, y, y * Ln10) : default;

    /// <inheritdoc/>
    public static Dual Log(Dual x) => Of(x, Math.Log(x._value), 1 / x._value);

    /// <inheritdoc/>
    public static Dual Log(Dual x, Dual newBase) => Log(x) / Log(newBase);

    /// <inheritdoc/>
    public static Dual Log2(Dual x) => Of(x, Math.Log2(x._value), 1 / (Ln2 * x._value));

    /// <inheritdoc/>
    public static Dual Log10(Dual x) => Of(x, Math.Log10(x._value), 1 / (Ln10 * x._value));

    /// <inheritdoc/>
    public static Dual Sqrt(Dual x) => Math.Sqrt(x._value) is var y ? Of(x, y, 0.5 / y) : default;

    /// <inheritdoc/>
    public static Dual Cbrt(Dual x) => Math.Cbrt(x._value) is var y ? Of(x, y, 1 / (3 * y * y)) : default;

    /// <inheritdoc/>
    public static Dual RootN(Dual x, int n) =>
        double.RootN(x._value, n) is var y ? Of(x, y, y / (n * x._value)) : default;

    /// <inheritdoc/>
    public static Dual Hypot(Dual x, Dual y) => Sqrt((x * x) + (y * y));

    /// <inheritdoc/>
    public static Dual Pow(Dual x, Dual y)
    {
        double power = Math.Pow(x._value, y._value);
        double slope = y._value == 0 ? 0 : y._value * Math.Pow(x._value, y._value - 1);
        // The logarithm exists for positive numbers only; a fixed exponent does not need it.
        return Of(x, y, power, slope, x._value > 0 ? power * Math.Log(x._value) : 0);
    }

    /// <inheritdoc/>
    public static Dual Sin(Dual x) => Of(x, Math.Sin(x._value), Math.Cos(x._value));

    /// <inheritdoc/>
    public static Dual Cos(Dual x) => Of(x, Math.Cos(x._value), -Math.Sin(x._value));

    /// <inheritdoc/>
    public static (Dual Sin, Dual Cos) SinCos(Dual x) => (Sin(x), Cos(x));

    /// <inheritdoc/>
    public static Dual Tan(Dual x) => Math.Tan(x._value) is var y ? Of(x, y, 1 + (y * y)) : default;

    /// <inheritdoc/>
    public static Dual Asin(Dual x) => Of(x, Math.Asin(x._value), 1 / Math.Sqrt(1 - (x._value * x._value)));

    /// <inheritdoc/>
    public static Dual Acos(Dual x) => Of(x, Math.Acos(x._value), -1 / Math.Sqrt(1 - (x._value * x._value)));

    /// <inheritdoc/>
    public static Dual Atan(Dual x) => Of(x, Math.Atan(x._value), 1 / (1 + (x._value * x._value)));

    /// <inheritdoc/>
    public static Dual Atan2(Dual y, Dual x)
    {
        double square = (x._value * x._value) + (y._value * y._value);
        return Of(y, x, Math.Atan2(y._value, x._value), x._value / square, -y._value / square);
    }

    /// <inheritdoc/>
    public static Dual Sinh(Dual x) => Of(x, Math.Sinh(x._value), Math.Cosh(x._value));

    /// <inheritdoc/>
    public static Dual Cosh(Dual x) => Of(x, Math.Cosh(x._value), Math.Sinh(x._value));

    /// <inheritdoc/>
    public static Dual Tanh(Dual x) => Math.Tanh(x._value) is var y ? Of(x, y, 1 - (y * y)) : default;

    /// <inheritdoc/>
    public static Dual Asinh(Dual x) => Of(x, Math.Asinh(x._value), 1 / Math.Sqrt((x._value * x._value) + 1));

    /// <inheritdoc/>
    public static Dual Acosh(Dual x) => Of(x, Math.Acosh(x._value), 1 / Math.Sqrt((x._value * x._value) - 1));

    /// <inheritdoc/>
    public static Dual Atanh(Dual x) => Of(x, Math.Atanh(x._value), 1 / (1 - (x._value * x._value)));

    /// <inheritdoc/>
    public static Dual SinPi(Dual x) => Of(x, double.SinPi(x._value), Math.PI * double.CosPi(x._value));

    /// <inheritdoc/>
    public static Dual CosPi(Dual x) => Of(x, double.CosPi(x._value), -Math.PI * double.SinPi(x._value));

    /// <inheritdoc/>
    public static (Dual SinPi, Dual CosPi) SinCosPi(Dual x) => (SinPi(x), CosPi(x));

    /// <inheritdoc/>
    public static Dual TanPi(Dual x) => Tan(x * Pi);

    /// <inheritdoc/>
    public static Dual AsinPi(Dual x) => Asin(x) / Pi;

    /// <inheritdoc/>
    public static Dual AcosPi(Dual x) => Acos(x) / Pi;

    /// <inheritdoc/>
    public static Dual AtanPi(Dual x) => Atan(x) / Pi;

    /// <inheritdoc/>
    public static Dual Atan2Pi(Dual y, Dual x) => Atan2(y, x) / Pi;

    /// <inheritdoc/>
    public static Dual Abs(Dual value) => value._value < 0 ? -value : value;

    /// <inheritdoc/>
    public static Dual Max(Dual x, Dual y) => double.IsNaN(x._value) || x._value >= y._value ? x : y;

    /// <inheritdoc/>
    public static Dual Min(Dual x, Dual y) => double.IsNaN(x._value) || x._value <= y._value ? x : y;

    /// <inheritdoc/>
    public static Dual Clamp(Dual value, Dual min, Dual max) => Min(Max(value, min), max);

    /// <inheritdoc/>
    public static Dual FusedMultiplyAdd(Dual left, Dual right, Dual addend) => (left * right) + addend;

    // A step function is flat wherever it has a slope.

    /// <inheritdoc/>
    public static Dual Round(Dual x, int digits, MidpointRounding mode) => Math.Round(x._value, digits, mode);
}
