using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Playing;
using PluginHost.Plugins.Timing;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>What the generator shows, once a step.</summary>
internal sealed class GeneratorMeters
{
    private readonly Meter _tempo = new("tempo-now", "Tempo");
    private readonly Meter _bar = new("bar", "Bar");
    private readonly Meter _step = new("step", "Step");
    private readonly Meter _chord = new("chord-root", "Chord root");
    private readonly Meter _missed = new("bars-missed", "Bars without a plan");
    private readonly Meter _busy = new("player-busy", "Player busy", ParameterUnit.Percent);
    private readonly Meter _pause = new("player-pause", "Player's pause in steps");
    private readonly Meter _models = new("model-state", "Model: 0 off, 1 learned, 2 stored, 3 stored for want of the model", length: GeneratorControls.Roles);

    // A drum row holds one bit per drum of the kit, the others the highest key; 0 is silence.
    private readonly Meter[] _rows =
    [
        new("drums-row", "Drums of the bar, one bit a drum", length: Bar.MaxSteps), new("bass-row", "Bass keys of the bar", length: Bar.MaxSteps),
        new("chords-row", "Chord keys of the bar", length: Bar.MaxSteps), new("melody-row", "Melody keys of the bar", length: Bar.MaxSteps),
    ];

    private readonly float[] _values = new float[Bar.MaxSteps];

    /// <summary>Gets the meters. [any-thread]</summary>
    public IEnumerable<Meter> All => [_tempo, _bar, _step, _chord, _missed, _busy, _pause, _models, .. _rows];

    /// <summary>Shows what is the case now. [audio-thread]</summary>
    public void Show(MusicClock clock, Conductor conductor, BarBook book, Listening.Listener listener)
    {
        _tempo.Publish((float)clock.TempoBpm);
        _bar.Publish(conductor.IsPlaying ? book.Bar + 1 : 0);
        _step.Publish(conductor.Step);
        _chord.Publish(book.Chord.IsNone ? -1 : book.Chord.Root);
        _missed.Publish(book.Missed);
        _busy.Publish(100 * listener.Busy);
        _pause.Publish(listener.PauseSteps);
    }

    /// <summary>Shows a bar that begins. [audio-thread]</summary>
    public void ShowBar(GeneratorControls controls, PlanWriter writer, BarBook book)
    {
        Span<float> states = stackalloc float[GeneratorControls.Roles];
        for (Role role = Role.Drums; role <= Role.Melody; role++)
        {
            bool plays = controls.Plays(role);
            states[(int)role] = !plays ? 0 : writer.IsLearned(role) ? 1 : controls.WantsModel(role) ? 3 : 2;
            Array.Clear(_values);
            foreach (PatternEvent note in book.Plan[role].Notes)
            {
                ref float value = ref _values[note.Step];
                if (plays)
                    value = role == Role.Drums ? (int)value | (1 << (int)Voices.DrumKeys.ClassOf(note.Note)) : Math.Max(value, Key(note, book));
            }
            _rows[(int)role].Publish(_values);
        }
        _models.Publish(states);
    }

    private static byte Key(in PatternEvent note, BarBook book) => ChordMover.Move(note.Note, book.Plan.Chord, book.Chord);
}
