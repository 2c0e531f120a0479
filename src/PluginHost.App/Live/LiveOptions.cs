using System.CommandLine;
using PluginHost.App.Commands;
using PluginHost.Engine;
using PluginHost.Engine.Drivers;

namespace PluginHost.App.Live;

/// <summary>The options of <c>pluginhost live</c> beside those of the chain.</summary>
/// <param name="blockFrames">Block size when the user does not say.</param>
/// <param name="ringBlocks">Blocks kept ready when the user does not say.</param>
internal sealed class LiveOptions(int blockFrames = 64, int ringBlocks = 2)
{
    public Option<DriverMode?> Mode { get; } = new("--mode", "-m")
    {
        Description = "direct: lowest latency; ring: odd blocks and heavy chains; shielded: immune against pauses (default: ring)",
    };

    public Option<string?> Device { get; } = new("--device", "-d")
    {
        Description = "Device for input and output: its name or a part of it; 'virtual' plays the demo", HelpName = "NAME",
    };

    public Option<string?> Input { get; } = new("--input") { Description = "Input device", HelpName = "NAME" };

    public Option<string?> Output { get; } = new("--output") { Description = "Output device", HelpName = "NAME" };

    public Option<int> Rate { get; } = Number("--rate", "Sample rate in Hz", 48_000, 8_000, 192_000);

    public Option<bool> Convert { get; } = new("--convert") { Description = "Resample when a device cannot run at --rate (ring mode)" };

    public Option<int> Block { get; } = Number("--block", "Block size in frames", blockFrames, 1, 8_192);

    public Option<int> RingBlocks { get; } = Number("--ring-blocks", "Blocks kept ready for the device in ring mode; 1 is the least latency", ringBlocks, 1, 64);

    public Option<int> ShieldMs { get; } = Number("--shield-ms", "Depth of the native ring in shielded mode, in ms", 20, 1, 1_000);

    public Option<int> Channels { get; } = Number("--channels", "Channels of the chain", 2, 1, 32);

    public Option<int> InputChannels { get; } = Number("--input-channels", "Channels to take from the device; 0 for up to 2", 0, 0, 32);

    public Option<double> Tempo { get; } = Options.Tempo();

    public Option<OutputGuardMode> Guard { get; } = new("--guard")
    {
        Description = "Beyond full scale: clamp, or limit (turn down)", DefaultValueFactory = _ => OutputGuardMode.Clamp,
    };

    public Option<double?> Seconds { get; } = new("--seconds", "-s") { Description = "Stop after this many seconds", HelpName = "S" };

    public Option<string?> Stats { get; } = new("--stats") { Description = "Write what was measured at the end", HelpName = "FILE.json" };

    public Option<string?> Record { get; } = new("--record", "-r")
    {
        Description = "Write what is heard to a file, and what came in to FILE-dry.wav beside it; the virtual device writes pluginhost-live.wav by itself",
        HelpName = "FILE.wav",
    };

    public Option<string?> RecordDry { get; } = new("--record-dry") { Description = "Write what came in to this file, with --record or alone", HelpName = "FILE.wav" };

    public Option<string?> Notes { get; } = new("--notes")
    {
        Description = "Write the notes that the chain's effects play, as a MIDI file", HelpName = "FILE.mid",
    };

    public Option<bool> Watch { get; } = new("--watch", "-w") { Description = "Reload plugins that are rebuilt while playing" };

    public Option<bool> NoPanel { get; } = new("--no-panel") { Description = "Without the control panel", Hidden = true };

    public Option<bool> GcStress { get; } = new("--gc-stress") { Description = "Allocate hard beside the audio, for measuring", Hidden = true };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Mode, Device, Input, Output, Rate, Convert, Block, RingBlocks, ShieldMs, Channels,
            InputChannels, Tempo, Guard, Seconds, Stats, Record, RecordDry, Notes, Watch, NoPanel, GcStress])
            command.Options.Add(option);
    }

    /// <summary>Those that make sense without an input.</summary>
    public void AddPlayingTo(Command command)
    {
        foreach (Option option in (Option[])[Mode, Device, Output, Rate, Block, RingBlocks, ShieldMs, Channels, Tempo, Seconds, Stats, GcStress])
            command.Options.Add(option);
    }

    private static Option<int> Number(string name, string what, int standard, int least, int most) =>
        Options.Whole(name, $"{what}, {least} to {most} (default {standard})", standard, least, most);
}
