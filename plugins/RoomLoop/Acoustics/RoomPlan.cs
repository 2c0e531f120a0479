using System.Numerics;

namespace PluginHost.Plugins.Acoustics;

/// <summary>A box with walls of one kind, a loudspeaker, and two places for the microphone. Lengths in metres.</summary>
/// <param name="Name">What the parameter calls it.</param>
/// <param name="Size">Inside, along the three axes.</param>
/// <param name="Absorption">Share of the energy that a wall takes away, 0 to 1.</param>
/// <param name="Speaker">Where the loudspeaker stands.</param>
/// <param name="Microphone">Where the microphone stands.</param>
/// <param name="Moved">Where it stands once it was moved.</param>
internal sealed record RoomPlan(
    string Name, Vector3 Size, float Absorption, Vector3 Speaker, Vector3 Microphone, Vector3 Moved)
{
    /// <summary>All there are, in the order of the parameter's choices.</summary>
    public static readonly RoomPlan[] All =
    [
        // A monitor half a metre below the microphone, on a stage with curtains.
        new("wedge", new(9, 7, 4), 0.40f, new(4.4f, 3.6f, 1.1f), new(4.4f, 3.3f, 1.5f), new(4.15f, 3.15f, 1.55f)),

        // A rehearsal room, the loudspeaker in a corner.
        new("room", new(6.2f, 4.6f, 2.8f), 0.25f, new(1.2f, 1.0f, 1.5f), new(3.1f, 2.2f, 1.4f), new(2.6f, 2.9f, 1.4f)),

        // A small hall with a public address.
        new("hall", new(22, 15, 8), 0.30f, new(3, 4, 3), new(8, 6.5f, 1.6f), new(7.2f, 7.6f, 1.6f)),
    ];

    /// <summary>Gets the time in which the reverberation falls by 60 dB after C. F. Eyring, "Reverberation time in 'dead'
    /// rooms", JASA 1, 1930: 0.161 V / (-S ln(1 - a)), in seconds.</summary>
    public double DecaySeconds => 0.161 * Size.X * Size.Y * Size.Z
        / (-2 * ((Size.X * Size.Y) + (Size.Y * Size.Z) + (Size.Z * Size.X)) * Math.Log(1 - Absorption));
}
