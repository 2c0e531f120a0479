using System.CommandLine;
using PluginHost.App.Queues;
using PluginHost.App.Rendering;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Rendering;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost render</c>: files through a chain, as fast as it goes.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string[]> Inputs = new("IN")
    {
        Description = "Audio files (WAV, AIFF, FLAC, Ogg, Opus, MP3, ...), folders, patterns such as 'takes/**/*.wav', or - for a list on standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Output = new("--out", "-o")
    {
        Description = "File to write, .wav or .flac; for more than one input a folder, in which theirs are mirrored", HelpName = "FILE|DIR",
    };

    private static readonly Option<string?> Format = new("--format") { Description = "wav (32 bit float), wav24, wav16 or flac (24 bit)", HelpName = "NAME" };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace existing files" };

    private static readonly Option<bool> NoTail = new("--no-tail") { Description = "End with the input; cut what still sounds" };

    private static readonly Option<double> Tempo = Options.Tempo();

    private static readonly Option<int> Rate = Options.Whole("--rate", "Sample rate to take the input to, 8000 to 192000 Hz (default: its own)", 0,
        AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate);

    private static readonly Option<double?> Loudness = new("--loudness")
    {
        Description = "Integrated loudness to bring the output to, -70 to 0 LUFS (EBU R 128); its true peak stays below -1 dBTP", HelpName = "LUFS",
    };

    private static readonly Option<int> Jobs = Options.Whole("--jobs", "Files rendered at a time (default: one for each core)", Environment.ProcessorCount, 1, 1024);

    private static readonly Option<bool> Resume = new("--resume") { Description = "Leave alone what an earlier run into that folder has done, if neither input nor chain changed" };

    private static readonly Option<string?> Notes = new("--notes")
    {
        Description = "Write the notes that the chain's effects play, as a MIDI file", HelpName = "FILE.mid",
    };

    private static readonly Option<string?> Report = new("--report") { Description = "Write what was done", HelpName = "FILE.json" };

    private static readonly Option<string?> Queue = QueueOptions.Queue();

    private static readonly Option<string> Root = new("--root")
    {
        Description = "With --queue: the folder that all machines share (default: the current one)", HelpName = "DIR", DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> Attach = new("--attach") { Description = "With --queue: follow a run that was submitted before", HelpName = "ID" };

    public static Command Create()
    {
        ChainArguments chain = new();
        Command command = new("render", """
            Run recordings through a chain. An output is in time with its input, its tail is kept, and so are tags and loops.

            Examples:
              pluginhost render take.wav --preset vocal-echo --out take-echo.wav
              pluginhost render assets/jam-guitar.flac --preset jam-band --out demo.wav --notes demo.mid
              pluginhost render take.flac --effect parametric-eq --set 1.band1-gain=-6 --out clean.flac --overwrite
              pluginhost render recordings/ --preset clean-voice --loudness -16 --out clean/ --resume --report report.json
              pluginhost render recordings/ --preset clean-voice --out clean/ --queue amqp://user:password@broker   (see: pluginhost worker --help)
            """) { Inputs, Output, Format, Overwrite, NoTail, Tempo, Rate, Loudness, Jobs, Resume, Notes, Report, Queue, Root, Attach };
        chain.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(Attach) is { } run)
                return Follow(run, parsed);
            using ChainPlan plan = chain.Read(parsed, null);
            return Run(plan, parsed);
        });
        return command;
    }

    private static int Run(ChainPlan plan, ParseResult parsed)
    {
        string[] inputs = parsed.GetValue(Inputs)!;
        if (inputs.Length == 0)
            throw new CommandError("name what to render: files, folders, patterns, or - for a list (see: pluginhost render --help)");
        string output = parsed.GetValue(Output) ?? throw new CommandError("--out is missing: the file or folder to write (see: pluginhost render --help)");
        string? format = parsed.GetValue(Format);
        double? loudness = parsed.GetValue(Loudness);
        if (loudness is { } lufs && !(lufs is >= -70 and <= 0))
            throw new CommandError(FormattableString.Invariant($"--loudness is {lufs}, but must be -70 to 0"));
        RenderOptions options = new()
        {
            Overwrite = parsed.GetValue(Overwrite),
            KeepTail = !parsed.GetValue(NoTail),
            TempoBpm = parsed.GetValue(Tempo),
            SampleRate = parsed.GetValue(Rate) is > 0 and int rate ? rate : null,
            LoudnessLufs = loudness,
        };
        using Interruption interruption = new();
        if (QueueOptions.Address(parsed, Queue) is { } address)
        {
            if (parsed.GetValue(Notes) is not null)
                throw new CommandError("--notes needs a file rendered here, not by a queue");
            if (parsed.GetValue(Resume))
                throw new CommandError("--resume is for files rendered here; a run of a queue goes on by itself, and --attach follows it");
            options = options with { Encoding = format is null ? null : AudioEncodings.OfFormat(format) };
            return new QueuedRender(address, parsed.GetValue(Report))
                .Submit(plan, options, inputs, output, QueueOptions.Folder(parsed.GetValue(Root)!), interruption.Token).GetAwaiter().GetResult();
        }
        if (IsOneFile(inputs, output))
        {
            if (parsed.GetValue(Resume))
                throw new CommandError($"--resume needs a folder for --out, but {output} is a file");
            options = options with { Encoding = AudioEncodings.Choose(output, format) };
            NoteTake? notes = parsed.GetValue(Notes) is { } midi ? new NoteTake(midi) : null;
            int code = SingleRender.Run(plan, inputs[0], output, options with { NoteTaker = notes is null ? null : notes.Take },
                parsed.GetValue(Report), interruption.Token);
            notes?.Save();
            return code;
        }
        if (parsed.GetValue(Notes) is not null)
            throw new CommandError($"--notes needs one file and one output, but {output} is a folder");
        options = options with { Encoding = format is null ? null : AudioEncodings.OfFormat(format) };
        return new BatchRender(plan, options, output)
        {
            Jobs = parsed.GetValue(Jobs), Resumes = parsed.GetValue(Resume), ReportFile = parsed.GetValue(Report),
        }.Run(inputs, interruption.Token);
    }

    private static int Follow(string run, ParseResult parsed)
    {
        BrokerAddress address = QueueOptions.Address(parsed, Queue) ?? throw new CommandError($"--attach needs the broker of run {run}: --queue amqp://user@host");
        if (parsed.GetValue(Inputs)!.Length > 0)
            throw new CommandError($"--attach follows run {run} and takes no files");
        using Interruption interruption = new();
        return new QueuedRender(address, parsed.GetValue(Report)).Follow(run, interruption.Token).GetAwaiter().GetResult();
    }

    private static bool IsOneFile(string[] inputs, string output) =>
        inputs is [var input] && input != "-" && !Directory.Exists(input) && (File.Exists(input) || !input.AsSpan().ContainsAny('*', '?'))
        && !Directory.Exists(output) && !Path.EndsInDirectorySeparator(output);
}
