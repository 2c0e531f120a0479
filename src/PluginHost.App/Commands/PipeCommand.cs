using System.CommandLine;
using PluginHost.Engine;
using PluginHost.Hosting.Rendering;
using PluginHost.PortAudio;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost pipe</c>: raw sound from standard input to standard output, block by block.</summary>
internal static class PipeCommand
{
    private static readonly Option<int> Block = Options.Whole("--block", "Frames of a block, 1 to 65536 (default 64)", 64, 1, AudioFormat.LargestBlock);

    private static readonly Option<int> Rate = Options.Whole("--rate", "Sample rate in Hz, 8000 to 192000 (default 48000)", 48_000,
        AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate);

    private static readonly Option<int> Channels = Options.Whole("--channels", "Channels, 1 to 32 (default 1)", 1, 1, AudioFormat.MaxChannels);

    private static readonly Option<double> Tempo = Options.Tempo();

    public static Command Create()
    {
        ChainArguments chain = new();
        Command command = new("pipe", """
            Run raw sound through a chain: 32 bit float, little-endian, interleaved. One block in, one block out, at once.

            Examples:
              sox take.wav -t f32 -r 48000 -c 1 - | pluginhost pipe --effect gain --set gain.gain=-6 | sox -t f32 -r 48000 -c 1 - out.wav
            """) { Block, Rate, Channels, Tempo };
        chain.AddTo(command);
        command.SetAction(parsed =>
        {
            using ChainPlan plan = chain.Read(parsed, null);
            return Run(plan, parsed);
        });
        return command;
    }

    private static int Run(ChainPlan plan, ParseResult parsed)
    {
        AudioFormat format = new(parsed.GetValue(Rate), parsed.GetValue(Channels), parsed.GetValue(Block));
        EngineOptions options = RenderOptions.Offline(format, parsed.GetValue(Tempo));
        AudioThread thread = new();
        using AudioEngine engine = new(options, plan.Build(options), thread);
        PipeRunner runner = new(engine, format.MaxFrames, thread);
        using Stream input = StandardStreams.OpenInput();
        using Stream output = StandardStreams.OpenOutput();
        try
        {
            runner.Run(input, output);
        }
        catch (InvalidDataException exception)
        {
            throw new CommandError(exception.Message);
        }
        if (runner.NonFiniteSamples > 0)
            Console.Error.WriteLine($"pluginhost: {runner.NonFiniteSamples} samples were infinite or no number and were replaced by 0");
        bool faulted = false;
        while (engine.Faults.TryRead(out Engine.Chains.SlotFault fault))
        {
            faulted = true;
            Console.Error.WriteLine("pluginhost: " + fault.Describe());
        }
        return faulted ? ExitCode.PartlyFailed : ExitCode.Done;
    }
}
