using PluginHost.Sdk;

namespace PluginHost.Plugins.Paths;

/// <summary>The path that is heard, and on a change of mode the next one: it listens until its windows are full, then the
/// two crossfade.</summary>
internal sealed class PathSwitch
{
    private const double FadeMs = 20;
    private readonly GatePath[] _paths;
    private readonly float[] _scratch;
    private readonly int _stride;
    private readonly int _fadeFrames;
    private GatePath? _next;
    private int _primeLeft;
    private int _faded;

    /// <summary>Makes a path for each mode; allocates. [control-thread]</summary>
    public PathSwitch(AudioFormat format, GateSettings settings)
    {
        _paths = [.. Enum.GetValues<GateMode>().Select<GateMode, GatePath>(mode => new GateShape(mode, format.SampleRate) is var shape
            && mode == GateMode.Zero
                ? new FilterPath(shape, format.Channels, settings)
                : new SpectralPath(shape, format.Channels, settings))];
        MaxLatencyFrames = _paths.Max(path => path.Shape.LatencyFrames);
        _stride = _paths.Max(path => path.Shape.HopFrames);
        _scratch = new float[_stride * format.Channels];
        _fadeFrames = Math.Max(1, format.FramesFromMs(FadeMs));
        Current = _paths[0];
    }

    /// <summary>Gets the path that is heard. [audio-thread]</summary>
    public GatePath Current { get; private set; }

    /// <summary>Gets the greatest latency of any path. [any-thread]</summary>
    public int MaxLatencyFrames { get; }

    /// <summary>Gets the frames that may be processed at once. [audio-thread]</summary>
    public int MostFrames => _next is null ? Current.FramesToHop : Math.Min(Current.FramesToHop, Math.Min(_next.FramesToHop,
        _primeLeft > 0 ? _primeLeft : _fadeFrames - _faded));

    /// <summary>Forgets the signal and takes a mode at once. [audio-thread]</summary>
    public void Reset(GateMode mode)
    {
        _next = null;
        Current = _paths[(int)mode];
        Current.Reset();
    }

    /// <summary>Heads for a mode, unless a change is under way. [audio-thread]</summary>
    public void HeadFor(GateMode mode)
    {
        if (_next is not null || _paths[(int)mode] == Current || Current.IsLearning)
            return;
        _next = _paths[(int)mode];
        _next.Reset();
        _next.Adopt(Current);
        _primeLeft = 2 * _next.Shape.Length;
        _faded = 0;
    }

    /// <summary>Runs a part of a block in place. [audio-thread]</summary>
    /// <param name="audio">At most <see cref="MostFrames"/>.</param>
    public void Process(AudioBuffer audio)
    {
        if (_next is null)
        {
            Current.Process(audio);
            return;
        }
        AudioBuffer other = new(_scratch, audio.Channels, audio.Frames, _stride);
        audio.CopyTo(other);
        Current.Process(audio);
        _next.Process(other);
        if (_primeLeft > 0)
        {
            _primeLeft -= audio.Frames;
            return;
        }
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Span<float> heard = audio[channel], coming = other[channel];
            for (int n = 0; n < heard.Length; n++)
            {
                float travel = (_faded + n + 1f) / _fadeFrames;
                heard[n] += travel * travel * (3 - (2 * travel)) * (coming[n] - heard[n]);
            }
        }
        _faded += audio.Frames;
        if (_faded < _fadeFrames)
            return;
        Current = _next;
        _next = null;
    }
}
