using System.CommandLine;
using PluginHost.App.Live;
using PluginHost.App.Play;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost play</c>: recordings, through a chain if one is named.</summary>
internal static class PlayCommand
{
    // Nobody waits for an echo of his own playing here: rather late than ever choppy.
    private const int BlockFrames = 512;
    private const int RingBlocks = 4;

    public static Command Create()
    {
        LiveOptions device = new(BlockFrames, RingBlocks);
        PlayOptions options = new();
        ChainArguments chain = new();
        Command command = new("play", """
            Play files one after the other, without a gap, through a chain if one is named. The disk is read seconds ahead; true peaks are
            kept from clipping. A file that cannot be played is named, and the others go on.

            Examples:
              pluginhost play take.wav
              pluginhost play album/ --preset clean-voice --gain -6
              pluginhost play evening.m3u --loop --device "USB Audio"
              pluginhost play long.flac --from 1:02:30 --record heard.wav

            While it plays, keys: space pauses, left and right seek, up and down change the volume, n next, p previous, q quits, : and a word.
            Words (also from a pipe): pause, play, next, previous, seek, volume, louder, softer, files, and those of live. Exit code 1 when a
            file could not be played.
            """);
        options.AddTo(command);
        chain.AddTo(command);
        device.AddPlayingTo(command);
        command.SetAction(parsed =>
        {
            using ChainPlan plan = chain.ReadOptional(parsed);
            using PlayRun run = new(plan, device, options, parsed);
            return run.Run();
        });
        return command;
    }
}
