namespace PluginHost.Plugins.Timing;

/// <summary>Who plays.</summary>
internal enum Role
{
    Drums,
    Bass,
    Chords,
    Melody,
}

/// <summary>A note about to be played or ended.</summary>
/// <param name="Beat">When, in quarter notes.</param>
/// <param name="Role">By whom.</param>
/// <param name="Key">MIDI key.</param>
/// <param name="Velocity">Above 0 to 1.</param>
/// <param name="Beats">How long it sounds.</param>
/// <param name="IsEmitted">Whether later slots were told of its beginning.</param>
internal readonly record struct Note(double Beat, Role Role, byte Key, float Velocity, double Beats,
    bool IsEmitted = false);
