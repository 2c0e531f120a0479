using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Timing;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Listening;

/// <summary>What the band knows of the player: how busy he is, whether he pauses, whether he is there at all.</summary>
internal sealed class Listener
{
    // Of a step: about two beats are remembered.
    private const float Forgetting = 1f / 8;
    private const float LevelForgetting = 1f / 32;
    private const int EntranceSteps = 16;
    private const int MostPause = 1 << 20;

    private readonly PlayerEar _ear;
    private readonly PlayerGrid _grid = new();
    private float _levelDb;
    private bool _wasActive;

    public Listener(int rate) => _ear = new PlayerEar(rate);

    /// <summary>Gets the share of steps that the player strikes at, of the last eight or so, 0 to 1. [audio-thread]</summary>
    public float Busy { get; private set; }

    /// <summary>Gets for how many steps he has not been heard, at first since the reset. [audio-thread]</summary>
    public int PauseSteps { get; private set; }

    /// <summary>Gets how much louder he is than of late, -1 (12 dB softer) to 1 (12 dB louder). [audio-thread]</summary>
    public float Push { get; private set; }

    /// <summary>Gets whether he has been heard since the reset. [audio-thread]</summary>
    public bool HasPlayed { get; private set; }

    /// <summary>Gets the frame at which he came in: of his first strike since the reset, or since a pause of a bar; -1 before.
    /// [audio-thread]</summary>
    public long Entrance { get; private set; }

    /// <summary>Gets how loud he is, in dBFS. [audio-thread]</summary>
    public float LevelDb => _ear.LevelDb;

    public void Reset()
    {
        _ear.Reset();
        _grid.Reset();
        (Busy, PauseSteps, Push, HasPlayed, Entrance) = (0, 0, 0, false, -1);
        (_levelDb, _wasActive) = (Decibels.Silence, false);
    }

    /// <summary>Forgets where the strikes were: the place in the music changed. [audio-thread]</summary>
    public void ForgetPlaces() => _grid.Reset();

    /// <summary>Gets frames until something new may be heard. [audio-thread]</summary>
    public int FramesToHop => _ear.FramesToHop;

    /// <summary>Listens. [audio-thread]</summary>
    /// <param name="samples">One channel, from the clock's present frame on.</param>
    /// <param name="clock">Where the music is.</param>
    public void Listen(ReadOnlySpan<float> samples, MusicClock clock)
    {
        long frame = clock.Frame;
        while (!samples.IsEmpty)
        {
            int frames = Math.Min(samples.Length, _ear.FramesToHop);
            int bands = _ear.Listen(samples[..frames]);
            samples = samples[frames..];
            frame += frames;
            _wasActive |= _ear.IsActive;
            if (bands == 0)
                continue;
            long struck = Math.Max(0, frame - _ear.LagFrames);
            if (!HasPlayed || PauseSteps >= EntranceSteps)
                (HasPlayed, PauseSteps, Entrance) = (true, 0, struck);
            _grid.Strike((long)Math.Round(clock.BeatAt(struck) * StepCursor.PerBeat), bands);
        }
    }

    /// <summary>Sums up a step that has passed. [audio-thread]</summary>
    /// <param name="step">Its number, counted from beat 0.</param>
    public void EndStep(long step)
    {
        Busy += Forgetting * ((_grid.WasStruck(step) ? 1 : 0) - Busy);
        PauseSteps = _wasActive ? 0 : Math.Min(PauseSteps + 1, MostPause);
        if (_wasActive)
        {
            // A first reading is no change.
            _levelDb = _levelDb <= Decibels.Silence ? _ear.LevelDb : _levelDb + (LevelForgetting * (_ear.LevelDb - _levelDb));
            Push = Math.Clamp((_ear.LevelDb - _levelDb) / 12, -1, 1);
        }
        _wasActive = false;
    }

    /// <summary>Gets a bar of strikes. [audio-thread]</summary>
    /// <param name="firstStep">Its first step, counted from beat 0.</param>
    /// <param name="steps">1 to 16.</param>
    public OnsetGrid Bar(long firstStep, int steps) => _grid.Bar(firstStep, steps);
}
