namespace PluginHost.Dsp.Levels;

/// <summary>The sum of the last values, in whole numbers, so that it is exact for ever.</summary>
/// <param name="length">Values of the window, at least 1.</param>
public sealed class MovingSum(int length)
{
    private readonly long[] _values = new long[length];
    private int _at;
    private long _sum;

    /// <summary>Forgets all values. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_values);
        (_at, _sum) = (0, 0);
    }

    /// <summary>Takes the next value. Does not allocate. [audio-thread]</summary>
    /// <param name="value">Small enough for the sum of a window.</param>
    /// <returns>The sum of this one and those before it within the window.</returns>
    public long Next(long value)
    {
        _sum += value - _values[_at];
        _values[_at] = value;
        if (++_at == _values.Length)
            _at = 0;
        return _sum;
    }
}
