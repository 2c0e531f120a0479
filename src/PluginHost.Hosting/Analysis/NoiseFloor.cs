namespace PluginHost.Hosting.Analysis;

/// <summary>
/// The level that a twentieth of a recording stays below, from the RMS of stretches of 50 ms over all channels. Kept as counts for each
/// tenth of a dB, so that memory does not grow. Digital silence, which no microphone gives, does not count.
/// </summary>
/// <param name="sampleRate">In Hz.</param>
internal sealed class NoiseFloor(int sampleRate)
{
    private const double StretchSeconds = 0.05;
    private const double Share = 0.05;
    private const double LowestDb = -180;
    private const int BinsPerDb = 10;
    private readonly long[] _counts = new long[(int)(-LowestDb + 60) * BinsPerDb];
    private readonly int _stretchFrames = Math.Max(1, (int)(StretchSeconds * sampleRate));
    private double _energy;
    private int _filled;

    /// <summary>Gets the floor in dBFS; null when there was nothing but silence or less than a stretch.</summary>
    public double? Db
    {
        get
        {
            long all = _counts.Sum();
            long wanted = Math.Max(1, (long)Math.Ceiling(all * Share));
            for (int bin = 0; all > 0 && bin < _counts.Length; bin++)
            {
                wanted -= _counts[bin];
                if (wanted <= 0)
                    return LowestDb + ((bin + 0.5) / BinsPerDb);
            }
            return null;
        }
    }

    /// <summary>Gets the frames until a stretch ends.</summary>
    public int FramesLeft => _stretchFrames - _filled;

    /// <summary>Adds up to <see cref="FramesLeft"/> frames.</summary>
    /// <param name="meanSquare">Mean of the squares over these frames and all channels.</param>
    /// <param name="frames">Frames.</param>
    public void Add(double meanSquare, int frames)
    {
        _energy += meanSquare * frames;
        _filled += frames;
        if (_filled < _stretchFrames)
            return;
        double db = 10 * Math.Log10(_energy / _stretchFrames);
        if (double.IsFinite(db))
            _counts[(int)Math.Clamp((db - LowestDb) * BinsPerDb, 0, _counts.Length - 1)]++;
        (_energy, _filled) = (0, 0);
    }
}
