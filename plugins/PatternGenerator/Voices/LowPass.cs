using System.Runtime.CompilerServices;

namespace PluginHost.Plugins.Voices;

/// <summary>A low-pass of second order whose frequency may move: two integrators by the trapezoidal rule, as in
/// <see cref="Dsp.Filters.StateVariableFilter"/>, in single precision and with its coefficients kept between moves.</summary>
/// <remarks>Andrew Simper, "Solving the continuous SVF equations using trapezoidal integration and equivalent currents" (Cytomic,
/// 2013). For a voice: what goes in never fades, so that the state cannot become denormal.</remarks>
internal struct LowPass
{
    private float _a1, _a2, _a3;
    private float _band, _low;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => (_band, _low) = (0, 0);

    /// <summary>Moves it. [audio-thread]</summary>
    /// <param name="frequency">Cycles per sample, above 0 and below 0.5.</param>
    /// <param name="damping">1 / Q.</param>
    public void Tune(double frequency, double damping)
    {
        double g = Math.Tan(Math.PI * frequency), a1 = 1 / (1 + (g * (g + damping)));
        (_a1, _a2, _a3) = ((float)a1, (float)(g * a1), (float)(g * g * a1));
    }

    /// <summary>Takes one sample through. [audio-thread]</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Next(float sample)
    {
        float v3 = sample - _low, v1 = (_a1 * _band) + (_a2 * v3), v2 = _low + (_a2 * _band) + (_a3 * v3);
        _band = (2 * v1) - _band;
        _low = (2 * v2) - _low;
        return v2;
    }
}
