using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;
using PluginHost.Plugins.Gain;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Paths;

/// <summary>No latency: spectra are looked at beside the signal, which passes a filter that is designed anew each hop and
/// faded to.</summary>
internal sealed class FilterPath : GatePath
{
    private const float MostGain = 0.9999f;
    private const float MostLouder = 2;
    private readonly StftAnalyzer _long;
    private readonly CausalWiener _wiener;
    private readonly FadingFir[] _filters;
    private readonly TransientKeeper _keeper;
    private readonly float[] _dry;
    private readonly int _group;
    private readonly float[] _gain;
    private readonly float[] _signal;
    private readonly float[] _both;
    private readonly float[] _noise;
    private float[][] _from;
    private float[][] _to;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public FilterPath(GateShape shape, int channels, GateSettings settings)
        : base(shape, channels, settings)
    {
        _long = new StftAnalyzer(shape.LongFft, shape.Long.Analysis, shape.HopFrames, channels);
        RealFft fft = new(Math.Max(shape.Length / 2, RealFft.MinLength));
        _group = shape.Length / fft.Length;
        int taps = Math.Max(16, shape.Length / 8);
        _wiener = new CausalWiener(fft, taps);
        _filters = [.. Enumerable.Range(0, channels).Select(_ => new FadingFir(taps, shape.HopFrames))];
        (_from, _to) = (Taps(), Taps());
        _keeper = new TransientKeeper(shape.SampleRate, channels, shape.HopFrames);
        _dry = new float[shape.HopFrames * channels];
        (_gain, _signal) = (new float[Lanes.Room(shape.Bins)], new float[Lanes.Room(shape.Bins)]);
        (_both, _noise) = (new float[fft.Bins + 15], new float[fft.Bins + 15]);
        Reset();

        float[][] Taps() => [.. Enumerable.Range(0, channels).Select(_ => new float[taps])];
    }

    /// <inheritdoc/>
    public override int FramesToHop => _long.FramesToHop;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _long.Reset();
        _keeper.Reset();
        foreach (FadingFir filter in _filters)
            filter.Reset();
        foreach (float[] taps in _from)
            Pass(taps);
        foreach (float[] taps in _to)
            Pass(taps);
    }

    /// <inheritdoc/>
    protected override void Run(AudioBuffer audio)
    {
        int start = _long.Hop - _long.FramesToHop;
        int lanes = ActiveLanes.Length;
        AudioBuffer dry = new(_dry, audio.Channels, audio.Frames, Shape.HopFrames);
        audio.CopyTo(dry);
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            _long.Write(channel, audio[channel]);
            int lane = Math.Min(channel, lanes - 1);
            _filters[channel].Process(audio[channel], start, _from[lane], _to[lane]);
        }
        float amount = Math.Min(1, 2 * Settings.Transient);
        for (int lane = 0; lane < lanes; lane++)
            _keeper.Process(audio, dry, lane, lanes == 1 ? audio.Channels : 1, ActiveLanes[lane].DifferencePower, amount);
        if (!_long.Advance(audio.Frames))
            return;
        Decide(_long.Spectra);
        (_from, _to) = (_to, _from);
        for (int lane = 0; lane < lanes; lane++)
        {
            Design(ActiveLanes[lane], _to[lane]);
            KeepIfTame(lane, lanes);
        }
        for (int lane = lanes; lane < _to.Length; lane++)
            _to[0].CopyTo(_to[lane], 0);
        foreach (FadingFir filter in _filters)
            filter.EndHop();
    }

    /// <summary>A filter that makes what was just heard louder has foreseen something else: the signal passes as it is.</summary>
    private void KeepIfTame(int lane, int lanes)
    {
        float before = 0, after = 0;
        for (int channel = lane; channel < (lanes == 1 ? _filters.Length : lane + 1); channel++)
        {
            (float into, float outOf) = _filters[channel].Try(_to[lane]);
            before += into;
            after += outOf;
        }
        if (!(after <= MostLouder * before))
            Pass(_to[lane]);
    }

    private static void Pass(float[] taps)
    {
        Array.Clear(taps);
        taps[^1] = 1;
    }

    /// <summary>The gain of a bin stands for a signal of gain / (1 - gain) times its noise, or for the power that is left
    /// of it if that is more.</summary>
    private void Design(GateLane lane, float[] taps)
    {
        FastMath.Exp(lane.LogGain, _gain);
        Vector256<float> most = Vector256.Create(MostGain), one = Vector256<float>.One;
        for (int i = 0; i < _gain.Length; i += Vector256<float>.Count)
        {
            Vector256<float> gain = Vector256.MinNative(Lanes.At(_gain, i), most);
            Vector256.MaxNative(Lanes.At(lane.Noise.Power, i) * gain / (one - gain), gain * gain * Lanes.At(lane.Power, i)).CopyTo(_signal, i);
        }
        int last = Shape.Bins - 1, bins = (last / _group) + 1;
        for (int i = 0; i < bins; i++)
        {
            float signal = 0, noise = 0;
            int from = Math.Max(0, (i * _group) - (_group / 2)), to = Math.Min(last, (i * _group) + (_group / 2));
            for (int k = from; k <= to; k++)
            {
                signal += _signal[k];
                noise += lane.Noise.Power[k];
            }
            float share = 1f / (to - from + 1);
            _noise[i] = noise * share;
            _both[i] = (signal + noise) * share;
        }
        _wiener.Design(_both, _noise, taps);
    }
}
