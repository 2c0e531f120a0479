using PluginHost.Dsp.Arithmetic;
using PluginHost.Plugins.Guard;
using PluginHost.Plugins.State;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Stops a loudspeaker's sound from coming back through the microphone: subtracts it, cuts howling tones out, and
/// turns down for a moment when all else fails. No latency.</summary>
/// <remarks>
/// <para>Channel by channel: the canceller subtracts what it expects to come back, the guard puts narrow notches on tones
/// that still grow like a howl, a shift or a turning phase may break up the rest, and the governor ducks. What leaves is what
/// the canceller takes the loudspeaker to play, so the suppressor belongs at the end of a chain, behind all that changes the
/// sound.</para>
/// <para>It works on a grid of frames of its own, counted from the reset, so that the output does not depend on blocks.
/// Where nothing howls and nothing comes back, every sample leaves as it came in mode notch, and with changes below -50 dB
/// in the others.</para>
/// <para><c>learn</c>, or the mode <c>ring-out</c>, locks each notch as it is proven; locked ones stay, in state and presets,
/// in every mode, and leave only by a <c>reset</c> while <c>learn</c> is on. Where notches run short or howls lie close, one
/// is widened to as much as a fifth of an octave, whatever <c>notch-width</c> says of new ones.</para>
/// </remarks>
[AudioEffect("feedback-suppressor", "Feedback Suppressor",
    Description = "More gain before a microphone howls: cancels feedback, cuts howls out. No latency.")]
public sealed class FeedbackSuppressorEffect : AudioEffect
{
    // 24 dB above full scale: nothing that is meant to be heard.
    private const float MostSample = 16;
    private const double ShownPerSecond = 20;

    // The narrowest notch at the lowest frequency that it may be placed at rings for so long.
    private const double TailSeconds = 2;
    private readonly FeedbackControls _controls = new();
    private readonly FeedbackMeters _meters = new();
    private readonly NotchMemory _memory = new();
    private readonly NotchInfo[] _locked = new NotchInfo[NotchBank.Capacity];
    private SuppressorLane[] _lanes = [];
    private int _step = 1;
    private int _frame;
    private int _shownAgo;
    private bool _wasResetting;
    private bool _wasLearning;

    /// <summary>Creates it in mode both. [control-thread]</summary>
    public FeedbackSuppressorEffect()
    {
        foreach (Parameter parameter in _controls.All)
            Add(parameter);
        foreach (Meter meter in _meters.All)
            Add(meter);
    }

    /// <inheritdoc/>
    public override int TailFrames => Format.FramesFromMs(1000 * TailSeconds);

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        Follow();
        for (int start = 0, frames; start < audio.Frames; start += frames)
        {
            frames = Math.Min(audio.Frames - start, _step - _frame);
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                Span<float> part = audio[channel].Slice(start, frames);
                Finite.Contain(part, MostSample);
                _lanes[channel].Process(part);
            }
            _frame = (_frame + frames) % _step;
        }
        _shownAgo += audio.Frames;
        if (_shownAgo < Format.SampleRate / ShownPerSecond)
            return;
        _shownAgo = 0;
        _meters.Show(_lanes);
        Remember();
    }

    /// <inheritdoc/>
    public override byte[] SaveState() => NotchBytes.Write(_memory.Read());

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<byte> state)
    {
        _memory.Load(state.IsEmpty ? [] : NotchBytes.Read(state));
        foreach (SuppressorLane lane in _lanes)
            lane.Guard.Forget(alsoLocked: true);
        Restore();
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        if (!Format.IsOffline)
            FeedbackRehearsal.RunOnce();
        Remember();
        int rate = Format.SampleRate;
        _lanes = [.. Enumerable.Range(0, Format.Channels).Select(_ => new SuppressorLane(rate))];
        _step = _lanes[0].Canceller.Step;
        _shownAgo = 0;
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        // What was locked since the last time; after a change of format that is done already, and these lanes know nothing.
        if (_shownAgo > 0)
            Remember();
        foreach (SuppressorLane lane in _lanes)
        {
            lane.Follow(_controls);
            lane.Reset();
        }
        Restore();
        _frame = _shownAgo = 0;
        _wasResetting = _controls.IsResetting;
        _wasLearning = _controls.IsLearning;
        _meters.Show(_lanes);
    }

    private void Follow()
    {
        bool forgets = _controls.IsResetting && !_wasResetting, learns = _controls.IsLearning && !_wasLearning;
        (_wasResetting, _wasLearning) = (_controls.IsResetting, _controls.IsLearning);
        foreach (SuppressorLane lane in _lanes)
        {
            lane.Follow(_controls);
            if (learns)
                lane.Guard.LockProven();
            if (forgets)
                lane.Forget(alsoLocked: _wasLearning);
        }
    }

    private void Remember()
    {
        for (int channel = 0; channel < _lanes.Length; channel++)
            _memory.Keep(channel, _locked.AsSpan(0, _lanes[channel].Guard.ReadLocked(_locked)));
    }

    private void Restore()
    {
        for (int channel = 0; channel < _lanes.Length; channel++)
            _lanes[channel].Guard.Restore(_memory.Of(channel));
    }
}
