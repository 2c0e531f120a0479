using PluginHost.Dsp.Arithmetic;
using PluginHost.Plugins.Models;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Playing;
using PluginHost.Plugins.Timing;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Plays drums, bass, chords and melody along, in time with the transport, and listens to the player. No latency; what it
/// is given passes through unchanged.</summary>
/// <remarks>
/// <para>A worker writes whole bars, one ahead, by learned models or stored rules; the audio thread turns their steps into frames
/// as it plays them, so a new tempo needs no new bar. A bar that is not there in time is the last one again, over its own
/// chord.</para>
/// <para>What it plays hangs on the seed, the parameters, the transport and what it hears, and on nothing else: offline, bars are
/// written within <see cref="Process"/>, and the samples are those of a live run whose worker was never late.</para>
/// </remarks>
[AudioEffect("pattern-generator", "Pattern Generator",
    Description = "A band that plays along: learned drums, bass, chords and melody in time with the transport. It listens.")]
public sealed class PatternGeneratorEffect : AudioEffect
{
    // 24 dB above full scale: nothing that is meant to be heard.
    private const float MostSample = 16;

    // The longest cymbal, down to -100 dB.
    private const double RingSeconds = 6;

    private readonly PlanService? _service;
    private readonly string? _models;
    private readonly GeneratorControls _controls = new();
    private readonly GeneratorMeters _meters = new();
    private readonly MusicClock _clock = new();
    private readonly TapTempo _tap = new();
    private Player? _player;
    private PlanDesk? _desk;

    /// <summary>Creates it with drums and bass. [control-thread]</summary>
    public PatternGeneratorEffect()
        : this(null, null)
    {
    }

    /// <summary>Creates it with plans written in a certain way, or with models from elsewhere. [control-thread]</summary>
    internal PatternGeneratorEffect(PlanService? service, string? models)
    {
        (_service, _models) = (service, models);
        foreach (Parameter parameter in _controls.All)
            Add(parameter);
        foreach (Meter meter in _meters.All)
            Add(meter);
    }

    /// <inheritdoc/>
    /// <remarks>Endless, unless it is told to stop after some bars of silence.</remarks>
    public override int TailFrames
    {
        get
        {
            if (_controls.StopAfterBars == 0)
                return int.MaxValue;
            double slowest = Math.Min(_clock.TempoBpm, _controls.TempoBpm);
            double seconds = ((_controls.StopAfterBars + 2) * _clock.BeatsPerBar * 60 / slowest) + RingSeconds;
            return (int)Math.Min(seconds * Format.SampleRate, int.MaxValue);
        }
    }

    /// <summary>Gets the desk, for tests that decide when plans are written. [any-thread]</summary>
    internal PlanDesk? Desk => _desk;

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        for (int channel = 0; channel < context.Audio.Channels; channel++)
            Finite.Contain(context.Audio[channel], MostSample);
        _player!.Process(context);
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        if (!Format.IsOffline)
            GeneratorRehearsal.RunOnce();
        _desk?.Dispose();
        double tempo = _controls.Clock == ClockSource.Own ? _controls.TempoBpm : _clock.TempoBpm, beatsPerBar = _clock.BeatsPerBar;
        _clock.Prepare(Format.SampleRate);
        _tap.Prepare(Format.SampleRate);
        PlanWriter writer = ModelShelf.Open(_models ?? HostFolders.Models);
        _desk = new PlanDesk(writer, _service ?? (Format.IsOffline ? PlanService.AtOnce : PlanService.Worker));
        _player = new Player(_controls, _meters, _clock, _tap, _desk, writer, Format.SampleRate);
        _player.WriteAhead(tempo, beatsPerBar);
    }

    /// <inheritdoc/>
    protected override void OnReset() => _player!.Reset();

    /// <inheritdoc/>
    protected override void OnDispose() => _desk?.Dispose();
}
