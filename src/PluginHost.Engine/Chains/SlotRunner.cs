using PluginHost.Sdk;

namespace PluginHost.Engine.Chains;

/// <summary>The audio half of a <see cref="Slot"/>: runs the effect, watches what comes out, and fades between it and the dry signal.</summary>
internal sealed class SlotRunner
{
    private readonly AudioEffect _effect;
    private readonly DryLine _dry;
    private readonly float[] _dryRow;
    private readonly float[] _oldDryRow;
    private readonly float[] _lastOutput;
    private readonly float[] _step;
    private readonly float _runawayPeak;
    private readonly int _maxLatency;
    private readonly DeadlineScore _deadlines = new();
    private Ramp _wet;
    private Ramp _newLatency;
    private Ramp _stepFade;
    private int _latency;
    private int _oldLatency;
    private int _primeFrames;
    private int _fault;
    private FaultKind _raised;
    private Exception? _cause;
    private bool _isRunning = true;

    /// <summary>Allocates for a prepared effect. [control-thread]</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="options">Format, fades and limits.</param>
    /// <param name="wet">Share of the output at the start.</param>
    public SlotRunner(AudioEffect effect, EngineOptions options, float wet)
    {
        AudioFormat format = options.Format;
        int fadeFrames = format.FramesFromMs(options.FadeMs);
        _effect = effect;
        _latency = _oldLatency = effect.LatencyFrames;
        _maxLatency = effect.MaxLatencyFrames;
        if (_latency < 0 || _maxLatency < _latency)
            throw new InvalidOperationException(
                $"LatencyFrames is {_latency}, but must be 0 to MaxLatencyFrames, which is {_maxLatency}.");
        _dry = new DryLine(format.Channels, format.MaxFrames, _maxLatency);
        _dryRow = new float[format.MaxFrames];
        _oldDryRow = new float[format.MaxFrames];
        _lastOutput = new float[format.Channels];
        _step = new float[format.Channels];
        _runawayPeak = Decibels.ToGain(options.RunawayDb);
        _wet = new Ramp(fadeFrames, wet);
        _newLatency = new Ramp(fadeFrames, 1);
        _stepFade = new Ramp(fadeFrames, 0);
    }

    /// <summary>Gets why the slot is set aside. [any-thread]</summary>
    public FaultKind Fault => (FaultKind)Volatile.Read(ref _fault);

    /// <summary>Gets the delay of the slot, bypassed or not. [any-thread]</summary>
    public int LatencyFrames => Volatile.Read(ref _latency);

    /// <summary>Gets whether a fault waits for <see cref="TakeFault"/>. [audio-thread]</summary>
    public bool HasFault => _raised != FaultKind.None;

    /// <summary>Runs one block. [audio-thread]</summary>
    /// <param name="context">The block.</param>
    /// <param name="wanted">Share of the output that the user wants; 0 for bypass.</param>
    /// <param name="rearmed">Whether the user wants to try again after a fault.</param>
    public void Process(in ProcessContext context, float wanted, bool rearmed)
    {
        AudioBuffer audio = context.Audio;
        if (rearmed)
            Volatile.Write(ref _fault, (int)FaultKind.None);
        bool isOn = wanted > 0 && _fault == (int)FaultKind.None;

        _dry.Write(audio);
        if (isOn && !_isRunning)
            Start();
        _wet.Head(isOn && _primeFrames == 0 ? wanted : 0);
        if (_isRunning && Fault == FaultKind.None)
            Run(context, audio);
        if (_isRunning && Fault != FaultKind.None)
            DropOutput(audio.Frames);
        Mix(audio);
        if (!isOn && _wet.RestsAt(0))
            _isRunning = false;
    }

    /// <summary>Takes the fault that was raised since the last call, each but once. [audio-thread]</summary>
    /// <returns>Why, and what was thrown, if anything.</returns>
    public (FaultKind Kind, Exception? Cause) TakeFault()
    {
        (FaultKind, Exception?) fault = (_raised, _cause);
        (_raised, _cause) = (FaultKind.None, null);
        return fault;
    }

    /// <summary>Sets the slot aside from its first block on. [control-thread &amp; not processing]</summary>
    /// <param name="kind">Why.</param>
    public void SetAside(FaultKind kind)
    {
        Volatile.Write(ref _fault, (int)kind);
        _wet.Jump(0);
        _isRunning = false;
    }

    /// <summary>Sets the slot aside when it keeps missing its deadline. [audio-thread]</summary>
    /// <param name="ticks">What the block took.</param>
    /// <param name="budgetTicks">What it may take.</param>
    /// <returns>Misses lately.</returns>
    public int JudgeTime(long ticks, long budgetTicks)
    {
        if (_deadlines.Add(ticks > budgetTicks) && Fault == FaultKind.None)
            Raise(FaultKind.Deadline);
        return _deadlines.Misses;
    }

    private void Start()
    {
        _isRunning = true;
        _deadlines.Clear();
        try
        {
            _effect.Reset();
            // The output says nothing until the first input has come through.
            _primeFrames = _effect.LatencyFrames;
        }
        catch (Exception exception)
        {
            Raise(FaultKind.Exception, exception);
        }
    }

    private void Run(in ProcessContext context, in AudioBuffer audio)
    {
        try
        {
            _effect.Process(context);
            _primeFrames = Math.Max(0, _primeFrames - audio.Frames);
            FollowLatency();
        }
        catch (Exception exception)
        {
            Raise(FaultKind.Exception, exception);
            return;
        }
        Judge(audio);
    }

    private void Raise(FaultKind kind, Exception? cause = null)
    {
        Volatile.Write(ref _fault, (int)kind);
        (_raised, _cause) = (kind, cause);
    }

    private void FollowLatency()
    {
        int latency = Math.Clamp(_effect.LatencyFrames, 0, _maxLatency);
        if (latency == _latency || !_newLatency.IsSettled)
            return;
        _oldLatency = _latency;
        Volatile.Write(ref _latency, latency);
        _newLatency.Jump(0);
        _newLatency.Head(1);
    }

    private void Judge(in AudioBuffer audio)
    {
        float peak = 0;
        for (int channel = 0; channel < audio.Channels; channel++)
            peak = MathF.Max(peak, SampleScan.Peak(audio[channel]));
        if (peak > _runawayPeak)
            Raise(float.IsFinite(peak) ? FaultKind.Runaway : FaultKind.NotFinite);
    }

    /// <summary>
    /// The effect cannot be heard any more, from this very block on. The dry signal takes over at once; the step between the last good output and it
    /// is added and faded out, so that nothing clicks.
    /// </summary>
    private void DropOutput(int frames)
    {
        for (int channel = 0; channel < _lastOutput.Length; channel++)
            _step[channel] = _lastOutput[channel] - _dry.Before(channel, _latency, frames);
        _stepFade.Jump(1);
        _stepFade.Head(0);
        _newLatency.Jump(1);
        _wet.Jump(0);
        _isRunning = false;
    }

    private void Mix(in AudioBuffer audio)
    {
        bool allWet = _wet.RestsAt(1);
        bool untouched = _wet.RestsAt(0) && !_isRunning && _latency == 0 && _newLatency.IsSettled && _stepFade.IsSettled;
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Span<float> row = audio[channel];
            if (!allWet && !untouched)
                Blend(channel, row);
            _lastOutput[channel] = row[^1];
        }
        _wet.Advance(audio.Frames);
        _newLatency.Advance(audio.Frames);
        _stepFade.Advance(audio.Frames);
    }

    private void Blend(int channel, Span<float> row)
    {
        Span<float> dry = _dryRow.AsSpan(0, row.Length);
        _dry.Read(channel, _latency, dry);
        if (!_newLatency.IsSettled)
        {
            Span<float> old = _oldDryRow.AsSpan(0, row.Length);
            _dry.Read(channel, _oldLatency, old);
            _newLatency.Blend(dry, old);
        }
        if (_wet.RestsAt(0))
            dry.CopyTo(row);
        else
            _wet.Blend(row, dry);
        if (!_stepFade.IsSettled)
            _stepFade.AddScaled(row, _step[channel]);
    }
}
