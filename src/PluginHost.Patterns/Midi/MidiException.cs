namespace PluginHost.Patterns.Midi;

/// <summary>A MIDI file that cannot be read or written; the message names the file, the place and the value at fault.</summary>
public sealed class MidiException : Exception
{
    /// <summary>Says what is wrong. [any-thread]</summary>
    /// <param name="message">One sentence.</param>
    public MidiException(string message)
        : base(message)
    {
    }
}
