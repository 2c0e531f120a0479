using PluginHost.Plugins.Models;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The parameters of the generator, and what they ask for.</summary>
internal sealed class GeneratorControls
{
    public const int Roles = 4;
    private static readonly string[] Ids = ["drums", "bass", "chords", "melody"];
    private static readonly string[] Names = ["Drums", "Bass", "Chords", "Melody"];

    private readonly Parameter[] _plays = new Parameter[Roles];
    private readonly Parameter[] _models = new Parameter[Roles];
    private readonly Parameter[] _levels = new Parameter[Roles];
    private readonly Parameter _output = Parameter.OneOf("output", "Output", 0, "voices", "notes", "both");
    private readonly Parameter _clock = Parameter.OneOf("clock", "Clock", 0, "auto", "host", "own");
    private readonly Parameter _tempo = new("tempo", "Tempo", (float)Transport.MinTempoBpm, (float)Transport.MaxTempoBpm, 120) { SmoothingMs = 0 };
    private readonly Parameter _tap = Parameter.Toggle("tap", "Tap");
    private readonly Parameter _start = Parameter.OneOf("start", "Start", 0, "at-once", "with-player");
    private readonly Parameter _stop = new("stop-after", "Stop after bars of silence", 0, 8, 0) { Step = 1, SmoothingMs = 0 };
    private readonly Parameter _style = Parameter.OneOf("style", "Style", 1, Styles.Names);
    private readonly Parameter _temperature = new("temperature", "Temperature", 0.2f, 2, 0.8f) { SmoothingMs = 0 };
    private readonly Parameter _density = Percent("density", "Density", 50);
    private readonly Parameter _complexity = Percent("complexity", "Complexity", 40);
    private readonly Parameter _variation = Percent("variation", "Variation", 50);
    private readonly Parameter _humanise = Percent("humanise", "Humanise", 100);
    private readonly Parameter _swing = new("swing", "Swing", 50, 75, 50, ParameterUnit.Percent) { SmoothingMs = 0 };
    private readonly Parameter _lock = Parameter.Toggle("lock", "Lock");
    private readonly Parameter _fill = Parameter.OneOf("fill", "Fill", 1, "off", "phrase", "every-bar");
    private readonly Parameter _phrase = new("phrase", "Bars per phrase", 1, 16, 4) { Step = 1, SmoothingMs = 0 };
    private readonly Parameter _key = Parameter.OneOf("key", "Key", 0, Plans.Harmony.KeyNames);
    private readonly Parameter _chords = Parameter.OneOf("progression", "Progression", 2, Plans.Harmony.ProgressionNames);
    private readonly Parameter _seed = new("seed", "Seed", 0, 9_999, 1) { Step = 1, SmoothingMs = 0 };
    private readonly Parameter _listen = Percent("listen", "Listen", 50);

    /// <summary>Declares them. [control-thread]</summary>
    public GeneratorControls()
    {
        for (int i = 0; i < Roles; i++)
        {
            _plays[i] = Parameter.Toggle(Ids[i], Names[i], defaultOn: i < 2);
            _models[i] = Parameter.OneOf(Ids[i] + "-model", Names[i] + " model",
                (Role)i == Role.Chords ? ModelChoices.Stored : ModelChoices.Learned, ModelChoices.Names);
            _levels[i] = new Parameter(Ids[i] + "-level", Names[i] + " level", -60, 12, 0, ParameterUnit.Decibels) { SmoothingMs = 0 };
        }
    }

    /// <summary>Gets the parameters in the order people read them. [any-thread]</summary>
    public IEnumerable<Parameter> All =>
    [
        .. _plays, .. _models, .. _levels, _output, _clock, _tempo, _tap, _start, _stop, _style, _temperature, _density, _complexity, _variation,
        _humanise, _swing, _lock, _fill, _phrase, _key, _chords, _seed, _listen,
    ];

    public bool HasVoices => _output.Choice != 1;

    public bool HasNotes => _output.Choice != 0;

    public ClockSource Clock => (ClockSource)_clock.Choice;

    public double TempoBpm => _tempo.Target;

    public bool IsTapped => _tap.IsOn;

    public bool StartsWithPlayer => _start.Choice == 1;

    /// <summary>Gets the bars of silence after which the band ends; 0 for never.</summary>
    public int StopAfterBars => (int)_stop.Target;

    /// <summary>Gets the style asked for, as the number of its choice.</summary>
    public int Style => _style.Choice;

    public float Temperature => _temperature.Target;

    public float Density => _density.Target / 100;

    public float Complexity => _complexity.Target / 100;

    /// <summary>Gets how much may change from bar to bar: nothing when locked.</summary>
    public float Variation => _lock.IsOn ? 0 : _variation.Target / 100;

    public float Humanise => _humanise.Target / 100;

    /// <summary>Gets how late the second of two sixteenths is, in steps: 0 to 0.5.</summary>
    public double SwingSteps => (2 * _swing.Target / 100) - 1;

    public int PhraseBars => (int)_phrase.Target;

    public int KeyChoice => _key.Choice;

    public int Progression => _chords.Choice;

    public ulong Seed => (ulong)_seed.Target;

    /// <summary>Gets how much the player counts, 0 to 1.</summary>
    public float Listen => _listen.Target / 100;

    /// <summary>Gets who plays what.</summary>
    public RoleModels Models => new(_models[0].Choice, _models[1].Choice, _models[2].Choice, _models[3].Choice, Progression == 0 ? 0 : -1);

    public bool Plays(Role role) => _plays[(int)role].IsOn;

    /// <summary>Gets whether a role's model is meant to be one, and not what is stored.</summary>
    public bool WantsModel(Role role) => _models[(int)role].Choice != ModelChoices.Stored;

    public float LevelDb(int role) => _levels[role].Target;

    /// <summary>Gets whether a bar of a phrase ends with a fill.</summary>
    public bool IsFill(int bar) => _fill.Choice switch
    {
        0 => false,
        1 => bar % PhraseBars == PhraseBars - 1,
        _ => true,
    };

    private static Parameter Percent(string id, string name, float value) =>
        new(id, name, 0, 100, value, ParameterUnit.Percent) { SmoothingMs = 0 };
}
