namespace PluginHost.Sdk;

/// <summary>What happens to a note.</summary>
public enum NoteKind : byte
{
    /// <summary>The note starts.</summary>
    On,

    /// <summary>The note ends.</summary>
    Off,
}

/// <summary>A note that starts or ends within a block.</summary>
/// <param name="Frame">Frame within the block, 0 to its length - 1.</param>
/// <param name="Kind">Start or end.</param>
/// <param name="Channel">MIDI channel, 0 to 15; 9 is drums by custom.</param>
/// <param name="Key">MIDI key, 0 to 127; 60 is middle C.</param>
/// <param name="Velocity">Strength, 0 to 1.</param>
public readonly record struct NoteEvent(int Frame, NoteKind Kind, byte Channel, byte Key, float Velocity);
