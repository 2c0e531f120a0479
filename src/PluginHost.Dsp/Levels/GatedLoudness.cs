namespace PluginHost.Dsp.Levels;

/// <summary>
/// Integrated loudness after Recommendation ITU-R BS.1770-4 (2015), annex 1: the mean over all windows of 400 ms that
/// are above -70 LKFS and above 10 LU less than the mean of those.
/// </summary>
/// <remarks>
/// Instead of every window of the last hours it keeps, for each hundredth of a dB, how many there were and their summed
/// power. Means are exact; the relative gate closes at the next hundredth.
/// </remarks>
public sealed class GatedLoudness
{
    private const double AbsoluteGateLkfs = -70;
    private const double RelativeGateLu = -10;
    private const int BinsPerLu = 100;
    private const int Bins = 90 * BinsPerLu;

    private readonly int[] _counts = new int[Bins];
    private readonly double[] _powers = new double[Bins];

    /// <summary>Gets the loudness of all that was added, in LKFS; minus infinity while nothing counts. Does not
    /// allocate; a window that is being added by another thread may count or not. [any-thread]</summary>
    public double IntegratedLkfs => Lkfs(MeanFrom(BinOf(Lkfs(MeanFrom(0)) + RelativeGateLu)));

    /// <summary>Computes the loudness of a power: -0.691 + 10 log10. [any-thread]</summary>
    /// <param name="meanSquare">Weighted sum of the channels' K-weighted mean squares, 0 and more.</param>
    /// <returns>LKFS; minus infinity for 0.</returns>
    public static double Lkfs(double meanSquare) => -0.691 + (10 * Math.Log10(meanSquare));

    /// <summary>Forgets all windows. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_counts);
        Array.Clear(_powers);
    }

    /// <summary>Adds one window of 400 ms; each begins 100 ms after the one before. Does not allocate.
    /// [audio-thread]</summary>
    /// <param name="meanSquare">Weighted sum of the channels' K-weighted mean squares.</param>
    public void Add(double meanSquare)
    {
        double lkfs = Lkfs(meanSquare);
        if (!(lkfs > AbsoluteGateLkfs))
            return;
        int bin = BinOf(lkfs);
        _counts[bin]++;
        _powers[bin] += meanSquare;
    }

    private double MeanFrom(int first)
    {
        long count = 0;
        double power = 0;
        for (int bin = first; bin < Bins; bin++)
        {
            count += _counts[bin];
            power += _powers[bin];
        }
        return count == 0 ? 0 : power / count;
    }

    private static int BinOf(double lkfs) =>
        (int)Math.Clamp((lkfs - AbsoluteGateLkfs) * BinsPerLu, 0, Bins - 1);
}
