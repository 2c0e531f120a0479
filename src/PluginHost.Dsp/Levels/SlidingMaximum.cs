using System.Numerics;

namespace PluginHost.Dsp.Levels;

/// <summary>The largest of the last values: Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element",
/// 2006. Three comparisons a value on average, never more than the window is long.</summary>
/// <param name="length">Values of the window, at least 1.</param>
public sealed class SlidingMaximum(int length)
{
    // Values that could still become the largest, falling, each with its time.
    private readonly (long Value, long At)[] _wedge = new (long, long)[BitOperations.RoundUpToPowerOf2((uint)length + 1)];
    private long _first;
    private long _end;
    private long _now;

    /// <summary>Forgets all values. [audio-thread]</summary>
    public void Reset() => (_first, _end, _now) = (0, 0, 0);

    /// <summary>Takes the next value. Does not allocate. [audio-thread]</summary>
    /// <param name="value">Any.</param>
    /// <returns>The largest of this one and those before it within the window.</returns>
    public long Next(long value)
    {
        int mask = _wedge.Length - 1;
        while (_end > _first && _wedge[(int)(_end - 1) & mask].Value <= value)
            _end--;
        _wedge[(int)_end++ & mask] = (value, _now);
        if (_wedge[(int)_first & mask].At <= _now - length)
            _first++;
        _now++;
        return _wedge[(int)_first & mask].Value;
    }
}
