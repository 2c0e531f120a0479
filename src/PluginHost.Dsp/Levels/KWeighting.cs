using PluginHost.Dsp.Filters;

namespace PluginHost.Dsp.Levels;

/// <summary>
/// The two filters in front of a loudness measurement: a shelf for the head, and a high-pass for the ear's
/// insensitivity to low notes (Recommendation ITU-R BS.1770-4, 2015, annex 1, tables 1 and 2).
/// </summary>
/// <remarks>
/// The standard gives them at 48 kHz only and asks for the same response at other rates. The bilinear transform, warped
/// so as to keep the frequency of the poles, is undone for 48 kHz and done again, which leaves the analogue filter the
/// same, its gain included.
/// </remarks>
public static class KWeighting
{
    /// <summary>Gets the shelf of the standard at 48 kHz, table 1. [any-thread]</summary>
    public static BiquadCoefficients ShelfAt48000 { get; } = new(
        1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585);

    /// <summary>Gets the high-pass of the standard at 48 kHz, table 2. [any-thread]</summary>
    public static BiquadCoefficients HighPassAt48000 { get; } = new(1, -2, 1, -1.99004745483398, 0.99007225036621);

    /// <summary>Computes both filters, to be run in a row. [any-thread]</summary>
    /// <param name="sampleRate">Hz, above 4000.</param>
    /// <returns>Shelf and high-pass.</returns>
    public static (BiquadCoefficients Shelf, BiquadCoefficients HighPass) Design(double sampleRate) =>
        (AtRate(ShelfAt48000, sampleRate), AtRate(HighPassAt48000, sampleRate));

    // With p = (1 / k) (1 - z^-1) / (1 + z^-1) and k = tan(pi f / rate), the polynomial c0 + c1 z^-1 + c2 z^-2 is, but
    // for a factor that numerator and denominator share, (c0 + c1 + c2) + 2 (c0 - c2) k p + (c0 - c1 + c2) k^2 p^2. For
    // the poles the outer two coefficients are equal at k^2 = (1 + a1 + a2) / (1 - a1 + a2).
    private static BiquadCoefficients AtRate(in BiquadCoefficients filter, double sampleRate)
    {
        (double b0, double b1, double b2, double a1, double a2) = filter;
        double k = Math.Sqrt((1 + a1 + a2) / (1 - a1 + a2));
        double ratio = k / Math.Tan(Math.Atan(k) * 48_000 / sampleRate);
        (b0, b1, b2) = Again(b0, b1, b2, ratio);
        (double a0, a1, a2) = Again(1, a1, a2, ratio);
        return new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
    }

    private static (double C0, double C1, double C2) Again(double c0, double c1, double c2, double ratio)
    {
        double constant = c0 + c1 + c2;
        double linear = 2 * (c0 - c2) * ratio;
        double square = (c0 - c1 + c2) * ratio * ratio;
        return (constant + linear + square, 2 * (constant - square), constant - linear + square);
    }
}
