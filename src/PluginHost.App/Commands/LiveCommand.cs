using System.CommandLine;
using PluginHost.App.Live;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost live</c>: the main job.</summary>
internal static class LiveCommand
{
    public const string StandardPreset = "guitar-clean";

    public static Command Create()
    {
        LiveOptions options = new();
        ChainArguments chain = new();
        Command command = new("live", """
            Play through a chain of effects, from the sound card and to it. Without a sound card the demo recording plays through the
            virtual device, and what comes out is written to a file.

            Examples:
              pluginhost live
              pluginhost live --mode direct --preset vocal-echo
              pluginhost live --effect parametric-eq --effect delay --set delay.time=350 --watch
              pluginhost live --device "USB Audio" --block 32 --record take.wav --stats stats.json
              pluginhost live --device virtual --seconds 10

            --record take.wav writes take.wav as it is heard and take-dry.wav as it came in. Their headers are kept current: whatever ends the
            program, they open.

            While it plays, type: help, set, bypass, mix, rearm, preset, tempo, undo, save, slots, quit. Ctrl-C ends it, too.
            """);
        chain.AddTo(command);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            using ChainPlan plan = chain.Read(parsed, StandardPreset);
            using LiveRun run = new(plan, options, parsed);
            return run.Run();
        });
        return command;
    }
}
