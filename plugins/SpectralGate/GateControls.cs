using PluginHost.Plugins.Paths;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The parameters of the gate, and what they ask for.</summary>
internal sealed class GateControls
{
    private readonly Parameter _reduction = Level("reduction", "Reduction", 0, 60, 24);
    private readonly Parameter _sensitivity = Level("sensitivity", "Sensitivity", -12, 12, 0);
    private readonly Parameter _floor = Level("floor", "Floor", -140, -40, -140);
    private readonly Parameter _attack = Time("attack", "Attack", 0, 50, 0);
    private readonly Parameter _release = Time("release", "Release", 0, 500, 40);
    private readonly Parameter _smoothing = Percent("frequency-smoothing", "Frequency smoothing", 5, 200, 25);
    private readonly Parameter _transient = Percent("transient", "Transient protection", 0, 100, 50);
    private readonly Parameter _tonal = Percent("tonal", "Tonal protection", 0, 100, 0);
    private readonly Parameter _resolution = Percent("resolution", "Resolution", 0, 100, 50);
    private readonly Parameter _mode = Parameter.OneOf("mode", "Mode", (int)GateMode.Live, "zero", "live", "quality");
    private readonly Parameter _noise = Parameter.OneOf("noise", "Noise estimate", (int)NoiseSource.Hybrid, "hybrid", "adaptive", "learned");
    private readonly Parameter _hum = Parameter.OneOf("hum", "Hum", (int)HumChoice.Auto, "off", "auto", "50-hz", "60-hz");
    private readonly Parameter _stereo = Parameter.OneOf("stereo", "Stereo", 0, "linked", "independent");
    private readonly Parameter _learn = Parameter.Toggle("learn", "Learn");
    private readonly Parameter _learnHead = new("learn-head", "Learn from the head", 0, 10, 0, ParameterUnit.Seconds) { SmoothingMs = 0 };
    private readonly Parameter _listen = Parameter.Toggle("listen", "Listen to what is removed");

    /// <summary>Gets the parameters in the order people read them. [any-thread]</summary>
    public IEnumerable<Parameter> All =>
    [
        _mode, _reduction, _sensitivity, _floor, _noise, _learn, _learnHead, _hum, _attack, _release, _smoothing,
        _transient, _tonal, _resolution, _stereo, _listen,
    ];

    /// <summary>Gets the settings as of the last <see cref="Read"/>. [audio-thread]</summary>
    public GateSettings Settings { get; } = new();

    public GateMode Mode => (GateMode)_mode.Choice;

    public HumChoice Hum => (HumChoice)_hum.Choice;

    public bool IsLinked => !_stereo.IsOn;

    public bool IsLearning => _learn.IsOn;

    public float LearnHeadSeconds => _learnHead.Target;

    public bool IsListening => _listen.IsOn;

    /// <summary>Takes the targets over. [audio-thread]</summary>
    public void Read()
    {
        GateSettings settings = Settings;
        settings.LeastLogGain = -_reduction.Target * (MathF.Log(10) / 20);
        settings.Oversubtraction = 0.8f * MathF.Pow(10, _sensitivity.Target / 10);
        // White noise of this level has this power in a bin per unit of window energy: its variance.
        settings.FloorPower = MathF.Pow(10, _floor.Target / 10);
        settings.HasFloor = _floor.Target > _floor.Minimum;
        settings.AttackMs = _attack.Target;
        settings.ReleaseMs = _release.Target;
        settings.SmoothingErb = _smoothing.Target / 100;
        settings.Transient = _transient.Target / 100;
        settings.Tonal = _tonal.Target / 100;
        settings.Resolution = _resolution.Target / 100;
        settings.Source = (NoiseSource)_noise.Choice;
    }

    private static Parameter Level(string id, string name, float minimum, float maximum, float decibels) =>
        new(id, name, minimum, maximum, decibels, ParameterUnit.Decibels) { SmoothingMs = 0 };

    private static Parameter Time(string id, string name, float minimum, float maximum, float ms) =>
        new(id, name, minimum, maximum, ms, ParameterUnit.Milliseconds) { SmoothingMs = 0 };

    private static Parameter Percent(string id, string name, float minimum, float maximum, float percent) =>
        new(id, name, minimum, maximum, percent, ParameterUnit.Percent) { SmoothingMs = 0 };
}

/// <summary>The choices of <c>hum</c>.</summary>
internal enum HumChoice
{
    /// <summary>Hum is left to the gate.</summary>
    Off,

    /// <summary>Either mains frequency, once it is found.</summary>
    Auto,

    /// <summary>50 Hz alone.</summary>
    At50,

    /// <summary>60 Hz alone.</summary>
    At60,
}
