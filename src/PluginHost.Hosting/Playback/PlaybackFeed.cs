using PluginHost.Engine;
using PluginHost.Engine.Rings;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Playback;

/// <summary>
/// The audio half of a player: gives the chain what the prefetch thread put into the ring. Pausing, seeking and a ring that runs dry
/// are short fades, never clicks; what plays undisturbed is handed on bit by bit.
/// </summary>
/// <remarks>
/// So that a fade is possible when the disk does not deliver, there is always a fade's length left in the ring: when a block would
/// use it up, the fade begins at once. That counts as starved; sound comes back when there is a good reserve again.
/// </remarks>
internal sealed class PlaybackFeed : IAudioStage
{
    private const double FadeMs = 5;
    private readonly SpscRing<float> _ring;
    private readonly AudioFormat _format;
    private readonly float[] _scratch;
    private readonly int _fadeFrames;
    private readonly int _startFrames;
    private readonly int _resumeFrames;
    private FeedPlan _plan = new(0, 0, false, -1);
    private bool _isPaused;
    private long _taken;
    private long _starvations;

    // Audio thread's own.
    private int _cut;
    private bool _waits = true;
    private bool _hasStarved;
    private bool _isStarving;
    private float _gain = 1;
    private float _step;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="ring">Interleaved in the chain's channels.</param>
    /// <param name="format">The chain's.</param>
    public PlaybackFeed(SpscRing<float> ring, AudioFormat format)
    {
        (_ring, _format) = (ring, format);
        _scratch = new float[format.MaxFrames * format.Channels];
        _fadeFrames = Math.Max(1, (int)(FadeMs * format.SampleRate / 1000));
        int capacity = ring.Capacity / format.Channels;
        _startFrames = Math.Min(Math.Max(format.SampleRate / 10, format.MaxFrames + _fadeFrames), capacity / 2);
        _resumeFrames = Math.Max(_startFrames, Math.Min(format.SampleRate, capacity / 2));
    }

    /// <summary>Gets or sets what the prefetch thread says about the ring. [any-thread]</summary>
    public FeedPlan Plan
    {
        get => Volatile.Read(ref _plan);
        set => Volatile.Write(ref _plan, value);
    }

    /// <summary>Gets or sets whether it is to be silent and stand still. [any-thread]</summary>
    public bool IsPaused
    {
        get => Volatile.Read(ref _isPaused);
        set => Volatile.Write(ref _isPaused, value);
    }

    /// <summary>Gets the frames taken from the ring so far, heard or skipped. [any-thread]</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Gets how often the ring ran dry. [any-thread]</summary>
    public long Starvations => Volatile.Read(ref _starvations);

    /// <summary>Gets whether there is enough in the ring to begin. [any-thread]</summary>
    public bool IsReady => Plan is var plan && (Available >= _startFrames || plan.IsAllThere(Taken, Available));

    private int Available => _ring.Count / _format.Channels;

    /// <inheritdoc/>
    public void Process(AudioBuffer audio)
    {
        for (int done = 0; done < audio.Frames;)
        {
            int frames = Continue(audio.Slice(done, audio.Frames - done));
            if (frames == 0)
            {
                audio.Slice(done, audio.Frames - done).Clear();
                return;
            }
            done += frames;
        }
    }

    /// <summary>Plays on at one slope of the gain.</summary>
    /// <returns>Frames filled; 0 for silence to the end of the block.</returns>
    private int Continue(AudioBuffer audio)
    {
        FeedPlan plan = Plan;
        bool isCut = plan.Cut != _cut;
        if (isCut && (_waits || _gain == 0 || plan.CutAt == _taken))
        {
            Skip(plan);
            isCut = false;
        }
        int available = Available;
        if (_waits && (IsPaused || !MayBegin(plan, available)))
            return 0;
        _waits = false;
        Steer(plan, isCut, available, audio.Frames);
        if (_gain == 0 && _step <= 0)
        {
            _waits = _isStarving;
            return 0;
        }
        int frames = Math.Min(Math.Min(audio.Frames, available), (int)Math.Min(Limit(plan, isCut) - _taken, int.MaxValue));
        if (_step != 0)
            frames = Math.Min(frames, Math.Max(1, (int)MathF.Ceiling((_step < 0 ? _gain : 1 - _gain) / MathF.Abs(_step))));
        if (frames > 0)
            Play(audio.Slice(0, frames));
        return frames;
    }

    /// <summary>Decides where the gain goes: to 0 before a cut, a pause or the ring's last frame, to 1 otherwise.</summary>
    private void Steer(FeedPlan plan, bool isCut, int available, int frames)
    {
        bool isHeard = !isCut && !(IsPaused && _gain == 0);
        bool runsDry = isHeard && available < frames + _fadeFrames && !plan.IsAllThere(_taken, available);
        if (runsDry && !_isStarving)
        {
            (_isStarving, _hasStarved) = (true, true);
            Volatile.Write(ref _starvations, _starvations + 1);
        }
        if (isCut || IsPaused || _isStarving)
        {
            long room = Math.Max(1, Math.Min(_fadeFrames, Math.Min(Limit(plan, isCut) - _taken, available)));
            _step = _gain == 0 ? 0 : MathF.Min(_step, -MathF.Max(1f / _fadeFrames, _gain / room));
        }
        else
            _step = _gain < 1 ? 1f / _fadeFrames : 0;
    }

    private static long Limit(FeedPlan plan, bool isCut) => isCut ? plan.CutAt : plan.EndAt >= 0 ? plan.EndAt : long.MaxValue;

    private bool MayBegin(FeedPlan plan, int available)
    {
        if (available < (_hasStarved ? _resumeFrames : _startFrames) && !plan.IsAllThere(_taken, available))
            return false;
        _hasStarved = _isStarving = false;
        return true;
    }

    private void Skip(FeedPlan plan)
    {
        _ring.Skip((int)(plan.CutAt - _taken) * _format.Channels);
        Volatile.Write(ref _taken, plan.CutAt);
        _cut = plan.Cut;
        (_waits, _hasStarved, _isStarving) = (true, false, false);
        (_gain, _step) = (plan.FadesIn ? 0 : 1, 0);
    }

    private void Play(AudioBuffer audio)
    {
        int channels = _format.Channels;
        Span<float> interleaved = _scratch.AsSpan(0, audio.Frames * channels);
        _ring.Read(interleaved);
        for (int channel = 0; channel < channels; channel++)
        {
            Span<float> row = audio[channel];
            float gain = _gain;
            for (int frame = 0, at = channel; frame < row.Length; frame++, at += channels)
            {
                gain += _step;
                row[frame] = _step == 0 ? interleaved[at] * gain : interleaved[at] * Math.Clamp(gain, 0, 1);
            }
        }
        // A float that was added up would miss its ends by a hair.
        float arrived = _gain + (_step * audio.Frames);
        _gain = arrived > 1 - 1e-4f ? 1 : arrived < 1e-4f ? 0 : arrived;
        Volatile.Write(ref _taken, _taken + audio.Frames);
    }
}
