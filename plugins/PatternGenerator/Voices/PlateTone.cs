namespace PluginHost.Plugins.Voices;

/// <summary>What a hat or a cymbal sounds like.</summary>
/// <param name="LowHz">Where it begins.</param>
/// <param name="HighHz">Where it ends at full strength.</param>
/// <param name="Noise">Share of noise beside the metal, 0 to 1.</param>
/// <param name="StickMs">Time constant of the stick's sound.</param>
/// <param name="RingMs">Time constant of the ringing at full strength.</param>
/// <param name="Ring">Share of the ringing, 0 to 1.</param>
/// <param name="BellHz">The lowest mode of the bell; 0 for none.</param>
/// <param name="Gain">Level at full strength.</param>
internal sealed record PlateTone(double LowHz, double HighHz, float Noise, double StickMs, double RingMs, float Ring, double BellHz,
    float Gain)
{
    public static PlateTone ClosedHat { get; } = new(7_200, 15_000, 0.45f, 9, 32, 0.6f, 0, 1.5f);

    public static PlateTone OpenHat { get; } = new(6_800, 15_000, 0.45f, 20, 210, 0.75f, 0, 1.2f);

    public static PlateTone Crash { get; } = new(2_600, 16_000, 0.7f, 70, 480, 0.55f, 0, 0.72f);

    public static PlateTone Ride { get; } = new(5_200, 13_000, 0.35f, 14, 420, 0.35f, 587, 1.2f);
}
