using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Delays;
using PluginHost.Plugins.Hum;
using PluginHost.Plugins.Noise;
using PluginHost.Plugins.Paths;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Takes hiss, hum and noise away and leaves the instrument: learns or tracks the noise, and holds every band back
/// by as much as there is noise in it.</summary>
/// <remarks>
/// <para>A block passes the hum remover, which subtracts mains lines without latency, then the path of the mode, which decides
/// on gains hop by hop and applies them.</para>
/// <para>The profile is learned while <c>learn</c> is on and kept, in state and presets, when it goes off; one learned from
/// the head of a stream serves until the next reset. A profile serves at any rate and in any mode.</para>
/// </remarks>
[AudioEffect("spectral-gate", "Spectral Gate", Description = "Takes hiss, hum and noise away; learned or adaptive, from 0 ms of latency.")]
public sealed class SpectralGateEffect : AudioEffect
{
    private const float MostSample = 100;
    private const double ListenFadeMs = 20;
    private readonly GateControls _controls = new();
    private readonly GateMeters _meters = new();
    private readonly ProfileMemory _memory = new();
    private NoiseProfile? _headProfile;
    private PathSwitch? _paths;
    private HumRemover _hum = null!;
    private DelayLine[] _input = [];
    private float[] _late = [];
    private long _headLeft;
    private bool _wasLearning;
    private bool _isByHand;
    private bool _wasLocked;
    private float _listening;
    private float _listenStep;

    /// <summary>Creates it for live use, adaptive until a profile is learned. [control-thread]</summary>
    public SpectralGateEffect()
    {
        foreach (Parameter parameter in _controls.All)
            Add(parameter);
        foreach (Meter meter in _meters.All)
            Add(meter);
    }

    /// <inheritdoc/>
    public override int LatencyFrames => _paths?.Current.Shape.LatencyFrames ?? 0;

    /// <inheritdoc/>
    public override int MaxLatencyFrames => _paths?.MaxLatencyFrames ?? 0;

    /// <inheritdoc/>
    /// <remarks>The long window, and hum that is subtracted until it is known to have gone.</remarks>
    public override int TailFrames => _paths is null ? 0 : _paths.Current.Shape.Length + (Format.SampleRate / 20);

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        _controls.Read();
        _hum.Choose(_controls.Hum);
        for (int start = 0, frames; start < audio.Frames; start += frames)
        {
            // At the start of every part, so that nothing depends on where a block ends.
            _paths!.Current.Link(_controls.IsLinked);
            Learn();
            _paths.HeadFor(_controls.Mode);
            frames = Math.Min(audio.Frames - start, Math.Min(_paths.MostFrames, _hum.MostFrames));
            if (_headLeft > 0)
                frames = (int)Math.Min(frames, _headLeft);
            Run(audio.Slice(start, frames));
        }
        _meters.Show(_paths!.Current, _hum.Hertz, _memory.Kept is not null);
    }

    /// <inheritdoc/>
    public override byte[] SaveState() => _memory.Kept is { } profile ? ProfileBytes.Write(profile) : [];

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<byte> state) =>
        _memory.Keep(state.IsEmpty ? null : ProfileBytes.Read(state));

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        if (!Format.IsOffline)
            GateRehearsal.RunOnce();
        _paths = new PathSwitch(Format, _controls.Settings);
        int bins = _paths.Current.Shape.Bins, hop = Format.SampleRate / 8;
        _memory.Prepare(Format.SampleRate, Format.Channels, bins);
        _headProfile = NoiseProfile.Empty(Format.SampleRate, Format.Channels, bins);
        _hum = new HumRemover(Format.SampleRate, Format.Channels);
        _input = [.. Enumerable.Range(0, Format.Channels).Select(_ => new DelayLine(MaxLatencyFrames + hop))];
        _late = new float[hop];
        _listenStep = 1f / Math.Max(1, Format.FramesFromMs(ListenFadeMs));
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _controls.Read();
        _paths!.Reset(_controls.Mode);
        _paths.Current.Link(_controls.IsLinked);
        if (_memory.Kept is { } profile)
            _paths.Current.Use(profile);
        _hum.Reset();
        foreach (DelayLine line in _input)
            line.Reset();
        _headLeft = (long)(_controls.LearnHeadSeconds * Format.SampleRate);
        _wasLearning = _wasLocked = _isByHand = false;
        _listening = _controls.IsListening ? 1 : 0;
    }

    private void Run(AudioBuffer audio)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Finite.Contain(audio[channel], MostSample);
            _input[channel].Write(audio[channel]);
        }
        _hum.Process(audio);
        FollowHum();
        int latency = LatencyFrames;
        _paths!.Process(audio);
        Listen(audio, latency);
        _headLeft = Math.Max(0, _headLeft - audio.Frames);
    }

    /// <summary>Noise that was learned with hum in it is not the noise that is left once the hum is subtracted.</summary>
    private void FollowHum()
    {
        if (_hum.IsLocked && !_wasLocked)
            _paths!.Current.ForgetLearning();
        _wasLocked = _hum.IsLocked;
    }

    private void Learn()
    {
        GatePath path = _paths!.Current;
        bool isLearning = _controls.IsLearning || _headLeft > 0;
        if (isLearning && !_wasLearning)
        {
            path.ForgetLearning();
            _isByHand = false;
        }
        else if (!isLearning && _wasLearning)
        {
            EndLearning(path);
        }
        _isByHand |= _controls.IsLearning;
        path.IsLearning = _wasLearning = isLearning;
    }

    private void EndLearning(GatePath path)
    {
        // What the head of a stream taught is not kept: the next file has a head of its own.
        NoiseProfile profile = _isByHand ? _memory.Spare : _headProfile!;
        if (path.EndLearning(profile) && _isByHand)
            _memory.Keep(profile);
    }

    private void Listen(AudioBuffer audio, int latency)
    {
        float target = _controls.IsListening ? 1 : 0;
        if (_listening == 0 && target == 0)
            return;
        float listening = _listening;
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Span<float> late = _late.AsSpan(0, audio.Frames), heard = audio[channel];
            _input[channel].Read(late, latency + audio.Frames);
            listening = _listening;
            for (int n = 0; n < heard.Length; n++)
            {
                listening = target > listening ? Math.Min(target, listening + _listenStep) : Math.Max(target, listening - _listenStep);
                heard[n] += listening * (late[n] - (2 * heard[n]));
            }
        }
        _listening = listening;
    }
}
