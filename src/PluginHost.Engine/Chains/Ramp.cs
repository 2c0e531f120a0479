namespace PluginHost.Engine.Chains;

/// <summary>A straight fade between two levels, the same however the stream is cut into blocks.</summary>
internal struct Ramp
{
    private readonly int _length;
    private float _target;
    private float _step;
    private int _remaining;

    /// <summary>Creates a ramp that rests. [control-thread]</summary>
    /// <param name="length">Frames of a whole fade, at least 1.</param>
    /// <param name="value">Where it rests.</param>
    public Ramp(int length, float value)
    {
        _length = Math.Max(1, length);
        _target = value;
    }

    /// <summary>Gets whether the level has arrived. [audio-thread]</summary>
    public readonly bool IsSettled => _remaining == 0;

    /// <summary>Gets where it is heading. [audio-thread]</summary>
    public readonly float Target => _target;

    /// <summary>Gets the level now. [audio-thread]</summary>
    public readonly float Value => _target - (_step * _remaining);

    /// <summary>Gets whether it rests at a level. [audio-thread]</summary>
    /// <param name="level">The level.</param>
    /// <returns>True if it has arrived there.</returns>
    public readonly bool RestsAt(float level) => _remaining == 0 && _target == level;

    /// <summary>Starts to another level, unless it is heading there already. [audio-thread]</summary>
    /// <param name="target">The level.</param>
    public void Head(float target)
    {
        if (target == _target)
            return;
        float from = Value;
        _target = target;
        _step = (target - from) / _length;
        _remaining = _length;
    }

    /// <summary>Is at a level at once. [audio-thread]</summary>
    /// <param name="level">The level.</param>
    public void Jump(float level) => (_target, _remaining) = (level, 0);

    /// <summary>Blends two rows into the first: <c>a * level + b * (1 - level)</c>. [audio-thread]</summary>
    /// <param name="a">Heard at level 1; receives the result.</param>
    /// <param name="b">Heard at level 0.</param>
    /// <remarks>Does not move on, so that every channel gets the same fade; see <see cref="Advance"/>.</remarks>
    public readonly void Blend(Span<float> a, ReadOnlySpan<float> b)
    {
        int remaining = _remaining;
        for (int i = 0; i < a.Length; i++)
        {
            if (remaining > 0)
                remaining--;
            float level = _target - (_step * remaining);
            a[i] = b[i] + ((a[i] - b[i]) * level);
        }
    }

    /// <summary>Adds a constant at the fade's level. [audio-thread]</summary>
    /// <param name="row">Receives the sum.</param>
    /// <param name="value">The constant at level 1.</param>
    public readonly void AddScaled(Span<float> row, float value)
    {
        int remaining = _remaining;
        for (int i = 0; i < row.Length; i++)
        {
            if (remaining > 0)
                remaining--;
            row[i] += value * (_target - (_step * remaining));
        }
    }

    /// <summary>Moves on. [audio-thread]</summary>
    /// <param name="frames">By how much.</param>
    public void Advance(int frames) => _remaining = Math.Max(0, _remaining - frames);
}
