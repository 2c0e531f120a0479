using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Listening;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Playing;

/// <summary>Decides step by step what is played and when, half a step ahead. All it knows is time, plans and the player, so the
/// same of each makes the same music.</summary>
/// <param name="controls">What is asked for.</param>
/// <param name="clock">The time.</param>
/// <param name="listener">The player.</param>
/// <param name="book">The plans.</param>
/// <param name="begins">Receives the notes that are to be played.</param>
internal sealed class Conductor(GeneratorControls controls, MusicClock clock, Listener listener, BarBook book, NoteQueue begins)
{
    private const double ShortestBeats = 0.02;

    private readonly StepCursor _cursor = new();
    private double _beatsPerBar;
    private bool _turns;

    /// <summary>Gets whether the band plays. [audio-thread]</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>Gets the frame at which the next step is to be decided. [audio-thread]</summary>
    public long NextFrame => clock.IsRunning ? clock.FrameOf(_cursor.DecisionBeat) : long.MaxValue;

    /// <summary>Gets the number of the step decided last, within its bar. [audio-thread]</summary>
    public int Step { get; private set; }

    /// <summary>Starts over. [audio-thread]</summary>
    public void Reset()
    {
        book.Reset();
        (_beatsPerBar, _turns, IsPlaying, Step) = (clock.BeatsPerBar, true, false, 0);
        _cursor.Locate(0, _beatsPerBar);
    }

    /// <summary>Goes where the clock has gone. [audio-thread]</summary>
    public void Follow(ClockMove move)
    {
        if (move is ClockMove.Started or ClockMove.Jumped)
        {
            begins.Clear();
            listener.ForgetPlaces();
            _beatsPerBar = clock.BeatsPerBar;
            _cursor.Locate(clock.Beat, _beatsPerBar);
            _turns |= !IsPlaying;
        }
        else if (clock.BeatsPerBar != _beatsPerBar)
        {
            // Steps up to half a step ahead have been decided.
            _beatsPerBar = clock.BeatsPerBar;
            _cursor.Locate(clock.Beat + (0.5 / StepCursor.PerBeat), _beatsPerBar);
        }
    }

    /// <summary>Decides the next step. [audio-thread]</summary>
    public void Decide()
    {
        long step = (long)Math.Round(_cursor.Beat * StepCursor.PerBeat);
        listener.EndStep(step - 1);
        if (_cursor.Step == 0 || (_turns && !controls.StartsWithPlayer))
            Turn();
        if (IsPlaying)
        {
            book.Look(_cursor.Bar);
            PlayStep();
        }
        else if (WantsToPlay())
        {
            book.AskNext(_cursor.Bar + 1, clock, listener);
        }
        Step = _cursor.Step;
        _cursor.MoveOn(_beatsPerBar);
    }

    private int BarSteps => StepCursor.StepsIn(_beatsPerBar);

    private bool WantsToPlay()
    {
        int patience = controls.StopAfterBars * BarSteps;
        if (patience > 0 && listener.PauseSteps >= patience)
            return false;
        return IsPlaying || !controls.StartsWithPlayer || (listener.HasPlayed && listener.PauseSteps < BarSteps);
    }

    private void Turn()
    {
        _turns = false;
        bool plays = WantsToPlay();
        if (plays)
        {
            if (!IsPlaying)
                Enter();
            book.AskNext(_cursor.Bar, clock, listener);
            book.Turn(_cursor.Bar);
            IsPlaying = true;
            book.AskNext(_cursor.Bar + 1, clock, listener);
        }
        else if (IsPlaying)
        {
            IsPlaying = false;
            PlayEnd();
        }
    }

    // The progression counts from the bar in which the player began, if it was he who began.
    private void Enter() => book.BeginAt(controls.StartsWithPlayer ? Math.Max(0, _cursor.Bar - 1) : 0);

    private void PlayStep()
    {
        int steps = BarSteps;
        for (Role role = Role.Drums; role <= Role.Melody; role++)
        {
            if (!controls.Plays(role))
                continue;
            bool fills = role == Role.Drums && Reaction.IsFill(_cursor.Step, steps, listener, controls.Listen);
            Bar part = fills ? book.Plan.Fill : book.Plan[role];
            float weight = Reaction.WeightOf(_cursor.Step, steps);
            foreach (PatternEvent note in part.Notes)
            {
                if (note.Step == _cursor.Step % part.Steps && Reaction.Plays(role, note, weight, listener, controls.Listen))
                    Add(role, note, Reaction.Velocity(note, listener, controls.Listen));
            }
        }
    }

    private void Add(Role role, in PatternEvent note, float velocity)
    {
        double late = note.OffsetSteps + (_cursor.Step % 2 == 1 ? controls.SwingSteps : 0);
        double beat = _cursor.Beat + (late / StepCursor.PerBeat);
        byte key = role == Role.Drums ? note.Note : ChordMover.Move(note.Note, book.Plan.Chord, book.Chord);
        begins.Add(new Note(beat, role, key, velocity, Math.Max(ShortestBeats, note.LengthSteps / StepCursor.PerBeat)));
    }

    // One last chord on the first beat, so that it sounds meant.
    private void PlayEnd()
    {
        double beat = _cursor.Beat, beats = _beatsPerBar;
        if (controls.Plays(Role.Drums))
        {
            begins.Add(new Note(beat, Role.Drums, 36, 0.8f, 1));
            begins.Add(new Note(beat, Role.Drums, 49, 0.7f, 1));
        }
        if (controls.Plays(Role.Bass) && !book.Chord.IsNone)
            begins.Add(new Note(beat, Role.Bass, Key(book.Chord.Bass, 28), 0.75f, beats));
        for (int interval = 0; controls.Plays(Role.Chords) && interval < 12; interval++)
        {
            if ((book.Chord.Quality.Mask() >> interval & 1) != 0)
                begins.Add(new Note(beat, Role.Chords, Key(book.Chord.Root + interval, 54), 0.55f, beats));
        }

        static byte Key(int pitch, int lowest) => (byte)(lowest + PitchClass.Wrap(pitch - lowest));
    }
}
