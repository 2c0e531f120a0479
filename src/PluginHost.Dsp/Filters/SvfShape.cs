namespace PluginHost.Dsp.Filters;

/// <summary>
/// What a <see cref="StateVariableFilter"/> does around its frequency: damping, how much of the input, of the band and
/// of the low output it gives, and by how much it shifts its frequency. The frequency itself is given with the signal.
/// </summary>
/// <remarks>
/// The mixes of Andrew Simper, "Solving the continuous SVF equations using trapezoidal integration and equivalent
/// currents" (Cytomic, 2013). Responses equal those of <see cref="BiquadDesign"/>. Q is above 0; <see
/// cref="BiquadDesign.ButterworthQ"/> is without resonance.
/// </remarks>
/// <param name="Damping">1 / Q of the circuit, above 0.</param>
/// <param name="Input">Share of the input in the output.</param>
/// <param name="Band">Share of the band output.</param>
/// <param name="Low">Share of the low output.</param>
/// <param name="Stretch">Factor to the warped frequency, above 0; other than 1 for shelves only.</param>
public readonly record struct SvfShape(double Damping, double Input, double Band, double Low, double Stretch)
{
    /// <summary>Passes what lies below the frequency, 12 dB per octave beyond. [any-thread]</summary>
    /// <param name="q">Gain at the frequency.</param>
    /// <returns>The shape.</returns>
    public static SvfShape LowPass(double q) => new(1 / q, 0, 0, 1, 1);

    /// <summary>Passes what lies above the frequency, 12 dB per octave below. [any-thread]</summary>
    /// <param name="q">Gain at the frequency.</param>
    /// <returns>The shape.</returns>
    public static SvfShape HighPass(double q) => new(1 / q, 1, -1 / q, -1, 1);

    /// <summary>Passes what lies around the frequency, with a gain of 1 there. [any-thread]</summary>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The shape.</returns>
    public static SvfShape BandPass(double q) => new(1 / q, 0, 1 / q, 0, 1);

    /// <summary>Removes the frequency and what lies close to it. [any-thread]</summary>
    /// <param name="q">Centre over bandwidth.</param>
    /// <returns>The shape.</returns>
    public static SvfShape Notch(double q) => new(1 / q, 1, -1 / q, 0, 1);

    /// <summary>Low minus high output: a resonance with both sides kept, and opposite phase beyond.
    /// [any-thread]</summary>
    /// <param name="q">Half the gain at the frequency.</param>
    /// <returns>The shape.</returns>
    public static SvfShape Peak(double q) => new(1 / q, -1, 1 / q, 2, 1);

    /// <summary>Passes every frequency with a gain of 1 and turns the phase by half a cycle at the frequency.
    /// [any-thread]</summary>
    /// <param name="q">How suddenly the phase turns.</param>
    /// <returns>The shape.</returns>
    public static SvfShape AllPass(double q) => new(1 / q, 1, -2 / q, 0, 1);

    /// <summary>Raises or lowers what lies around the frequency. [any-thread]</summary>
    /// <param name="q">Centre over bandwidth, the latter between the points of half the gain in dB.</param>
    /// <param name="gainDb">Gain in dB at the frequency.</param>
    /// <returns>The shape.</returns>
    public static SvfShape Bell(double q, double gainDb)
    {
        double a = Math.Pow(10, gainDb / 40);
        double damping = 1 / (q * a);
        return new(damping, 1, damping * ((a * a) - 1), 0, 1);
    }

    /// <summary>Raises or lowers what lies below the frequency, where the gain is half of that. [any-thread]</summary>
    /// <param name="q">Steepness; <see cref="BiquadDesign.ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far below.</param>
    /// <returns>The shape.</returns>
    public static SvfShape LowShelf(double q, double gainDb)
    {
        double a = Math.Pow(10, gainDb / 40);
        return new(1 / q, 1, (a - 1) / q, (a * a) - 1, 1 / Math.Sqrt(a));
    }

    /// <summary>Raises or lowers what lies above the frequency, where the gain is half of that. [any-thread]</summary>
    /// <param name="q">Steepness; <see cref="BiquadDesign.ButterworthQ"/> is the steepest without overshoot.</param>
    /// <param name="gainDb">Gain in dB far above.</param>
    /// <returns>The shape.</returns>
    public static SvfShape HighShelf(double q, double gainDb)
    {
        double a = Math.Pow(10, gainDb / 40);
        return new(1 / q, a * a, (1 - a) * a / q, 1 - (a * a), Math.Sqrt(a));
    }
}
