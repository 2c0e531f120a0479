using System.Numerics;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Levels;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Eight bands in series: low cut, low shelf, four peaks, high shelf, high cut; then an output gain.</summary>
/// <remarks>
/// The filters are those of the Audio EQ Cookbook. They follow their parameters on a grid of 16 frames counted from the
/// last reset, with coefficients walking in a line between two points of it, so the result does not depend on block
/// sizes and a moving parameter neither clicks nor buzzes. Frequencies beyond 0.49 times the sample rate act as if they
/// were there.
/// </remarks>
[AudioEffect("parametric-eq", "Parametric EQ", Description = "Eight-band equalizer: cuts, shelves and four peaks.")]
public sealed class ParametricEqEffect : AudioEffect, ITunable
{
    private const float SmoothingMs = 40;
    private const float ButterworthQ = (float)BiquadDesign.ButterworthQ;
    private const double OutputTimeConstantMs = 4;
    private const double SilenceLevel = 1e-5; // -100 dBFS

    private readonly EqBand[] _bands;
    private readonly Parameter _output;
    private readonly Glide _outputGain = new();
    private BiquadRow _row = new();
    private float[] _curve = [];
    private bool _isMoving;
    private int _phase;

    /// <summary>Creates it with cuts off and all gains at 0 dB, which changes nothing. [control-thread]</summary>
    public ParametricEqEffect()
    {
        _bands =
        [
            Cut(EqShape.LowCut, "low-cut", "Low cut", 80),
            Bell(EqShape.LowShelf, "low-shelf", "Low shelf", 150, ButterworthQ),
            Bell(EqShape.Peak, "band1", "Band 1", 250, 1),
            Bell(EqShape.Peak, "band2", "Band 2", 800, 1),
            Bell(EqShape.Peak, "band3", "Band 3", 2500, 1),
            Bell(EqShape.Peak, "band4", "Band 4", 5000, 1),
            Bell(EqShape.HighShelf, "high-shelf", "High shelf", 8000, ButterworthQ),
            Cut(EqShape.HighCut, "high-cut", "High cut", 12000),
        ];
        _output = Add(new Parameter("output", "Output", -24, 24, 0, ParameterUnit.Decibels) { SmoothingMs = 0 });
    }

    /// <inheritdoc/>
    public override int TailFrames
    {
        get
        {
            double silence = SilenceLevel / Math.Max(1, Decibels.ToGain(_output.Target));
            double frames = 0;
            foreach (EqBand band in _bands)
                frames += band.TailFrames(Format.SampleRate, silence);
            return (int)Math.Min(frames, int.MaxValue);
        }
    }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        for (int start = 0, frames; start < audio.Frames; start += frames)
        {
            int past = _phase % Biquad.GridFrames;
            if (past == 0)
                Advance();
            // Targets only move between blocks: once nothing moves at the start of a cell, nothing will in this block.
            int cell = past == 0 && !_isMoving ? BiquadRow.GridFrames - _phase : Biquad.GridFrames - past;
            frames = Math.Min(audio.Frames - start, cell);
            Filter(audio.Slice(start, frames));
            _phase = (_phase + frames) % BiquadRow.GridFrames;
        }
        ApplyOutput(audio);
    }

    /// <inheritdoc/>
    public ITunableProcessor<T> CreateProcessor<T>(in AudioFormat format, Func<Parameter, T> valueOf)
        where T : struct, IFloatingPointIeee754<T>
    {
        int sampleRate = format.SampleRate;
        SteadyBiquad<T>[][] filters = [.. Enumerable.Range(0, format.Channels).Select(_ =>
            _bands.Select(band => band.Settled(valueOf, sampleRate)).OfType<SteadyBiquad<T>>().ToArray())];
        return new SettledEq<T>(filters, Decibels.ToGain(valueOf(_output)));
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        foreach (EqBand band in _bands)
            band.Prepare(Format.Channels);
        _row = new BiquadRow([.. _bands.Select(band => band.Filter)]);
        _outputGain.Prepare(OutputTimeConstantMs * Format.SampleRate / 1000);
        _curve = new float[Format.MaxFrames];
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        foreach (EqBand band in _bands)
            band.Reset(Format.SampleRate);
        _outputGain.HeadFor(Decibels.ToGain(_output.Current));
        _outputGain.SnapToTarget();
        _isMoving = false;
        _phase = 0;
    }

    private void Advance()
    {
        bool wasMoving = _isMoving;
        _isMoving = false;
        foreach (EqBand band in _bands)
            _isMoving |= band.Advance(Format.SampleRate);
        if (wasMoving || _phase == 0)
            _row.Choose();
    }

    private void Filter(AudioBuffer audio)
    {
        if (_isMoving)
            FilterOneByOne(audio);
        else
            FilterInRow(audio);
    }

    private void FilterOneByOne(AudioBuffer audio)
    {
        int past = _phase % Biquad.GridFrames;
        foreach (EqBand band in _bands)
        {
            for (int channel = 0; band.IsActive && channel < audio.Channels; channel++)
                band.Process(channel, audio[channel], past);
        }
    }

    private void FilterInRow(AudioBuffer audio)
    {
        int channel = 0;
        for (; channel + 1 < audio.Channels; channel += 2)
            _row.ProcessPair(channel, audio[channel], audio[channel + 1], _phase);
        if (channel < audio.Channels)
            _row.Process(channel, audio[channel], _phase);
    }

    private void ApplyOutput(AudioBuffer audio)
    {
        _outputGain.HeadFor(Decibels.ToGain(_output.Skip(audio.Frames)));
        if (!_outputGain.IsMoving)
        {
            for (int channel = 0; channel < audio.Channels; channel++)
                Level.Scale(audio[channel], _outputGain.Value);
            return;
        }
        Span<float> curve = _curve.AsSpan(0, audio.Frames);
        _outputGain.Fill(curve);
        for (int channel = 0; channel < audio.Channels; channel++)
            Level.Multiply(audio[channel], curve);
    }

    private EqBand Cut(EqShape shape, string id, string name, float hertz) =>
        new(shape, Switch(id, name, false), Frequency(id, name, hertz), Q(id, name, ButterworthQ), null);

    private EqBand Bell(EqShape shape, string id, string name, float hertz, float q)
    {
        Parameter on = Switch(id, name, true);
        Parameter frequency = Frequency(id, name, hertz);
        Parameter gain = Add(new Parameter($"{id}-gain", $"{name} gain", -24, 24, 0, ParameterUnit.Decibels)
        {
            SmoothingMs = SmoothingMs,
        });
        return new EqBand(shape, on, frequency, Q(id, name, q), gain);
    }

    // A toggle that takes its time: its smoothed value is the travel of the fade.
    private Parameter Switch(string id, string name, bool on) => Add(new Parameter(id, name, 0, 1, on ? 1 : 0)
    {
        Choices = ["off", "on"],
        Step = 1,
        SmoothingMs = SmoothingMs,
    });

    private Parameter Frequency(string id, string name, float hertz) =>
        Add(new Parameter($"{id}-frequency", $"{name} frequency", 20, 20_000, hertz, ParameterUnit.Hertz)
        {
            Taper = ParameterTaper.Logarithmic,
            SmoothingMs = SmoothingMs,
        });

    private Parameter Q(string id, string name, float q) => Add(new Parameter($"{id}-q", $"{name} Q", 0.1f, 10, q)
    {
        Taper = ParameterTaper.Logarithmic,
        SmoothingMs = SmoothingMs,
    });
}
