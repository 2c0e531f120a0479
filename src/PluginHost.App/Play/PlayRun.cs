using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using PluginHost.App.Commands;
using PluginHost.App.Live;
using PluginHost.Dsp.Levels;
using PluginHost.Engine;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.PortAudio;
using PluginHost.Sdk;

namespace PluginHost.App.Play;

/// <summary>One run of <c>pluginhost play</c>: puts player, engine, driver and session together, looks after them, and takes them apart.</summary>
internal sealed class PlayRun : IDisposable
{
    private const int MaxFrames = 1024;
    private const int TicksPerSecond = 25;
    private readonly ChainPlan _plan;
    private readonly LiveOptions _deviceOptions;
    private readonly ParseResult _parsed;
    private readonly PlayLine _line = new();
    private readonly PlayDevice _device;
    private readonly EngineOptions _engineOptions;
    private readonly Player _player;
    private readonly PlaybackOutput _output;
    private readonly Session _session;
    private readonly Takes _takes;
    private readonly PlayVerbs _verbs;
    private readonly Task _compilation;
    private volatile bool _interrupted;

    public PlayRun(ChainPlan plan, LiveOptions deviceOptions, PlayOptions options, ParseResult parsed)
    {
        (_plan, _deviceOptions, _parsed) = (plan, deviceOptions, parsed);
        IReadOnlyList<string> files = Playlist.Expand(parsed.GetValue(options.Files)!);
        AudioFileInfo first = FirstPlayable(files);
        string? recording = parsed.GetValue(options.Record);
        RequireOther(recording, files);
        _compilation = Task.Run(() => HotCode.Compile(
            typeof(AudioEngine).Assembly, typeof(AudioThread).Assembly, typeof(AudioFormat).Assembly, typeof(TruePeakLimiter).Assembly));
        AudioThread thread = new();
        _device = PlayDevice.Choose(deviceOptions, parsed, first, thread, _line.Tell);
        AudioFormat format = new(_device.DriverOptions.SampleRate, parsed.GetValue(deviceOptions.Channels), MaxFrames);
        _engineOptions = new EngineOptions(format) { TempoBpm = parsed.GetValue(deviceOptions.Tempo) };
        _output = new PlaybackOutput(format, parsed.GetValue(options.Gain), parsed.GetValue(options.NoLimit) ? null : parsed.GetValue(options.Limit));
        AudioEngine engine = new(_engineOptions, plan.Build(_engineOptions), thread) { OutputStage = _output };
        _player = new Player(files, new PlayerOptions(format)
        {
            IsLooped = parsed.GetValue(options.Loop), FromSeconds = parsed.GetValue(options.From), BufferSeconds = parsed.GetValue(options.Buffer),
        });
        engine.Source = _player.Source;
        _takes = Takes.Start(engine, recording ?? _device.StandardRecording, null, _line.Tell);
        AudioDriver driver = new(_device.Backend, _device.DriverOptions, engine, thread);
        _session = new Session(plan.Catalog, driver, _line.Tell);
        _verbs = new PlayVerbs(_player, _output, new LiveVerbs(_session, LoadPreset, SavePreset, _line.Tell, PlayVerbs.Help), _line.Tell);
    }

    public int Run()
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        LiveConsole console = new(Console.IsInputRedirected ? Console.In : new KeyLines());
        _compilation.GetAwaiter().GetResult();
        AwaitReady();
        using IDisposable heap = HeapCare.For(_device.DriverOptions.Mode, _line.Tell);
        if (!MemoryLock.TryLock(out string notice))
            _line.Tell(notice);
        using GcStress? stress = _parsed.GetValue(_deviceOptions.GcStress) ? new GcStress() : null;
        if (!_interrupted)
        {
            _session.Start();
            _line.Tell(Describe());
            Play(console);
            Look();
            _session.Driver.Stop();
        }
        return Finish();
    }

    public void Dispose()
    {
        _session.Dispose();
        _player.Dispose();
        _takes.Dispose();
        _device.Dispose();
    }

    /// <summary>The first file that opens tells what to expect; what is wrong with the others is told when it is their turn.</summary>
    private AudioFileInfo FirstPlayable(IReadOnlyList<string> files)
    {
        List<string> errors = [];
        foreach (string file in files)
        {
            try
            {
                using AudioFileReader reader = new(file);
                if (reader.Info.Frames != 0)
                    return reader.Info;
                errors.Add($"{file}: there is no sound in it");
            }
            catch (AudioFileException exception)
            {
                errors.Add(exception.Message);
            }
        }
        foreach (string error in errors.SkipLast(1))
            _line.Tell(error);
        throw new CommandError(errors[^1]);
    }

    private static void RequireOther(string? recording, IReadOnlyList<string> files)
    {
        if (recording is not null && files.FirstOrDefault(file => RealPath.Of(file) == RealPath.Of(recording)) is { } same)
            throw new CommandError($"--record '{recording}' would overwrite '{same}', which is to be played");
    }

    private void AwaitReady()
    {
        // A file on a disk that is slow from the first block on: the device does not have to hear it.
        while (!_player.IsReady && !_interrupted)
        {
            TellErrors();
            Thread.Sleep(1);
        }
    }

    private void Play(LiveConsole console)
    {
        double seconds = _parsed.GetValue(_deviceOptions.Seconds) ?? double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        Ending ending = new(_session);
        for (long tick = 0; !_interrupted && !_verbs.IsDone && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; tick++)
        {
            Look();
            while (console.TryRead(out string line))
                _verbs.Run(line);
            if (ending.IsOver(_player.IsAtEnd))
                return;
            _line.Show(_session, _player, _output, tick);
            Thread.Sleep(1000 / TicksPerSecond);
        }
    }

    private void Look()
    {
        _session.Tick();
        _takes.Tick();
        TellErrors();
    }

    private void TellErrors()
    {
        while (_player.TryTakeError(out string error))
            _line.Tell(error);
    }

    private int Finish()
    {
        bool isRecorded = _takes.Finish();
        PlaySummary.Tell(_session, _player, _output, _line.Tell);
        if (_parsed.GetValue(_deviceOptions.Stats) is { } stats)
        {
            _session.SaveStatistics(stats, json =>
            {
                _takes.Write(json);
                PlaySummary.Write(json, _player, _output);
            });
        }
        return _player.FailedFiles > 0 || _session.Faults.Count > 0 || !isRecorded ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    private void LoadPreset(string name)
    {
        Preset preset = _plan.Library.Load(name);
        _session.Swap(() => _plan.Build(preset, _engineOptions));
        _line.Tell($"preset {preset.Name}");
    }

    private void SavePreset(string file)
    {
        PresetWriter.Write(PresetCapture.From(_session.Engine.Chain, Path.GetFileNameWithoutExtension(file)), file);
        _line.Tell($"saved {file}");
    }

    private string Describe()
    {
        string chain = string.Join(" > ", _session.Engine.Chain.Slots.Select(slot => slot.Id));
        return $"{_session.Driver.DeviceName}, {_device.DriverOptions.Mode.ToString().ToLowerInvariant()} mode, {_engineOptions.Format.SampleRate} Hz; "
            + (chain.Length > 0 ? $"chain: {chain}; " : "")
            + (Console.IsInputRedirected ? "'help' lists what can be typed" : KeyLines.Help);
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        _interrupted = true;
    }
}
