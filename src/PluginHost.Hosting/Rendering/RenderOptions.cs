using PluginHost.Engine;
using PluginHost.Hosting.Audio;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Rendering;

/// <summary>How a file is rendered.</summary>
public sealed record RenderOptions
{
    /// <summary>The smallest <see cref="BlockFrames"/>.</summary>
    public const int MinBlockFrames = 64;

    /// <summary>The largest <see cref="BlockFrames"/>.</summary>
    public const int MaxBlockFrames = 1024;

    /// <summary>Gets the frames handed to the chain at once, 64 to 1024; the result does not depend on it. [any-thread]</summary>
    public int BlockFrames { get; init; } = 512;

    /// <summary>Gets what to write; null to go by the ending of the file. [any-thread]</summary>
    public AudioEncoding? Encoding { get; init; }

    /// <summary>Gets whether a file of that name may be replaced. [any-thread]</summary>
    public bool Overwrite { get; init; }

    /// <summary>Gets whether what sounds on after the input ended is kept. [any-thread]</summary>
    public bool KeepTail { get; init; } = true;

    /// <summary>Gets the tempo for effects that follow it, in quarter notes per minute. [any-thread]</summary>
    public double TempoBpm { get; init; } = 120;

    /// <summary>Gets the sample rate that the input is taken to before the chain, in Hz; null to keep its own. [any-thread]</summary>
    public int? SampleRate { get; init; }

    /// <summary>
    /// Gets the integrated loudness the output is brought to, in LUFS (EBU R 128, ITU-R BS.1770-4), -70 to 0; null to leave it. [any-thread]
    /// </summary>
    public double? LoudnessLufs { get; init; }

    /// <summary>Gets the true peak up to which it is turned up for that, in dBTP, -20 to 0. [any-thread]</summary>
    public double TruePeakDb { get; init; } = -1;

    /// <summary>Gets who is told of every note that leaves the chain, in order, on the rendering thread; null for nobody. [any-thread]</summary>
    public Action<PlayedNote>? NoteTaker { get; init; }

    /// <summary>Sets an engine up for work without a device: no deadlines, and samples beyond full scale are kept. [any-thread]</summary>
    /// <param name="format">Rate, channels and largest block.</param>
    /// <param name="tempoBpm">Quarter notes per minute.</param>
    /// <returns>Options for chain and engine.</returns>
    public static EngineOptions Offline(AudioFormat format, double tempoBpm = 120) =>
        new(format) { IsRealTime = false, Guard = OutputGuardMode.Count, TempoBpm = tempoBpm };

    /// <summary>Checks every value against its range. [control-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value at fault.</exception>
    public void Validate()
    {
        if (BlockFrames is < MinBlockFrames or > MaxBlockFrames)
            throw new ArgumentOutOfRangeException(nameof(BlockFrames), BlockFrames,
                $"BlockFrames is {BlockFrames}, but must be {MinBlockFrames} to {MaxBlockFrames}.");
        if (SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
            throw new ArgumentOutOfRangeException(nameof(SampleRate), SampleRate,
                $"SampleRate is {SampleRate}, but must be {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate}.");
        if (LoudnessLufs is { } lufs && !(lufs is >= -70 and <= 0))
            throw new ArgumentOutOfRangeException(nameof(LoudnessLufs), lufs, $"LoudnessLufs is {lufs}, but must be -70 to 0.");
        if (!(TruePeakDb is >= -20 and <= 0))
            throw new ArgumentOutOfRangeException(nameof(TruePeakDb), TruePeakDb, $"TruePeakDb is {TruePeakDb}, but must be -20 to 0.");
        if (!(TempoBpm is >= Transport.MinTempoBpm and <= Transport.MaxTempoBpm))
            throw new ArgumentOutOfRangeException(nameof(TempoBpm), TempoBpm,
                $"TempoBpm is {TempoBpm}, but must be {Transport.MinTempoBpm} to {Transport.MaxTempoBpm}.");
    }
}
