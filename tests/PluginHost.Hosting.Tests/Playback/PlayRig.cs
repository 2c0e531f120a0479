using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Playback;
using PluginHost.Sdk;
using PluginHost.Testing;

namespace PluginHost.Hosting.Tests.Playback;

/// <summary>A player on an engine without effects that a test runs block by block, and all that is heard.</summary>
internal sealed class PlayRig : IDisposable
{
    public const int Rate = 48_000;
    public const int Block = 64;

    private static readonly EngineOptions Options = new(new AudioFormat(Rate, 2, Block)) { Guard = OutputGuardMode.Count };
    private readonly float[] _block = new float[2 * Block];
    private readonly List<float> _heard = [];
    private readonly AllocationGate _gate = new();

    public PlayRig(params (string Name, Func<ISeekableSource> Open)[] tracks)
        : this(options => options, tracks)
    {
    }

    public PlayRig(Func<PlayerOptions, PlayerOptions> change, params (string Name, Func<ISeekableSource> Open)[] tracks)
    {
        Engine = new AudioEngine(Options, new Chain(Options));
        Player = new Player([.. tracks.Select(track => track.Name)], change(new PlayerOptions(Options.Format)
        {
            BufferSeconds = 1,
            Open = name => tracks.First(track => track.Name == name).Open(),
        }));
        Engine.Source = Player.Source;
    }

    public AudioEngine Engine { get; }

    public Player Player { get; }

    /// <summary>What was heard in the left channel.</summary>
    public float[] Left => [.. _heard.Where((_, at) => at % 2 == 0)];

    /// <summary>What was heard, interleaved in two channels.</summary>
    public IReadOnlyList<float> Heard => _heard;

    public int HeardFrames => _heard.Count / 2;

    /// <summary>Bytes allocated on the audio thread.</summary>
    public long AudioBytes => _gate.Bytes;

    public static (string Name, Func<ISeekableSource> Open) Track(string name, float[] samples, int rate = Rate, int channels = 2, Disk? disk = null) =>
        (name, () => new MemoryTrack(samples, rate, channels, disk));

    public static void Await(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, 20_000))
            throw new TimeoutException($"It did not happen: {what}");
    }

    /// <summary>Hears some frames, each block when there is enough for it, as if the disk were fast.</summary>
    public void Hear(int frames)
    {
        for (int until = HeardFrames + frames; HeardFrames < until;)
        {
            Await(() => Player.IsReady, "enough in the ring");
            HearBlock(Math.Min(Block, until - HeardFrames));
        }
    }

    /// <summary>Hears some frames, whatever the disk does.</summary>
    public void HearBlindly(int frames)
    {
        for (int until = HeardFrames + frames; HeardFrames < until;)
            HearBlock(Math.Min(Block, until - HeardFrames));
    }

    /// <summary>Hears until the player is at its end, and no frame of silence more than to the end of a block.</summary>
    public void HearToTheEnd()
    {
        while (!Player.IsAtEnd)
            Hear(Block);
    }

    /// <summary>Waits until the ring is as full as it gets.</summary>
    public void AwaitFull() => Await(() => Player.Look().Fill > 0.95, "a full ring");

    public void Dispose()
    {
        Player.Dispose();
        Engine.Dispose();
    }

    private void HearBlock(int frames)
    {
        Span<float> block = _block.AsSpan(0, 2 * frames);
        _gate.Open();
        Engine.Process([], 0, block, 2, frames);
        _gate.Close();
        _heard.AddRange(block);
    }
}
