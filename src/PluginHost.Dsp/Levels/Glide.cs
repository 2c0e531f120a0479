namespace PluginHost.Dsp.Levels;

/// <summary>
/// A value that glides to its target without a jump of value or slope: two one-pole low-passes in a row. For gains,
/// where a straight ramp in dB would end in an audible corner.
/// </summary>
/// <remarks>Settles exactly on the target, 20 time constants after the last change at most.</remarks>
public sealed class Glide
{
    // -140 dB of a full-scale value: the last step onto the target is not heard.
    private const double Close = 1e-7;

    private double _rate = 1;
    private double _target;
    private double _ahead;
    private double _value;

    /// <summary>Gets the value of the last frame. [audio-thread]</summary>
    public float Value => (float)_value;

    /// <summary>Gets whether the value is still on its way. [audio-thread]</summary>
    public bool IsMoving => _value != _target || _ahead != _target;

    /// <summary>Sets the pace. [any-thread &amp; not processing]</summary>
    /// <param name="timeConstantFrames">Time constant of either low-pass, above 0; 99 % are there after 6.6 of
    /// them.</param>
    public void Prepare(double timeConstantFrames) => _rate = 1 - Math.Exp(-1 / timeConstantFrames);

    /// <summary>Heads for a value. [audio-thread]</summary>
    /// <param name="target">Any finite value.</param>
    public void HeadFor(double target) => _target = target;

    /// <summary>Jumps to where it is heading. [audio-thread]</summary>
    public void SnapToTarget() => _value = _ahead = _target;

    /// <summary>Moves one frame on. [audio-thread]</summary>
    /// <returns>The value there.</returns>
    public float Next()
    {
        _ahead += _rate * (_target - _ahead);
        _value += _rate * (_ahead - _value);
        if (Math.Abs(_target - _value) < Close && Math.Abs(_target - _ahead) < Close)
            _value = _ahead = _target;
        return (float)_value;
    }

    /// <summary>Writes the value of each of the next frames. Does not allocate. [audio-thread]</summary>
    /// <param name="values">One value a frame.</param>
    public void Fill(Span<float> values)
    {
        int frame = 0;
        for (; frame < values.Length && IsMoving; frame++)
            values[frame] = Next();
        values[frame..].Fill(Value);
    }
}
