using System.Numerics;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// The formulas behind <see cref="BiquadDesign"/>, over any number type: in double for what is heard, in <see
/// cref="Arithmetic.Dual"/> for what is heard and how it changes with each setting.
/// </summary>
/// <remarks>Arguments, ranges and source as there. Nothing allocates.</remarks>
public static class GenericBiquadDesign
{
    /// <summary>Passes what lies below a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Corner in cycles per sample.</param>
    /// <param name="q">Resonance.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> LowPass<T>(T frequency, T q)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, oneMinusCos, alpha) = Angle(frequency, q);
        return Scaled(
            oneMinusCos / two, oneMinusCos, oneMinusCos / two, T.One + alpha, -two * cos, T.One - alpha);
    }

    /// <summary>Passes what lies above a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Corner in cycles per sample.</param>
    /// <param name="q">Resonance.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> HighPass<T>(T frequency, T q)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, _, alpha) = Angle(frequency, q);
        T onePlusCos = T.One + cos;
        return Scaled(onePlusCos / two, -onePlusCos, onePlusCos / two, T.One + alpha, -two * cos, T.One - alpha);
    }

    /// <summary>Passes what lies around a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> BandPass<T>(T frequency, T q)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, _, alpha) = Angle(frequency, q);
        return Scaled(alpha, T.Zero, -alpha, T.One + alpha, -two * cos, T.One - alpha);
    }

    /// <summary>Removes a frequency and what lies close to it. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> Notch<T>(T frequency, T q)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, _, alpha) = Angle(frequency, q);
        return Scaled(T.One, -two * cos, T.One, T.One + alpha, -two * cos, T.One - alpha);
    }

    /// <summary>Raises or lowers what lies around a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <param name="gainDb">Gain in dB.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> Peaking<T>(T frequency, T q, T gainDb)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, _, alpha) = Angle(frequency, q);
        T a = RootOfGain(gainDb);
        return Scaled(T.One + (alpha * a), -two * cos, T.One - (alpha * a),
            T.One + (alpha / a), -two * cos, T.One - (alpha / a));
    }

    /// <summary>Raises or lowers what lies below a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Middle of the slope in cycles per sample.</param>
    /// <param name="q">Steepness.</param>
    /// <param name="gainDb">Gain in dB far below.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> LowShelf<T>(T frequency, T q, T gainDb)
        where T : struct, IFloatingPointIeee754<T> =>
        Shelf(frequency, q, gainDb, T.One);

    /// <summary>Raises or lowers what lies above a frequency. [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="frequency">Middle of the slope in cycles per sample.</param>
    /// <param name="q">Steepness.</param>
    /// <param name="gainDb">Gain in dB far above.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients<T> HighShelf<T>(T frequency, T q, T gainDb)
        where T : struct, IFloatingPointIeee754<T> =>
        Shelf(frequency, q, gainDb, -T.One);

    // The cookbook's two shelves are mirror images: cos(w0) and the odd coefficients change sign.
    private static BiquadCoefficients<T> Shelf<T>(T frequency, T q, T gainDb, T side)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        var (cos, _, alpha) = Angle(frequency, q);
        T c = side * cos;
        T a = RootOfGain(gainDb);
        T slope = two * T.Sqrt(a) * alpha;
        T up = a + T.One, down = a - T.One;
        return Scaled(
            a * (up - (down * c) + slope),
            side * two * a * (down - (up * c)),
            a * (up - (down * c) - slope),
            up + (down * c) + slope,
            side * -two * (down + (up * c)),
            up + (down * c) - slope);
    }

    private static T RootOfGain<T>(T gainDb)
        where T : struct, IFloatingPointIeee754<T> =>
        T.Exp10(gainDb / T.CreateTruncating(40));

    // 1 - cos(w0) loses half its digits at 20 Hz and 192 kHz; 2 sin^2(w0 / 2) is the same and keeps them.
    private static (T Cos, T OneMinusCos, T Alpha) Angle<T>(T frequency, T q)
        where T : struct, IFloatingPointIeee754<T>
    {
        T two = T.CreateTruncating(2);
        T angle = two * T.Pi * frequency;
        T half = T.Sin(angle / two);
        return (T.Cos(angle), two * half * half, T.Sin(angle) / (two * q));
    }

    private static BiquadCoefficients<T> Scaled<T>(T b0, T b1, T b2, T a0, T a1, T a2)
        where T : struct, IFloatingPointIeee754<T> =>
        new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
