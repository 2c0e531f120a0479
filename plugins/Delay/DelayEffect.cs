using PluginHost.Dsp.Filters;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Echoes at a free or a synced time, with tone filters in the feedback and ping-pong between the two of a
/// pair.</summary>
/// <remarks>
/// <para>The first echo is the input itself, to the sample; each further one has passed the tone filters and the
/// feedback once more. Delays are whole frames. A new time crossfades from the old, so pitch stays; one that comes
/// during a crossfade waits for its end.</para>
/// <para>Mix: up to 50 % the dry signal stays whole while echoes rise to full level, beyond that the dry signal falls.
/// Ping-pong sums each pair of channels (0 and 1, 2 and 3, ...) into its first one and lets echoes change sides.</para>
/// </remarks>
[AudioEffect("delay", "Delay", Description = "Tempo-syncable echo with tone filters and ping-pong.")]
public sealed class DelayEffect : AudioEffect
{
    private const double CrossfadeMs = 40;

    private readonly DelayTime _time;
    private readonly Parameter _feedback;
    private readonly Parameter _mix;
    private readonly Parameter _pingPong;
    private readonly Parameter _lowCut;
    private readonly Parameter _highCut;
    private readonly EchoControls _controls = new();
    private readonly Crossfade _heads = new();
    private Echo[] _echoes = [];
    private ReturnTone[] _tones = [];

    /// <summary>Creates it with three audible echoes at 350 ms. [control-thread]</summary>
    public DelayEffect()
    {
        _time = new DelayTime(
            Add(new Parameter("time", "Time", 1, DelayTime.MaxMs, 350, ParameterUnit.Milliseconds)
            {
                Taper = ParameterTaper.Logarithmic,
                SmoothingMs = 0,
            }),
            Add(Parameter.OneOf("sync", "Tempo sync", 0, DelayTime.SyncNames)));
        _feedback = Add(Percent("feedback", "Feedback", 95, 35));
        _mix = Add(Percent("mix", "Mix", 100, 25));
        _lowCut = Add(Frequency("low-cut", "Low cut", 20, 2_000, 100));
        _highCut = Add(Frequency("high-cut", "High cut", 500, 20_000, 6_000));
        _pingPong = Add(Parameter.Toggle("ping-pong", "Ping-pong"));
    }

    /// <inheritdoc/>
    /// <remarks>Until the last of the echoes, of full scale in and at the present settings, is below
    /// -100 dBFS.</remarks>
    public override int TailFrames
    {
        get
        {
            double feedback = _feedback.Target / 100;
            // A steady input piles up to 1 / (1 - feedback) in the loop; 4 leaves room for the filters' overshoot.
            double repeats = feedback == 0 ? 0 : Math.Ceiling(Math.Log(1e-5 * (1 - feedback) / 4) / Math.Log(feedback));
            // Each filter holds a repeat back by its time constant at most.
            double filters = Format.SampleRate * ((1 / _lowCut.Target) + (1 / _highCut.Target)) / (2 * Math.PI);
            double delay = _time.Frames(Format.SampleRate);
            return (int)Math.Min(int.MaxValue, delay + (repeats * (delay + filters)));
        }
    }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        _time.TempoBpm = context.Transport.TempoBpm;
        FollowParameters(audio.Frames);
        int delay = _time.Frames(Format.SampleRate);
        for (int start = 0; start < audio.Frames;)
        {
            _heads.HeadFor(delay);
            int frames = Math.Min(audio.Frames - start, Math.Min(EchoControls.MaxFrames, _heads.FramesInStep));
            _controls.MoveOn(frames);
            Play(audio.Slice(start, frames));
            _heads.Advance(frames);
            start += frames;
        }
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        _controls.Prepare(Format.SampleRate);
        _heads.Prepare(Format.FramesFromMs(CrossfadeMs));
        _echoes = new Echo[Format.Channels];
        for (int channel = 0; channel < _echoes.Length; channel++)
            _echoes[channel] = new Echo(Format.FramesFromMs(DelayTime.MaxMs));
        _tones = new ReturnTone[(Format.Channels + 1) / 2];
        for (int pair = 0; pair < _tones.Length; pair++)
            _tones[pair] = new ReturnTone();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        FollowParameters(0);
        _controls.SnapToTargets();
        _heads.Reset();
        foreach (Echo echo in _echoes)
            echo.Reset();
        foreach (ReturnTone tone in _tones)
            tone.Reset();
    }

    private void FollowParameters(int frames)
    {
        _time.Skip(frames);
        _controls.SetLevels(_mix.Skip(frames) / 100, _feedback.Skip(frames) / 100);
        _controls.SetReturn(
            _pingPong.Skip(frames),
            OnePole.PoleAt(_lowCut.Skip(frames) / Format.SampleRate),
            OnePole.PoleAt(_highCut.Skip(frames) / Format.SampleRate));
    }

    private void Play(AudioBuffer audio)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
            _echoes[channel].Listen(audio[channel], _heads);
        int fed = 0;
        for (; fed + 1 < audio.Channels; fed += 2)
            Echo.FeedPair(_echoes[fed], _echoes[fed + 1], _tones[fed / 2], _controls);
        if (fed < audio.Channels)
            _echoes[fed].Feed(_tones[fed / 2], _controls);
        for (int channel = 0; channel < audio.Channels; channel++)
            _echoes[channel].Mix(audio[channel], _controls);
    }

    // No parameter smooths itself here: what it stands for glides, or crossfades, instead.
    private static Parameter Percent(string id, string name, float maximum, float percent) =>
        new(id, name, 0, maximum, percent, ParameterUnit.Percent) { SmoothingMs = 0 };

    private static Parameter Frequency(string id, string name, float minimum, float maximum, float hertz) =>
        new(id, name, minimum, maximum, hertz, ParameterUnit.Hertz)
        {
            Taper = ParameterTaper.Logarithmic,
            SmoothingMs = 0,
        };
}
