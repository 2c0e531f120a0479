namespace PluginHost.Plugins.Listening;

/// <summary>Finds the beginnings of notes in one band, one hop after their peak.</summary>
/// <remarks>
/// The rise of the logarithm of energy, half-wave rectified: Bello et al., "A tutorial on onset detection in music signals"
/// (IEEE Transactions on Speech and Audio Processing 13(5), 2005), section III. Peaks as Simon Dixon picks them, "Onset
/// detection revisited" (DAFx 2006): a local maximum, above the mean of what was before by a margin, and above a threshold
/// that decays from the last peak; only that nothing after the next hop is known here.
/// </remarks>
internal sealed class OnsetPicker
{
    private const int Before = 20;
    private const int Rise = 2;
    private const int RefractoryHops = 10;
    private const double Decay = 0.9;

    // 4.3 dB, in natural logarithms of power: beyond what the power of noise in a narrow band does by itself.
    private const double Margin = 1;

    private readonly double[] _novelty = new double[Before];
    private readonly double[] _logs = new double[Rise];
    private double _last, _beforeLast, _threshold, _sum;
    private int _at, _logAt, _since;

    /// <summary>Forgets everything. [audio-thread]</summary>
    /// <param name="floor">The logarithm of silence.</param>
    public void Reset(double floor)
    {
        Array.Clear(_novelty);
        Array.Fill(_logs, floor);
        (_last, _beforeLast, _threshold, _sum, _at, _logAt, _since) = (0, 0, 0, 0, 0, 0, RefractoryHops);
    }

    /// <summary>Takes a hop. [audio-thread]</summary>
    /// <param name="log">Natural logarithm of the power.</param>
    /// <returns>How far the power rose in the onset that the hop before was, in nepers of power; 0 when it was none.</returns>
    public double Next(double log)
    {
        double novelty = Math.Max(0, log - _logs[_logAt]);
        _logs[_logAt] = log;
        _logAt = (_logAt + 1) % Rise;
        _since++;

        bool isPeak = _last >= _beforeLast && _last > novelty && _last >= (_sum / Before) + Margin && _last >= _threshold
            && _since > RefractoryHops;
        double found = isPeak ? _last : 0;
        if (isPeak)
            _since = 0;
        _threshold = Math.Max(_last, (Decay * _threshold) + ((1 - Decay) * _last));
        _sum += _last - _novelty[_at];
        _novelty[_at] = _last;
        _at = (_at + 1) % Before;
        (_beforeLast, _last) = (_last, novelty);
        return found;
    }
}
