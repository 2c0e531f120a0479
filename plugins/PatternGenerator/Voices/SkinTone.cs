namespace PluginHost.Plugins.Voices;

/// <summary>What a drum with a skin sounds like.</summary>
/// <param name="Hertz">Where the pitch comes to rest.</param>
/// <param name="Overtone">The second mode, as a multiple; 0 for none.</param>
/// <param name="OvertoneLevel">Its level.</param>
/// <param name="DecayMs">Time constant of the skin.</param>
/// <param name="Snap">How far the pitch falls within the first milliseconds, as a multiple.</param>
/// <param name="Bend">How far it falls over the next tens of milliseconds.</param>
/// <param name="Noise">Level of the beater's or the wires' noise.</param>
/// <param name="NoiseMs">Its time constant.</param>
/// <param name="NoiseLowHz">Where the noise begins.</param>
/// <param name="NoiseHighHz">Where it ends at full strength.</param>
/// <param name="Drive">How hard the skin is driven into saturation at full strength.</param>
/// <param name="Gain">Level at full strength.</param>
internal sealed record SkinTone(double Hertz, double Overtone, float OvertoneLevel, double DecayMs, float Snap, float Bend,
    float Noise, double NoiseMs, double NoiseLowHz, double NoiseHighHz, float Drive, float Gain)
{
    /// <summary>Gets a bass drum: a bridged-T resonator at 49.5 Hz whose pitch falls, with a click.</summary>
    public static SkinTone Kick { get; } = new(49.5, 0, 0, 190, 4.5f, 1.1f, 0.35f, 4, 300, 5_000, 1.6f, 0.62f);

    /// <summary>Gets a snare: two modes, 173 and 336 Hz, and wires.</summary>
    public static SkinTone Snare { get; } = new(173, 1.94, 0.55f, 75, 0.6f, 0.25f, 1.1f, 120, 1_100, 11_000, 0.9f, 0.36f);

    public static SkinTone LowTom { get; } = new(82, 1.59, 0.2f, 230, 0.5f, 0.55f, 0.16f, 12, 300, 4_000, 1, 0.5f);

    public static SkinTone MidTom { get; } = new(123, 1.59, 0.2f, 190, 0.5f, 0.5f, 0.16f, 11, 400, 4_500, 1, 0.47f);

    public static SkinTone HighTom { get; } = new(172, 1.59, 0.2f, 150, 0.5f, 0.45f, 0.16f, 10, 500, 5_000, 1, 0.44f);
}
