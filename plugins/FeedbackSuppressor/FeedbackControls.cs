using PluginHost.Plugins.Guard;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The parameters of the suppressor, and what they ask for.</summary>
internal sealed class FeedbackControls
{
    /// <summary>The longest filter of the canceller, in ms.</summary>
    public const float LongestMs = 340;

    private readonly Parameter _mode = Parameter.OneOf("mode", "Mode", (int)FeedbackMode.Both, "cancel", "notch", "both", "ring-out");
    private readonly Parameter _strength = Number("strength", "Strength", 0, 100, 100, ParameterUnit.Percent);
    private readonly Parameter _length = Number("filter-length", "Filter length", 20, LongestMs, LongestMs, ParameterUnit.Milliseconds);
    private readonly Parameter _delay = Number("loop-delay", "Loop delay", 0, 100, 0, ParameterUnit.Milliseconds);
    private readonly Parameter _notches = new("notches", "Notches", 0, FeedbackMeters.ListLength, FeedbackMeters.ListLength) { Step = 1, SmoothingMs = 0 };
    private readonly Parameter _depthLimit = Number("notch-depth", "Notch depth", 3, 24, 18, ParameterUnit.Decibels);
    private readonly Parameter _width = new("notch-width", "Notch width", 1f / 60, 0.1f, 0.05f, ParameterUnit.Octaves)
    {
        SmoothingMs = 0,
        Taper = ParameterTaper.Logarithmic,
    };
    private readonly Parameter _release = new("release", "Release", 1, 300, 30, ParameterUnit.Seconds)
    {
        SmoothingMs = 0,
        Taper = ParameterTaper.Logarithmic,
    };
    private readonly Parameter _decorrelate = Parameter.OneOf("decorrelate", "Decorrelate", (int)Decorrelation.Shift, "off", "shift", "phase");
    private readonly Parameter _shift = Number("shift", "Shift", 0, 8, 0, ParameterUnit.Hertz);
    private readonly Parameter _depth = Number("depth", "Phase depth", 0, 100, 50, ParameterUnit.Percent);
    private readonly Parameter _material = Parameter.OneOf("material", "Material", (int)GuardMaterial.Auto, "auto", "speech", "music");
    private readonly Parameter _governor = Number("governor", "Governor", 0, 24, 12, ParameterUnit.Decibels);
    private readonly Parameter _probe = Parameter.Toggle("probe", "Probe", defaultOn: true);
    private readonly Parameter _freeze = Parameter.Toggle("freeze", "Freeze");
    private readonly Parameter _learn = Parameter.Toggle("learn", "Learn");
    private readonly Parameter _reset = Parameter.Toggle("reset", "Reset");

    /// <summary>Gets the parameters in the order people read them. [any-thread]</summary>
    public IEnumerable<Parameter> All =>
    [
        _mode, _strength, _length, _delay, _notches, _depthLimit, _width, _release, _material, _decorrelate, _shift, _depth,
        _governor, _probe, _freeze, _learn, _reset,
    ];

    /// <summary>Gets whether the canceller may subtract.</summary>
    public bool IsCancelling => Mode is FeedbackMode.Cancel or FeedbackMode.Both;

    /// <summary>Gets whether notches are locked as they are proven.</summary>
    public bool IsLearning => _learn.IsOn || Mode == FeedbackMode.RingOut;

    /// <summary>Gets whether noise of its own may go out with the sound.</summary>
    public bool IsProbing => _probe.IsOn;

    public bool IsFrozen => _freeze.IsOn;

    public bool IsResetting => _reset.IsOn;

    /// <summary>Gets the share of the prediction that is subtracted, 0 to 1.</summary>
    public float Strength => _strength.Target / 100;

    public float LengthMs => _length.Target;

    public float DelayMs => _delay.Target;

    public float GovernorDb => _governor.Target;

    public Decorrelation Decorrelation => (Decorrelation)_decorrelate.Choice;

    public float ShiftHz => _shift.Target;

    /// <summary>Gets the depth of the phase's turns, 0 to 1.</summary>
    public float Depth => _depth.Target / 100;

    /// <summary>Gets what the guard is asked for.</summary>
    public GuardSettings Guard => new()
    {
        MaxNotches = Mode == FeedbackMode.Cancel ? 0 : (int)_notches.Target,
        MaxDepthDb = -_depthLimit.Target,
        WidthOctaves = _width.Target,
        ReleaseMs = 1000 * _release.Target,
        Material = (GuardMaterial)_material.Choice,
        Learn = IsLearning,
        Freeze = IsFrozen,
    };

    private FeedbackMode Mode => (FeedbackMode)_mode.Choice;

    private static Parameter Number(string id, string name, float minimum, float maximum, float value, ParameterUnit unit) =>
        new(id, name, minimum, maximum, value, unit) { SmoothingMs = 0 };
}
