using System.Runtime.Intrinsics;
using PluginHost.Dsp.Spectra;
using PluginHost.Plugins.Gain;
using PluginHost.Plugins.Noise;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Paths;

/// <summary>One way of the signal through the gate: analysis, decisions per lane, and gains applied with the latency of
/// its mode.</summary>
internal abstract class GatePath
{
    private readonly StftAnalyzer? _short;
    private readonly GateLane[] _lanes;
    private long _frames;
    private long _framesLearned;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    protected GatePath(GateShape shape, int channels, GateSettings settings)
    {
        Shape = shape;
        Settings = settings;
        _lanes = [.. Enumerable.Range(0, channels).Select(_ => new GateLane(shape))];
        _short = shape.HasShort ? new StftAnalyzer(shape.ShortFft, shape.Short.Analysis, shape.HopFrames, channels) : null;
    }

    public GateShape Shape { get; }

    /// <summary>Gets the frames until the next hop, at least 1. [audio-thread]</summary>
    public abstract int FramesToHop { get; }

    /// <summary>Gets what the parameters ask for. [audio-thread]</summary>
    protected GateSettings Settings { get; }

    /// <summary>Gets or sets whether all channels get the same gains. [audio-thread]</summary>
    public bool IsLinked { get; set; } = true;

    /// <summary>Gets or sets whether noise alone is heard and to be learned. [audio-thread]</summary>
    public bool IsLearning { get; set; }

    /// <summary>Gets the hops since the reset. [audio-thread]</summary>
    public int Hops { get; private set; }

    /// <summary>Gets the lanes in use. [audio-thread]</summary>
    public ReadOnlySpan<GateLane> ActiveLanes => _lanes.AsSpan(0, IsLinked ? 1 : _lanes.Length);

    /// <summary>Forgets the signal and starts a hop. [audio-thread]</summary>
    public virtual void Reset()
    {
        _short?.Reset();
        foreach (GateLane lane in _lanes)
            lane.Reset(Settings);
        IsLearning = false;
        _frames = _framesLearned = 0;
        Hops = 0;
    }

    /// <summary>Takes up the noise that another path knows. [audio-thread]</summary>
    public void Adopt(GatePath other)
    {
        IsLinked = other.IsLinked;
        for (int i = 0; i < _lanes.Length; i++)
            _lanes[i].Adopt(other._lanes[i]);
    }

    /// <summary>Links the channels, or not. [audio-thread]</summary>
    public void Link(bool isLinked)
    {
        if (IsLinked == isLinked)
            return;
        IsLinked = isLinked;
        for (int i = 1; i < _lanes.Length; i++)
            _lanes[i].Adopt(_lanes[0]);
    }

    /// <summary>Goes by a profile from now on. [audio-thread]</summary>
    public void Use(NoiseProfile profile)
    {
        int lanes = ActiveLanes.Length;
        for (int i = 0; i < lanes; i++)
            _lanes[i].Use(profile, !IsLinked && profile.Powers.Length == _lanes.Length ? i : -1);
    }

    /// <summary>Drops what was learned so far. [audio-thread]</summary>
    public void ForgetLearning()
    {
        foreach (GateLane lane in _lanes)
            lane.ForgetLearning();
        _framesLearned = 0;
    }

    /// <summary>Writes what was learned to a profile and goes by it. [audio-thread]</summary>
    /// <param name="profile">With as many lanes as channels.</param>
    /// <returns>Whether there was enough to learn from; nothing changed otherwise.</returns>
    public bool EndLearning(NoiseProfile profile)
    {
        if (!_lanes[0].HasLearned)
            return false;
        IsLearning = false;
        int lanes = ActiveLanes.Length;
        for (int i = 0; i < lanes; i++)
            _lanes[i].ReadLearned(profile, i);
        for (int i = lanes; i < _lanes.Length; i++)
        {
            profile.Powers[0].CopyTo(profile.Powers[i], 0);
            profile.Strays[i] = profile.Strays[0];
        }
        Use(profile);
        return true;
    }

    /// <summary>Runs a part of a block in place; it ends no later than the hop. [audio-thread]</summary>
    public void Process(AudioBuffer audio)
    {
        if (_short is not null)
        {
            for (int channel = 0; channel < audio.Channels; channel++)
                _short.Write(channel, audio[channel]);
            _short.Advance(audio.Frames);
        }
        _frames += audio.Frames;
        _framesLearned += audio.Frames;
        Run(audio);
    }

    /// <summary>Analyses with the long window, and applies gains. [audio-thread]</summary>
    protected abstract void Run(AudioBuffer audio);

    /// <summary>Decides on the gains of a hop. [audio-thread]</summary>
    protected void Decide(ChannelSpectra spectra)
    {
        Hops++;
        bool isWhole = _frames >= Shape.Length;
        ReadOnlySpan<GateLane> lanes = ActiveLanes;
        for (int i = 0; i < lanes.Length; i++)
        {
            (int first, int count) = IsLinked ? (0, spectra.Channels) : (i, 1);
            Power(spectra, first, count, lanes[i].Power);
            if (_short is not null)
                Power(_short.Spectra, first, count, lanes[i].ShortPower);
            if (IsLearning && _framesLearned >= Shape.Length)
                lanes[i].Learn();
            lanes[i].Update(isWhole, Settings);
        }
    }

    private static void Power(ChannelSpectra spectra, int first, int count, float[] power)
    {
        Array.Clear(power);
        for (int channel = first; channel < first + count; channel++)
        {
            ReadOnlySpan<float> real = spectra.Real(channel), imaginary = spectra.Imaginary(channel);
            int i = 0;
            for (; i <= real.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> re = Vector256.Create(real[i..]), im = Vector256.Create(imaginary[i..]);
                (Lanes.At(power, i) + (re * re) + (im * im)).CopyTo(power, i);
            }
            for (; i < real.Length; i++)
                power[i] += (real[i] * real[i]) + (imaginary[i] * imaginary[i]);
        }
        Vector256<float> share = Vector256.Create(1f / count), least = Vector256.Create(NoiseProfile.LeastPower);
        for (int i = 0; i < power.Length; i += Vector256<float>.Count)
            ((Lanes.At(power, i) * share) + least).CopyTo(power, i);
    }
}
