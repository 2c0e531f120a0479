namespace PluginHost.Sdk;

/// <summary>What an effect is prepared for. Fixed until the next <see cref="AudioEffect.Prepare"/>.</summary>
/// <param name="SampleRate">Frames per second, <see cref="MinSampleRate"/> to <see cref="MaxSampleRate"/> Hz.</param>
/// <param name="Channels">Channels of every block, 1 to <see cref="MaxChannels"/>.</param>
/// <param name="MaxFrames">The largest block that will ever be handed over, 1 to <see cref="LargestBlock"/> frames.</param>
public readonly record struct AudioFormat(int SampleRate, int Channels, int MaxFrames)
{
    /// <summary>The lowest sample rate, in Hz.</summary>
    public const int MinSampleRate = 8_000;

    /// <summary>The highest sample rate, in Hz.</summary>
    public const int MaxSampleRate = 192_000;

    /// <summary>The most channels a chain may have.</summary>
    public const int MaxChannels = 32;

    /// <summary>The largest <see cref="MaxFrames"/>.</summary>
    public const int LargestBlock = 65_536;

    /// <summary>Gets whether nobody waits for the sound: a render to a file, or a check. An effect that leaves work to a thread of its
    /// own in real time does it within <see cref="AudioEffect.Process"/> then, so that its output does not depend on how quick that
    /// thread was. [any-thread]</summary>
    public bool IsOffline { get; init; }

    /// <summary>Converts a time to frames, rounded to the nearest. [any-thread]</summary>
    /// <param name="milliseconds">A time in ms, not negative.</param>
    /// <returns>The time in frames at <see cref="SampleRate"/>.</returns>
    public int FramesFromMs(double milliseconds) => (int)Math.Round(milliseconds * SampleRate / 1000);

    /// <summary>Checks every value against its range. [control-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value at fault.</exception>
    public void Validate()
    {
        ThrowUnless(SampleRate is >= MinSampleRate and <= MaxSampleRate, nameof(SampleRate), SampleRate,
            $"{MinSampleRate} to {MaxSampleRate} Hz");
        ThrowUnless(Channels is >= 1 and <= MaxChannels, nameof(Channels), Channels, $"1 to {MaxChannels}");
        ThrowUnless(MaxFrames is >= 1 and <= LargestBlock, nameof(MaxFrames), MaxFrames, $"1 to {LargestBlock} frames");
    }

    private static void ThrowUnless(bool ok, string name, int value, string range)
    {
        if (!ok)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, but must be {range}.");
    }
}
