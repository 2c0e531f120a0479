using PluginHost.Dsp.Levels;
using PluginHost.Plugins.Timing;
using PluginHost.Plugins.Voices;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Playing;

/// <summary>The four instruments and their levels.</summary>
internal sealed class Band
{
    /// <summary>The most frames at once.</summary>
    public const int MaxFrames = DrumKit.MaxFrames;

    private const int Voices = 8;
    private const double GlideMs = 5;

    private readonly DrumKit _kit;
    private readonly Synth[] _synths;
    private readonly Glide[] _levels = [new(), new(), new(), new()];
    private readonly float[] _left = new float[MaxFrames], _right = new float[MaxFrames];
    private readonly float[] _roleLeft = new float[MaxFrames], _roleRight = new float[MaxFrames], _gains = new float[MaxFrames];

    public Band(int rate)
    {
        _kit = new DrumKit(rate);
        _synths = [new(SynthTone.Bass, 1, rate), new(SynthTone.Chords, Voices, rate), new(SynthTone.Melody, Voices, rate)];
        foreach (Glide level in _levels)
            level.Prepare(GlideMs * rate / 1000);
    }

    /// <summary>Heads for the levels that are asked for. [audio-thread]</summary>
    public void Follow(GeneratorControls controls)
    {
        for (int role = 0; role < _levels.Length; role++)
            _levels[role].HeadFor(Decibels.ToGain(controls.LevelDb(role)));
    }

    /// <summary>Falls silent, with the levels where they head. [audio-thread]</summary>
    public void Reset()
    {
        _kit.Reset();
        foreach (Synth synth in _synths)
            synth.Reset();
        foreach (Glide level in _levels)
            level.SnapToTarget();
    }

    /// <summary>Begins a note. [audio-thread]</summary>
    public void Start(Role role, byte key, float velocity)
    {
        if (role == Role.Drums)
            _kit.Strike(DrumKeys.ClassOf(key), velocity);
        else
            _synths[(int)role - 1].Start(key, velocity);
    }

    /// <summary>Ends a note; drums end by themselves. [audio-thread]</summary>
    public void End(Role role, byte key)
    {
        if (role != Role.Drums)
            _synths[(int)role - 1].Release(key);
    }

    /// <summary>Adds what sounds to a signal: to its first two channels, or to the only one. [audio-thread]</summary>
    /// <param name="audio">Up to <see cref="MaxFrames"/> frames.</param>
    public void AddTo(AudioBuffer audio)
    {
        int frames = audio.Frames;
        Span<float> left = _left.AsSpan(0, frames), right = _right.AsSpan(0, frames);
        left.Clear();
        right.Clear();
        for (int role = 0; role < _levels.Length; role++)
            Mix(role, left, right);
        if (audio.Channels == 1)
        {
            Span<float> mono = audio[0];
            for (int i = 0; i < mono.Length; i++)
                mono[i] += 0.5f * (left[i] + right[i]);
            return;
        }
        Add(left, audio[0]);
        Add(right, audio[1]);
    }

    private void Mix(int role, Span<float> left, Span<float> right)
    {
        Span<float> roleLeft = _roleLeft.AsSpan(0, left.Length), roleRight = _roleRight.AsSpan(0, left.Length);
        Span<float> gains = _gains.AsSpan(0, left.Length);
        _levels[role].Fill(gains);
        roleLeft.Clear();
        roleRight.Clear();
        if (role == 0)
            _kit.AddTo(roleLeft, roleRight);
        else
            _synths[role - 1].AddTo(roleLeft, roleRight);
        for (int i = 0; i < left.Length; i++)
        {
            left[i] += gains[i] * roleLeft[i];
            right[i] += gains[i] * roleRight[i];
        }
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += from[i];
    }
}
