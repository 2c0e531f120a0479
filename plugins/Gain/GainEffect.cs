using System.Numerics;
using PluginHost.Dsp.Levels;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Level, polarity, mute and balance.</summary>
/// <remarks>
/// Balance works on pairs of channels (0 and 1, 2 and 3, ...): the side turned away from fades in a line to silence,
/// the other stays as it is. A channel without a partner ignores it. All four settings meet in one gain per channel,
/// and that gain glides, so a change of any of them is free of clicks; a gain of exactly 1 leaves every sample bit for
/// bit alone.
/// </remarks>
[AudioEffect("gain", "Gain", Description = "Sets level, polarity and balance, and shows the peak.")]
public sealed class GainEffect : AudioEffect, ITunable
{
    private const double TimeConstantMs = 4;
    private const double PeakFallDbPerSecond = 24;

    private readonly Parameter _gain;
    private readonly Parameter _balance;
    private readonly Parameter _invert;
    private readonly Parameter _mute;
    private readonly Meter _peakMeter;
    private Glide[] _gains = [];
    private float[] _curve = [];
    private double _peakFallPerFrame;
    private float _peak;

    /// <summary>Creates it at 0 dB, balanced. [control-thread]</summary>
    public GainEffect()
    {
        // No smoothing here: the product of all four is smoothed instead.
        _gain = Add(new Parameter("gain", "Gain", -60, 24, 0, ParameterUnit.Decibels) { SmoothingMs = 0 });
        _balance = Add(new Parameter("balance", "Balance", -100, 100, 0, ParameterUnit.Percent) { SmoothingMs = 0 });
        _invert = Add(Parameter.Toggle("invert", "Invert polarity"));
        _mute = Add(Parameter.Toggle("mute", "Mute"));
        _peakMeter = Add(new Meter("peak", "Output peak", ParameterUnit.Decibels));
        _peakMeter.Publish(Decibels.Silence);
    }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        FollowParameters(audio.Frames);
        _peak *= (float)Math.Pow(_peakFallPerFrame, audio.Frames);
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Span<float> samples = audio[channel];
            Apply(_gains[channel], samples);
            _peak = Math.Max(_peak, Level.Peak(samples));
        }
        _peakMeter.Publish(Decibels.FromGain(_peak));
    }

    /// <inheritdoc/>
    public ITunableProcessor<T> CreateProcessor<T>(in AudioFormat format, Func<Parameter, T> valueOf)
        where T : struct, IFloatingPointIeee754<T>
    {
        T gain = Decibels.ToGain(valueOf(_gain)) * T.CreateTruncating(_mute.IsOn ? 0 : _invert.IsOn ? -1 : 1);
        T balance = valueOf(_balance);
        int channels = format.Channels;
        return new Gains<T>([.. Enumerable.Range(0, channels).Select(channel => gain * Share(channel, channels, balance))]);
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        _curve = new float[Format.MaxFrames];
        _gains = new Glide[Format.Channels];
        for (int channel = 0; channel < _gains.Length; channel++)
        {
            _gains[channel] = new Glide();
            _gains[channel].Prepare(TimeConstantMs * Format.SampleRate / 1000);
        }
        _peakFallPerFrame = Math.Pow(10, -PeakFallDbPerSecond / 20 / Format.SampleRate);
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        FollowParameters(0);
        foreach (Glide gain in _gains)
            gain.SnapToTarget();
        _peak = 0;
        _peakMeter.Publish(Decibels.Silence);
    }

    private void Apply(Glide gain, Span<float> samples)
    {
        if (!gain.IsMoving)
        {
            Level.Scale(samples, gain.Value);
            return;
        }
        Span<float> curve = _curve.AsSpan(0, samples.Length);
        gain.Fill(curve);
        Level.Multiply(samples, curve);
    }

    private void FollowParameters(int frames)
    {
        float gain = Decibels.ToGain(_gain.Skip(frames));
        float balance = _balance.Skip(frames);
        gain *= _mute.Skip(frames) > 0 ? 0 : 1;
        gain *= _invert.Skip(frames) > 0 ? -1 : 1;
        for (int channel = 0; channel < _gains.Length; channel++)
            _gains[channel].HeadFor(gain * Share(channel, _gains.Length, balance));
    }

    // What balance leaves of a channel: 1 to 0 as it turns away from it.
    private static T Share<T>(int channel, int channels, T balancePercent)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (channel >= (channels & ~1))
            return T.One;
        T balance = balancePercent / T.CreateTruncating(100);
        return T.Min(T.One, T.One - (channel % 2 == 0 ? balance : -balance));
    }

    private sealed class Gains<T>(T[] gains) : ITunableProcessor<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Process(Span<T> planar)
        {
            int frames = planar.Length / gains.Length;
            for (int channel = 0; channel < gains.Length; channel++)
                Level.Scale(planar.Slice(channel * frames, frames), gains[channel]);
        }
    }
}
