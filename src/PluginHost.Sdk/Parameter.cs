using System.Runtime.CompilerServices;

namespace PluginHost.Sdk;

/// <summary>
/// A value that people set and an effect hears: one atomic target written by any thread, and on the audio thread a current
/// value that walks to it within <see cref="SmoothingMs"/>.
/// </summary>
/// <remarks>
/// The current value is computed from the frames left until the target, so it does not depend on how the stream was cut into
/// blocks, nor on whether <see cref="Next"/>, <see cref="Skip"/> or <see cref="Fill"/> moved it.
/// </remarks>
public sealed class Parameter
{
    private readonly float _defaultValue;
    private float _target;
    private float _heading;
    private float _current;
    private double _headingOnCurve;
    private double _step;
    private int _remaining;
    private int _rampFrames;

    /// <summary>Declares a parameter that starts at its default. [control-thread]</summary>
    /// <param name="id">What presets call it: lower-case letters, digits and hyphens.</param>
    /// <param name="name">What people read.</param>
    /// <param name="minimum">Lowest value, in <paramref name="unit"/>.</param>
    /// <param name="maximum">Highest value, above <paramref name="minimum"/>.</param>
    /// <param name="defaultValue">Value of a new effect, within the range.</param>
    /// <param name="unit">Unit of all values of this parameter.</param>
    /// <exception cref="ArgumentException">The id is malformed or the range is empty, not finite or without the default.</exception>
    public Parameter(string id, string name, float minimum, float maximum, float defaultValue,
        ParameterUnit unit = ParameterUnit.None)
    {
        if (!Identifier.IsValid(id))
            throw new ArgumentException($"'{id}' is no id: {Identifier.Rule}.", nameof(id));
        if (!float.IsFinite(minimum) || !float.IsFinite(maximum) || !(minimum < maximum))
            throw new ArgumentException($"Parameter '{id}': {minimum} to {maximum} is no range.", nameof(minimum));
        if (!(defaultValue >= minimum && defaultValue <= maximum))
            throw new ArgumentException($"Parameter '{id}': default {defaultValue} is outside {minimum} to {maximum}.",
                nameof(defaultValue));
        (Id, Name, Minimum, Maximum, _defaultValue, Unit) = (id, name, minimum, maximum, defaultValue, unit);
        _target = defaultValue;
        SnapToTarget();
    }

    /// <summary>Gets the id that presets use. [any-thread]</summary>
    public string Id { get; }

    /// <summary>Gets the display name. [any-thread]</summary>
    public string Name { get; }

    /// <summary>Gets the lowest value. [any-thread]</summary>
    public float Minimum { get; }

    /// <summary>Gets the highest value. [any-thread]</summary>
    public float Maximum { get; }

    /// <summary>Gets the value of a new effect. [any-thread]</summary>
    public float DefaultValue => _defaultValue;

    /// <summary>Gets the unit of every value of this parameter. [any-thread]</summary>
    public ParameterUnit Unit { get; }

    /// <summary>Gets the curve of the control's travel and of smoothing. [any-thread]</summary>
    /// <exception cref="ArgumentException">Logarithmic over a range that is not above 0.</exception>
    public ParameterTaper Taper
    {
        get;
        init
        {
            if (value == ParameterTaper.Logarithmic && Minimum <= 0)
                throw new ArgumentException($"Parameter '{Id}': a logarithmic range starts above 0, not at {Minimum}.");
            field = value;
            SnapToTarget();
        }
    }

    /// <summary>Gets the time a change takes to arrive, in ms; 0 jumps. Default 20. [any-thread]</summary>
    /// <exception cref="ArgumentException">The time is negative or no number.</exception>
    public float SmoothingMs
    {
        get;
        init => field = value >= 0 ? value
            : throw new ArgumentException($"Parameter '{Id}': smoothing is {value} ms, but must be 0 or more.");
    } = 20;

    /// <summary>Gets the grid of allowed values counted from <see cref="Minimum"/>; 0 for none. [any-thread]</summary>
    public float Step { get; init; }

    /// <summary>Gets the names of the values <see cref="Minimum"/>, <see cref="Minimum"/> + 1, ...; empty for a number. [any-thread]</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Gets or sets where the value is heading; last writer wins. Rounded to <see cref="Step"/>. [any-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or outside the range.</exception>
    public float Target
    {
        get => Volatile.Read(ref _target);
        set
        {
            if (!(value >= Minimum && value <= Maximum))
                throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"{Id} is {ParameterText.Plain(value)}, but must be {ParameterText.Range(this)}.");
            float onGrid = Step > 0 ? Minimum + (MathF.Round((value - Minimum) / Step) * Step) : value;
            Volatile.Write(ref _target, Math.Min(onGrid, Maximum));
        }
    }

    /// <summary>Gets the value heard at the last frame that was taken. [audio-thread]</summary>
    public float Current => _current;

    /// <summary>Gets whether the current value is still on its way to the target. [audio-thread]</summary>
    public bool IsSmoothing
    {
        get
        {
            Follow();
            return _remaining > 0;
        }
    }

    /// <summary>Gets the target as an index into <see cref="Choices"/>. [any-thread]</summary>
    public int Choice => (int)MathF.Round(Target - Minimum);

    /// <summary>Gets whether a toggle is on: the target is nearer to the maximum than to the minimum. [any-thread]</summary>
    public bool IsOn => Target - Minimum > Maximum - Target;

    /// <summary>Declares a choice between named values, which jumps. [control-thread]</summary>
    /// <param name="id">What presets call it.</param>
    /// <param name="name">What people read.</param>
    /// <param name="defaultChoice">Index of the default.</param>
    /// <param name="choices">Names of the values, at least two.</param>
    /// <returns>A parameter from 0 to the number of choices - 1.</returns>
    public static Parameter OneOf(string id, string name, int defaultChoice, params string[] choices) =>
        new(id, name, 0, choices.Length - 1, defaultChoice) { Choices = choices, Step = 1, SmoothingMs = 0 };

    /// <summary>Declares a switch, which jumps. [control-thread]</summary>
    /// <param name="id">What presets call it.</param>
    /// <param name="name">What people read.</param>
    /// <param name="defaultOn">Whether a new effect has it on.</param>
    /// <returns>A parameter with the choices <c>off</c> and <c>on</c>.</returns>
    public static Parameter Toggle(string id, string name, bool defaultOn = false) =>
        OneOf(id, name, defaultOn ? 1 : 0, "off", "on");

    /// <summary>Moves one frame on and gives the value heard there. [audio-thread]</summary>
    /// <returns>The value, within the range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Next()
    {
        Follow();
        if (_remaining > 0)
            Advance(1);
        return _current;
    }

    /// <summary>Moves several frames on at once, for values used once per block. [audio-thread]</summary>
    /// <param name="frames">How far, 0 or more.</param>
    /// <returns>The value at the last of these frames.</returns>
    public float Skip(int frames)
    {
        Follow();
        if (_remaining > 0 && frames > 0)
            Advance(Math.Min(frames, _remaining));
        return _current;
    }

    /// <summary>Writes the value of each of the next frames. [audio-thread]</summary>
    /// <param name="values">One value a frame; its length is how far the parameter moves on.</param>
    public void Fill(Span<float> values)
    {
        Follow();
        int ramp = Math.Min(_remaining, values.Length);
        for (int i = 0; i < ramp; i++)
        {
            Advance(1);
            values[i] = _current;
        }
        values[ramp..].Fill(_current);
    }

    /// <summary>Jumps to the target. [audio-thread]</summary>
    public void SnapToTarget()
    {
        _heading = _current = Target;
        _headingOnCurve = OnCurve(_heading);
        _remaining = 0;
    }

    /// <summary>Maps a value to the travel of its control, 0 to 1. [any-thread]</summary>
    /// <param name="value">A value, clamped to the range.</param>
    /// <returns>0 at the minimum, 1 at the maximum.</returns>
    public float ToNormalized(float value) => (float)Math.Clamp(
        (OnCurve(Math.Clamp(value, Minimum, Maximum)) - OnCurve(Minimum)) / (OnCurve(Maximum) - OnCurve(Minimum)), 0, 1);

    /// <summary>Maps the travel of a control to a value. [any-thread]</summary>
    /// <param name="travel">0 to 1, clamped.</param>
    /// <returns>A value within the range.</returns>
    public float FromNormalized(float travel) => Math.Clamp(
        OffCurve(OnCurve(Minimum) + (Math.Clamp(travel, 0, 1) * (OnCurve(Maximum) - OnCurve(Minimum)))), Minimum, Maximum);

    /// <summary>Takes the sample rate into account and jumps to the target. [control-thread &amp; not processing]</summary>
    /// <param name="sampleRate">In Hz.</param>
    internal void Prepare(int sampleRate)
    {
        _rampFrames = (int)MathF.Round(SmoothingMs * sampleRate / 1000);
        SnapToTarget();
    }

    private double OnCurve(float value) => Taper == ParameterTaper.Logarithmic ? Math.Log(value) : value;

    private float OffCurve(double onCurve) =>
        (float)(Taper == ParameterTaper.Logarithmic ? Math.Exp(onCurve) : onCurve);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Follow()
    {
        if (Volatile.Read(ref _target) != _heading)
            Retarget();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Retarget()
    {
        if (_rampFrames == 0)
        {
            SnapToTarget();
            return;
        }
        double from = OnCurve(_current);
        _heading = Volatile.Read(ref _target);
        _headingOnCurve = OnCurve(_heading);
        _step = (_headingOnCurve - from) / _rampFrames;
        _remaining = _rampFrames;
    }

    private void Advance(int frames)
    {
        _remaining -= frames;
        _current = _remaining == 0 ? _heading : OffCurve(_headingOnCurve - (_step * _remaining));
    }
}
