namespace PluginHost.Plugins.Timing;

/// <summary>Finds the tempo of somebody who taps quarter notes: the mean of the last four gaps. A gap of more than 3 s begins
/// anew.</summary>
internal sealed class TapTempo
{
    private const int Gaps = 4;
    private const double LongestSeconds = 3;

    private readonly long[] _taps = new long[Gaps + 1];
    private int _rate = 1;
    private int _count;

    /// <summary>Gets the tempo in quarter notes a minute; 0 before the second tap. [audio-thread]</summary>
    public double TempoBpm { get; private set; }

    public void Prepare(int rate) => _rate = rate;

    public void Reset() => (_count, TempoBpm) = (0, 0);

    /// <summary>Takes a tap. [audio-thread]</summary>
    /// <param name="frame">When it came.</param>
    public void Tap(long frame)
    {
        if (_count > 0 && frame - _taps[_count - 1] > LongestSeconds * _rate)
            _count = 0;
        if (_count == _taps.Length)
        {
            _taps.AsSpan(1).CopyTo(_taps);
            _count--;
        }
        _taps[_count++] = frame;
        if (_count > 1 && _taps[_count - 1] > _taps[0])
            TempoBpm = 60.0 * _rate * (_count - 1) / (_taps[_count - 1] - _taps[0]);
    }
}
