namespace PluginHost.Plugins.Guard;

/// <summary>A straight line through the last levels of a bin in dB: what a loop above its stability limit draws, as its
/// tone grows by the same factor in every turn (IMSD is the deviation from it).</summary>
/// <param name="RiseDb">From the first to the last point of the line.</param>
/// <param name="DbPerSecond">Its slope.</param>
/// <param name="ErrorDb">RMS deviation from it.</param>
/// <param name="EarlyDbPerSecond">Slope of the first half alone.</param>
/// <param name="LateDbPerSecond">Slope of the second half alone.</param>
internal readonly record struct GrowthLine(
    float RiseDb, float DbPerSecond, float ErrorDb, float EarlyDbPerSecond, float LateDbPerSecond)
{
    /// <summary>Draws the line. Does not allocate. [audio-thread]</summary>
    /// <param name="spectrum">Levels.</param>
    /// <param name="bin">Where; the greatest of this bin and its two neighbours counts.</param>
    /// <param name="hops">Over how many hops, even, 4 to <see cref="ToneSpectrum.History"/>.</param>
    /// <returns>The line.</returns>
    public static GrowthLine Through(ToneSpectrum spectrum, int bin, int hops)
    {
        Span<float> levels = stackalloc float[ToneSpectrum.History];
        levels = levels[..hops];
        for (int i = 0; i < hops; i++)
            levels[i] = LevelDb(spectrum.LevelsAgo(hops - 1 - i), bin, 1);
        LevelLine line = LevelLine.Through(levels, spectrum.HopSeconds);
        return new GrowthLine(
            line.DbPerSecond * spectrum.HopSeconds * (hops - 1),
            line.DbPerSecond,
            line.ErrorDb,
            LevelLine.Through(levels[..(hops / 2)], spectrum.HopSeconds).DbPerSecond,
            LevelLine.Through(levels[(hops / 2)..], spectrum.HopSeconds).DbPerSecond);
    }

    /// <summary>Reads the level about a bin, dB re a full-scale sine. [audio-thread]</summary>
    /// <param name="levels">Levels by bin.</param>
    /// <param name="bin">Centre.</param>
    /// <param name="reach">Bins to either side.</param>
    /// <returns>The greatest, -120 or more.</returns>
    public static float LevelDb(ReadOnlySpan<float> levels, int bin, int reach)
    {
        float greatest = -120;
        int end = Math.Min(levels.Length - 1, bin + reach);
        for (int k = Math.Max(0, bin - reach); k <= end; k++)
            greatest = Math.Max(greatest, levels[k]);
        return greatest;
    }
}
