namespace PluginHost.Dsp.Filters;

/// <summary>
/// Second-order filters after Robert Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter
/// coefficients" (W3C Working Group Note "Audio EQ Cookbook", 2021): analogue prototypes through the bilinear
/// transform, warped so that the given frequency is met exactly.
/// </summary>
/// <remarks>
/// In the names of the cookbook: w0 = 2 pi frequency, alpha = sin(w0) / (2 Q), A = 10^(gain / 40). Frequencies are in
/// cycles per sample and lie between 0 and 0.5, both excluded; Q is above 0. Nothing allocates.
/// </remarks>
public static class BiquadDesign
{
    /// <summary>The Q of a filter without overshoot in its magnitude (Butterworth): 1 / sqrt(2).</summary>
    public const double ButterworthQ = 0.70710678118654752;

    /// <summary>Passes what lies below a frequency, 12 dB per octave beyond. [any-thread]</summary>
    /// <param name="frequency">Corner in cycles per sample, where the gain is Q.</param>
    /// <param name="q">Resonance; <see cref="ButterworthQ"/> for none.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients LowPass(double frequency, double q)
    {
        var (cos, oneMinusCos, alpha) = Angle(frequency, q);
        return Scaled(oneMinusCos / 2, oneMinusCos, oneMinusCos / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    /// <summary>Passes what lies above a frequency, 12 dB per octave below. [any-thread]</summary>
    /// <param name="frequency">Corner in cycles per sample, where the gain is Q.</param>
    /// <param name="q">Resonance; <see cref="ButterworthQ"/> for none.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients HighPass(double frequency, double q)
    {
        var (cos, _, alpha) = Angle(frequency, q);
        return Scaled((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
    }

    /// <summary>Passes what lies around a frequency, with a gain of 1 there. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients BandPass(double frequency, double q)
    {
        var (cos, _, alpha) = Angle(frequency, q);
        return Scaled(alpha, 0, -alpha, 1 + alpha, -2 * cos, 1 - alpha);
    }

    /// <summary>Removes a frequency and what lies close to it. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients Notch(double frequency, double q)
    {
        var (cos, _, alpha) = Angle(frequency, q);
        return Scaled(1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha);
    }

    /// <summary>Raises or lowers what lies around a frequency. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample, where the gain is <paramref name="gainDb"/>.</param>
    /// <param name="q">Centre over bandwidth, the latter between the points of half the gain in dB.</param>
    /// <param name="gainDb">Gain in dB; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients Peaking(double frequency, double q, double gainDb)
    {
        var (cos, _, alpha) = Angle(frequency, q);
        double a = Math.Pow(10, gainDb / 40);
        return Scaled(1 + (alpha * a), -2 * cos, 1 - (alpha * a), 1 + (alpha / a), -2 * cos, 1 - (alpha / a));
    }

    /// <summary>Raises or lowers what lies below a frequency. [any-thread]</summary>
    /// <param name="frequency">Middle of the slope in cycles per sample, where the gain is half of <paramref
    /// name="gainDb"/>.</param>
    /// <param name="q">Steepness; <see cref="ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far below; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients LowShelf(double frequency, double q, double gainDb) =>
        Shelf(frequency, q, gainDb, 1);

    /// <summary>Raises or lowers what lies above a frequency. [any-thread]</summary>
    /// <param name="frequency">Middle of the slope in cycles per sample, where the gain is half of <paramref
    /// name="gainDb"/>.</param>
    /// <param name="q">Steepness; <see cref="ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far above; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients HighShelf(double frequency, double q, double gainDb) =>
        Shelf(frequency, q, gainDb, -1);

    // The cookbook's two shelves are mirror images: cos(w0) and the odd coefficients change sign.
    private static BiquadCoefficients Shelf(double frequency, double q, double gainDb, int side)
    {
        var (cos, _, alpha) = Angle(frequency, q);
        double c = side * cos;
        double a = Math.Pow(10, gainDb / 40);
        double slope = 2 * Math.Sqrt(a) * alpha;
        return Scaled(
            a * ((a + 1) - ((a - 1) * c) + slope),
            side * 2 * a * ((a - 1) - ((a + 1) * c)),
            a * ((a + 1) - ((a - 1) * c) - slope),
            (a + 1) + ((a - 1) * c) + slope,
            side * -2 * ((a - 1) + ((a + 1) * c)),
            (a + 1) + ((a - 1) * c) - slope);
    }

    // 1 - cos(w0) loses half its digits at 20 Hz and 192 kHz; 2 sin^2(w0 / 2) is the same and keeps them.
    private static (double Cos, double OneMinusCos, double Alpha) Angle(double frequency, double q)
    {
        double angle = 2 * Math.PI * frequency;
        double half = Math.Sin(angle / 2);
        return (Math.Cos(angle), 2 * half * half, Math.Sin(angle) / (2 * q));
    }

    private static BiquadCoefficients Scaled(double b0, double b1, double b2, double a0, double a1, double a2) =>
        new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
