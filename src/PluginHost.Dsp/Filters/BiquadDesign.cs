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
    public static BiquadCoefficients LowPass(double frequency, double q) =>
        GenericBiquadDesign.LowPass(frequency, q);

    /// <summary>Passes what lies above a frequency, 12 dB per octave below. [any-thread]</summary>
    /// <param name="frequency">Corner in cycles per sample, where the gain is Q.</param>
    /// <param name="q">Resonance; <see cref="ButterworthQ"/> for none.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients HighPass(double frequency, double q) =>
        GenericBiquadDesign.HighPass(frequency, q);

    /// <summary>Passes what lies around a frequency, with a gain of 1 there. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients BandPass(double frequency, double q) =>
        GenericBiquadDesign.BandPass(frequency, q);

    /// <summary>Removes a frequency and what lies close to it. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample.</param>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients Notch(double frequency, double q) =>
        GenericBiquadDesign.Notch(frequency, q);

    /// <summary>Raises or lowers what lies around a frequency. [any-thread]</summary>
    /// <param name="frequency">Centre in cycles per sample, where the gain is <paramref name="gainDb"/>.</param>
    /// <param name="q">Centre over bandwidth, the latter between the points of half the gain in dB.</param>
    /// <param name="gainDb">Gain in dB; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients Peaking(double frequency, double q, double gainDb) =>
        GenericBiquadDesign.Peaking(frequency, q, gainDb);

    /// <summary>Raises or lowers what lies below a frequency. [any-thread]</summary>
    /// <param name="frequency">Middle of the slope in cycles per sample, where the gain is half of <paramref
    /// name="gainDb"/>.</param>
    /// <param name="q">Steepness; <see cref="ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far below; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients LowShelf(double frequency, double q, double gainDb) =>
        GenericBiquadDesign.LowShelf(frequency, q, gainDb);

    /// <summary>Raises or lowers what lies above a frequency. [any-thread]</summary>
    /// <param name="frequency">Middle of the slope in cycles per sample, where the gain is half of <paramref
    /// name="gainDb"/>.</param>
    /// <param name="q">Steepness; <see cref="ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far above; at 0 the filter is an exact identity.</param>
    /// <returns>The filter.</returns>
    public static BiquadCoefficients HighShelf(double frequency, double q, double gainDb) =>
        GenericBiquadDesign.HighShelf(frequency, q, gainDb);
}
