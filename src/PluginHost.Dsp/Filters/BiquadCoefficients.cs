using System.Numerics;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// A second-order filter, scaled so that a0 is 1:
/// H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). Frequencies are in cycles per sample, 0 to 0.5.
/// </summary>
/// <param name="B0">Weight of the newest input.</param>
/// <param name="B1">Weight of the input one frame ago.</param>
/// <param name="B2">Weight of the input two frames ago.</param>
/// <param name="A1">Weight of the output one frame ago, subtracted.</param>
/// <param name="A2">Weight of the output two frames ago, subtracted.</param>
public readonly record struct BiquadCoefficients(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Passes everything unchanged.</summary>
    public static readonly BiquadCoefficients Identity = new(1, 0, 0, 0, 0);

    /// <summary>Takes a filter that was computed in double. [any-thread]</summary>
    /// <param name="filter">The filter.</param>
    public static implicit operator BiquadCoefficients(in BiquadCoefficients<double> filter) =>
        new(filter.B0, filter.B1, filter.B2, filter.A1, filter.A2);

    /// <summary>Gets the same filter for code over any number type. [any-thread]</summary>
    public BiquadCoefficients<double> Generic => new(B0, B1, B2, A1, A2);

    /// <summary>Gets whether zeros and poles cancel exactly, so that a filter at rest changes nothing.
    /// [any-thread]</summary>
    public bool IsIdentity => B0 == 1 && B1 == A1 && B2 == A2;

    /// <summary>Gets the distance of the slowest pole from the origin; below 1 for a stable filter.
    /// [any-thread]</summary>
    public double PoleRadius
    {
        get
        {
            double discriminant = (A1 * A1) - (4 * A2);
            return discriminant < 0 ? Math.Sqrt(A2) : (Math.Abs(A1) + Math.Sqrt(discriminant)) / 2;
        }
    }

    /// <summary>Computes H on the unit circle. [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, 0 to 0.5.</param>
    /// <returns>Gain and phase at that frequency.</returns>
    public Complex Response(double frequency)
    {
        Complex delay = Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency);
        return (B0 + (delay * (B1 + (delay * B2)))) / (1 + (delay * (A1 + (delay * A2))));
    }

    /// <summary>Computes how long the free response takes to fall by a ratio: ln(ratio) / -ln(pole radius).
    /// [any-thread]</summary>
    /// <param name="ratio">How far to fall, above 1; 100 dB is 1e5.</param>
    /// <returns>Frames, 0 for a filter without memory; infinity for one that does not decay.</returns>
    public double DecayFrames(double ratio) => PoleRadius switch
    {
        0 => 0,
        >= 1 => double.PositiveInfinity,
        double radius => Math.Log(ratio) / -Math.Log(radius),
    };

    /// <summary>
    /// Walks in a line from one filter to another. Stable filters fill a triangle in the (a1, a2) plane, so every
    /// filter on the way between two stable ones is stable. [any-thread]
    /// </summary>
    /// <param name="from">The filter at 0.</param>
    /// <param name="to">The filter at 1.</param>
    /// <param name="travel">0 to 1.</param>
    /// <returns>The filter in between.</returns>
    public static BiquadCoefficients Between(
        in BiquadCoefficients from, in BiquadCoefficients to, double travel) => new(
        from.B0 + ((to.B0 - from.B0) * travel),
        from.B1 + ((to.B1 - from.B1) * travel),
        from.B2 + ((to.B2 - from.B2) * travel),
        from.A1 + ((to.A1 - from.A1) * travel),
        from.A2 + ((to.A2 - from.A2) * travel));
}
