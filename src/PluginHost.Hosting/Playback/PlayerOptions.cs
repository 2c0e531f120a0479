using PluginHost.Hosting.Audio;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Playback;

/// <summary>How files are played.</summary>
/// <param name="Format">Rate, channels and largest block of the chain; files of another rate are resampled.</param>
public sealed record PlayerOptions(AudioFormat Format)
{
    /// <summary>Gets how long the disk may stall unheard, 0.25 to 60 s; rounded up to a power of two of samples. [any-thread]</summary>
    public double BufferSeconds { get; init; } = 4;

    /// <summary>Gets whether the first file follows on the last, for ever. [any-thread]</summary>
    public bool IsLooped { get; init; }

    /// <summary>Gets where in the first file to begin, in seconds. [any-thread]</summary>
    public double FromSeconds { get; init; }

    /// <summary>Gets what opens a file, called on the prefetch thread. [any-thread]</summary>
    public Func<string, ISeekableSource> Open { get; init; } = file => new AudioFileReader(file);
}

/// <summary>What is heard at one moment.</summary>
/// <param name="Track">Place in the list, from 0.</param>
/// <param name="Seconds">Where in the file.</param>
/// <param name="LengthSeconds">The file's length; not a number when its header does not say.</param>
/// <param name="Fill">How full the ring is, 0 to 1.</param>
public readonly record struct PlaybackReading(int Track, double Seconds, double LengthSeconds, double Fill);
