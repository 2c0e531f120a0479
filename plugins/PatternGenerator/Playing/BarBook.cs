using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Listening;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Playing;

/// <summary>The bars as they are played: asks for the next when one begins, and opens it when its time has come. When it is not
/// there the last one is played again, over the chord that is due.</summary>
/// <param name="controls">What is asked for.</param>
/// <param name="desk">Where plans come from.</param>
/// <param name="spare">What is played when not even a last bar is there.</param>
internal sealed class BarBook(GeneratorControls controls, PlanDesk desk, BarPlan spare)
{
    private int _epoch;
    private int _bar;
    private int _asked;
    private long _origin;

    /// <summary>Gets what is played, perhaps once more. [audio-thread]</summary>
    public BarPlan Plan { get; } = new();

    /// <summary>Gets the chord that sounds. [audio-thread]</summary>
    public Chord Chord { get; private set; }

    /// <summary>Gets the number of the bar, counted from 0 since the reset; -1 before the first. [audio-thread]</summary>
    public int Bar => _bar;

    /// <summary>Gets whether the plan is the one of this bar. [audio-thread]</summary>
    public bool IsCurrent => Plan.Number == Wanted;

    /// <summary>Gets the bars since the reset for which no plan was there. [audio-thread]</summary>
    public int Missed { get; private set; }

    private PlanNumber Wanted => new(_epoch, _bar);

    /// <summary>Starts over. What was asked for before no longer counts. [audio-thread]</summary>
    public void Reset()
    {
        _epoch++;
        (_bar, _asked, _origin, Missed, Chord) = (-1, -1, 0, 0, default);
        Plan.CopyFrom(spare);
    }

    /// <summary>Lets the progression begin with a bar of the timeline. [audio-thread]</summary>
    public void BeginAt(long bar) => _origin = bar;

    /// <summary>Asks for the bar after this one, unless that was done. [audio-thread]</summary>
    /// <param name="bar">Its number on the timeline.</param>
    /// <param name="clock">Tempo and metre.</param>
    /// <param name="listener">What the player did.</param>
    public void AskNext(long bar, MusicClock clock, Listener listener)
    {
        if (_asked > _bar)
            return;
        _asked = _bar + 1;
        desk.Ask(Request(new PlanNumber(_epoch, _asked), bar, clock.TempoBpm, clock.BeatsPerBar, listener));
    }

    /// <summary>Opens the next bar. [audio-thread]</summary>
    /// <param name="bar">Its number on the timeline.</param>
    public void Turn(long bar)
    {
        _bar++;
        if (!TryOpen())
            Missed++;
        Chord = ChordAt(bar);
    }

    /// <summary>Looks whether a plan that was late has come. [audio-thread]</summary>
    /// <param name="bar">The bar's number on the timeline.</param>
    public void Look(long bar)
    {
        if (_bar >= 0 && !IsCurrent && TryOpen())
            Chord = ChordAt(bar);
    }

    /// <summary>Puts together what the first bar of a run will ask for, as far as that can be known before. [control-thread]</summary>
    public PlanRequest Foresee(double tempo, double beatsPerBar, Listener listener) =>
        Request(PlanNumber.None, 0, tempo, beatsPerBar, listener) with { Number = new PlanNumber(-2, 0) };

    private bool TryOpen()
    {
        // A copy, as what lies on the desk changes hands again while this bar, or a repetition of it, is still being played.
        if (desk.TryGet(Wanted) is not { } plan)
            return false;
        Plan.CopyFrom(plan);
        return true;
    }

    private Chord ChordAt(long bar) =>
        controls.Progression == 0 ? Plan.Chord : Harmony.ChordOf(controls.Progression, Harmony.KeyOf(controls.KeyChoice), Since(bar));

    private long Since(long bar) => Math.Max(0, bar - _origin);

    private PlanRequest Request(PlanNumber number, long bar, double tempo, double beatsPerBar, Listener listener)
    {
        Key key = Harmony.KeyOf(controls.KeyChoice);
        float listen = controls.Listen, busy = listener.Busy;
        int steps = StepCursor.StepsIn(beatsPerBar) == 12 ? 12 : Patterns.Generation.Bar.MaxSteps;
        int ordinal = Math.Max(0, number.Bar);
        // It is asked for at the beginning of the bar before, so the last one that is over is the one before that.
        long lastBar = (long)Math.Round((bar - 2) * beatsPerBar * StepCursor.PerBeat);
        BarRequest wanted = new()
        {
            Number = ordinal,
            PhraseBars = controls.PhraseBars,
            Steps = steps,
            Tempo = (float)tempo,
            Style = controls.Style,
            Temperature = controls.Temperature,
            TopP = 0.95f,
            // Who hears somebody play much leaves him room.
            Density = Math.Clamp(controls.Density - (0.45f * listen * busy), 0, 1),
            Complexity = controls.Complexity,
            Variation = controls.Variation,
            Fill = controls.IsFill(ordinal),
            Humanise = controls.Humanise,
            Key = key,
            Chord = Harmony.ChordOf(controls.Progression, key, Since(bar)),
            NextChord = Harmony.ChordOf(controls.Progression, key, Since(bar + 1)),
            Player = listen > 0 ? listener.Bar(lastBar, steps) : default,
        };
        // The drums go along instead: they push with a player who is busy, and hold back with one who is not.
        float drums = Math.Clamp(controls.Density + (listen * ((0.5f * busy) - 0.12f)), 0, 1);
        return new PlanRequest(number, controls.Seed, wanted, drums, controls.Models);
    }
}
