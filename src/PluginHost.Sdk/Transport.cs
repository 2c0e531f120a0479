namespace PluginHost.Sdk;

/// <summary>Where the music is at the first frame of a block.</summary>
/// <param name="TempoBpm">Quarter notes per minute, 20 to 400.</param>
/// <param name="BeatPosition">Quarter notes since the start, 0 or more.</param>
/// <param name="FramePosition">Frames since the start, 0 or more.</param>
/// <param name="BeatsPerBar">Quarter notes in a bar, above 0.</param>
/// <param name="IsPlaying">Whether the position moves on.</param>
public readonly record struct Transport(
    double TempoBpm, double BeatPosition, long FramePosition, double BeatsPerBar = 4, bool IsPlaying = true)
{
    /// <summary>The lowest tempo, in quarter notes per minute.</summary>
    public const double MinTempoBpm = 20;

    /// <summary>The highest tempo, in quarter notes per minute.</summary>
    public const double MaxTempoBpm = 400;

    /// <summary>Gets quarter notes per frame at a sample rate. [any-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <returns>How far the beat moves in one frame.</returns>
    public double BeatsPerFrame(int sampleRate) => TempoBpm / 60 / sampleRate;
}
