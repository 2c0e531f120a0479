using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using PluginHost.App.Commands;
using PluginHost.Engine;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.PortAudio;
using PluginHost.Sdk;

namespace PluginHost.App.Live;

/// <summary>One run of <c>pluginhost live</c>: puts engine, driver and session together, looks after them, and takes them apart.</summary>
internal sealed class LiveRun : IDisposable
{
    /// <summary>Largest piece the chain gets; a device's larger block is cut.</summary>
    private const int MaxFrames = 1024;

    private const int TicksPerSecond = 25;
    private const int NotesPerTick = 4096;
    private readonly ChainPlan _plan;
    private readonly LiveOptions _options;
    private readonly ParseResult _parsed;
    private readonly EngineOptions _engineOptions;
    private readonly LiveDevice _device;
    private readonly Session _session;
    private readonly LiveStatus _status;
    private readonly Takes _takes;
    private readonly SpscRing<PlayedNote> _notes = new(NotesPerTick);
    private readonly NoteTake? _noteTake;
    private readonly LiveVerbs _verbs;
    private readonly Task _compilation;
    private volatile bool _interrupted;

    public LiveRun(ChainPlan plan, LiveOptions options, ParseResult parsed)
    {
        (_plan, _options, _parsed) = (plan, options, parsed);
        _compilation = Task.Run(() =>
            HotCode.Compile(typeof(AudioEngine).Assembly, typeof(AudioThread).Assembly, typeof(AudioFormat).Assembly));
        _status = new LiveStatus();
        _device = LiveDevice.Choose(options, parsed, _status.Tell);
        _engineOptions = new EngineOptions(new AudioFormat(_device.SampleRate, parsed.GetValue(options.Channels), MaxFrames))
        {
            Guard = parsed.GetValue(options.Guard),
            TempoBpm = parsed.GetValue(options.Tempo),
        };
        AudioEngine engine = new(_engineOptions, plan.Build(_engineOptions), _device.Thread);
        _takes = Record(engine);
        if (parsed.GetValue(options.Notes) is { } midi)
        {
            _noteTake = new NoteTake(midi);
            engine.NoteTap = _notes;
        }
        AudioDriver driver = new(_device.Backend, _device.DriverOptions, engine, _device.Thread);
        _session = new Session(plan.Catalog, driver, _status.Tell);
        _verbs = new LiveVerbs(_session, LoadPreset, SavePreset, _status.Tell);
    }

    public int Run()
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        using PluginWatcher? watcher = _parsed.GetValue(_options.Watch)
            ? new PluginWatcher(_plan.PluginDirectories, _session.PluginChanged) : null;
        LiveConsole console = new(Console.In);
        using IDisposable heap = HeapCare.For(_device.DriverOptions.Mode, _status.Tell);
        if (!MemoryLock.TryLock(out string notice))
            _status.Tell(notice);
        using GcStress? stress = _parsed.GetValue(_options.GcStress) ? new GcStress() : null;
        _compilation.GetAwaiter().GetResult();
        long start = Stopwatch.GetTimestamp();
        _session.Start();
        _status.Tell(Describe());
        Play(console, start);
        _session.Tick();
        _session.Driver.Stop();
        return Finish();
    }

    public void Dispose()
    {
        _session.Dispose();
        _takes.Dispose();
        _device.Dispose();
    }

    private void Play(LiveConsole console, long start)
    {
        double seconds = _parsed.GetValue(_options.Seconds) ?? _device.Seconds;
        long tick = 0;
        while (!_interrupted && !_verbs.IsDone && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            _session.Tick();
            _takes.Tick();
            TakeNotes();
            while (console.TryRead(out string line))
                _verbs.Run(line);
            if (tick == 0)
                TellStart();
            // What the system refused is known once the audio threads have run.
            if (tick == TicksPerSecond)
                TellRefusals();
            _status.Show(_session, Stopwatch.GetElapsedTime(start), tick++);
            Thread.Sleep(1000 / TicksPerSecond);
        }
    }

    /// <summary>From the start of the process, so that the time counts that a musician waits.</summary>
    private void TellStart()
    {
        using Process process = Process.GetCurrentProcess();
        _status.Tell(FormattableString.Invariant($"playing {(DateTime.Now - process.StartTime).TotalSeconds:0.0} s after the start"));
    }

    private void TellRefusals()
    {
        foreach (string notice in AudioThread.Notices)
            _status.Tell(notice);
    }

    private void TakeNotes()
    {
        while (_notes.TryRead(out PlayedNote note))
            _noteTake!.Take(note);
    }

    private int Finish()
    {
        _status.End(_session);
        TakeNotes();
        _noteTake?.Save();
        bool isRecorded = _takes.Finish();
        if (_parsed.GetValue(_options.Stats) is { } stats)
            _session.SaveStatistics(stats, _takes.Write);
        return _session.Faults.Count > 0 || !isRecorded ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    /// <summary>What the user wants recorded is kept dry, too; what the virtual device records by itself is not.</summary>
    private Takes Record(AudioEngine engine)
    {
        string? wet = _parsed.GetValue(_options.Record);
        string? dry = _parsed.GetValue(_options.RecordDry) ?? (wet is null ? null : Takes.DryBeside(wet));
        return Takes.Start(engine, wet ?? _device.StandardRecording, dry, _status.Tell);
    }

    private void LoadPreset(string name)
    {
        Preset preset = _plan.Library.Load(name);
        _session.Swap(() => _plan.Build(preset, _engineOptions));
        _status.Tell($"preset {preset.Name}");
    }

    private void SavePreset(string file)
    {
        PresetWriter.Write(PresetCapture.From(_session.Engine.Chain, Path.GetFileNameWithoutExtension(file)), file);
        _status.Tell($"saved {file}");
    }

    private string Describe()
    {
        AudioFormat format = _engineOptions.Format;
        return FormattableString.Invariant($"{_session.Driver.DeviceName}, {_parsed.GetValue(_options.Mode)?.ToString().ToLowerInvariant() ?? "ring"} mode, {format.SampleRate} Hz, ")
            + FormattableString.Invariant($"latency {_session.LatencyFrames} frames ({_session.LatencyFrames * 1000.0 / format.SampleRate:0.0} ms); ")
            + $"chain: {string.Join(" > ", _session.Engine.Chain.Slots.Select(slot => slot.Id))}; 'help' lists what can be typed";
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        _interrupted = true;
    }
}
