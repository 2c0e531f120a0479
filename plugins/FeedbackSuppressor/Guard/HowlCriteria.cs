namespace PluginHost.Plugins.Guard;

/// <summary>Says of a tone whether it grows as a loop does.</summary>
/// <remarks>
/// T. van Waterschoot and M. Moonen, "Comparative evaluation of howling detection criteria in notch-filter-based howling
/// suppression", JAES 58(11), 2010: peak-to-neighbour (PNPR) and peak-to-harmonic power ratio (PHPR), peak persistence
/// (IPMP) and slope deviation (IMSD), all of which must hold. The slope must also be that of a loop: straight in dB, not
/// flattening as the attack of a note does, and at one frequency.
/// </remarks>
internal sealed class HowlCriteria
{
    private static readonly int[] Spans = [12, 20, 32, 56, 96, 160];
    private static readonly float[] Harmonics = [0.5f, 1f / 3, 2f / 3, 1.5f, 2, 3, 4];

    // Bins.
    private const float MaxWander = 0.1f;

    private readonly ToneSpectrum _spectrum;
    private readonly ToneTracker _tracker;

    /// <summary>Makes criteria. [control-thread]</summary>
    /// <param name="spectrum">What is heard.</param>
    /// <param name="tracker">Its tones.</param>
    public HowlCriteria(ToneSpectrum spectrum, ToneTracker tracker)
    {
        _spectrum = spectrum;
        _tracker = tracker;
    }

    /// <summary>Judges a tone. Does not allocate. [audio-thread]</summary>
    /// <param name="tone">One of this hop.</param>
    /// <param name="strictness">1; more asks for more evidence.</param>
    /// <param name="alert">Whether howls were met lately, so that several may grow at a time.</param>
    /// <returns>dB a second by which it grows, 0 if not as a loop.</returns>
    public float Growth(in Tone tone, float strictness, bool alert)
    {
        if (tone.LevelDb < (alert ? -62 : -57) || tone.Age < 10 || tone.SalienceDb < 12 || tone.Wander > MaxWander / strictness)
            return 0;
        foreach (int span in Spans)
        {
            GrowthLine line = GrowthLine.Through(_spectrum, tone.Bin, span);
            float rise = (span <= 12 ? 15 : span <= 20 ? 12 : 9) * strictness;
            if (line.RiseDb < rise
                || line.ErrorDb > Math.Min(1.2f, 0.06f * line.RiseDb / strictness)
                || line.LateDbPerSecond < 0.75f * line.EarlyDbPerSecond
                || tone.LevelDb < Before(tone.Bin, span) + (6 * strictness))
                continue;
            return HasHarmonics(tone, line.DbPerSecond, span) || (!alert && GrowsWithOthers(tone, line.DbPerSecond, span))
                ? 0 : line.DbPerSecond;
        }
        return 0;
    }

    /// <summary>Judges a tone at a frequency that is known to howl. Does not allocate. [audio-thread]</summary>
    /// <param name="tone">One of this hop.</param>
    /// <returns>dB a second by which it grows, 0 if it does not.</returns>
    public float GrowthAgain(in Tone tone)
    {
        if (tone.LevelDb < -62 || tone.Age < 8 || tone.SalienceDb < 10 || tone.Wander > MaxWander)
            return 0;
        foreach (int span in Spans)
        {
            GrowthLine line = GrowthLine.Through(_spectrum, tone.Bin, span);
            if (line.RiseDb >= 7 && line.ErrorDb < 0.1f * line.RiseDb && line.LateDbPerSecond > 0.7f * line.EarlyDbPerSecond)
                return line.DbPerSecond;
        }
        return 0;
    }

    /// <summary>Judges whether a tone just stands, or decays slowly, on one level line and alone: what a loop near its
    /// limit leaves of all that excites it, and also what a pure note does. Does not allocate. [audio-thread]</summary>
    /// <param name="tone">One of this hop.</param>
    /// <param name="slope">dB a second.</param>
    /// <returns>Whether it does.</returns>
    public bool Rings(in Tone tone, out float slope)
    {
        const int Span = 24;
        slope = 0;
        if (tone.LevelDb < -60 || tone.Age < Span || tone.SalienceDb < 15 || tone.Wander > 0.4f * MaxWander)
            return false;
        GrowthLine line = GrowthLine.Through(_spectrum, tone.Bin, Span);
        slope = line.DbPerSecond;
        return line.ErrorDb < 0.8f && slope > -25 && !HasHarmonics(tone, float.NegativeInfinity, Span);
    }

    /// <summary>Judges whether a tone is what drives the converter into clipping. Does not allocate. [audio-thread]</summary>
    /// <param name="tone">One of this hop.</param>
    /// <returns>Whether it is.</returns>
    public bool Overloads(in Tone tone)
    {
        if (tone.LevelDb < -12 || tone.Age < 8 || tone.SalienceDb < 20 || tone.Wander > MaxWander)
            return false;
        foreach (ref readonly Tone other in _tracker.Tones)
        {
            if (other.LevelDb > tone.LevelDb + 6)
                return false;
        }
        return true;
    }

    /// <summary>Gets the greatest level about a bin up to some hops ago. [audio-thread]</summary>
    /// <remarks>What a note does, it has done before: a loop's tone goes beyond all that was there before it grew.</remarks>
    public float Before(int bin, int span)
    {
        float before = GrowthLine.LevelDb(_spectrum.Past, bin, 2);
        for (int age = span; age < ToneSpectrum.History; age += 2)
            before = Math.Max(before, GrowthLine.LevelDb(_spectrum.LevelsAgo(age), bin, 1));
        return before;
    }

    /// <summary>Judges whether a tone has others at exact ratios beside it, down to 30 dB below. [audio-thread]</summary>
    public bool IsPartial(in Tone tone) => HasHarmonics(tone, float.NegativeInfinity, 4);

    // Of a crescendo all tones grow alike; those of a loop each have a pace of their own.
    private bool GrowsWithOthers(in Tone tone, float growth, int span)
    {
        int alike = 0;
        foreach (ref readonly Tone other in _tracker.Tones)
        {
            if (Math.Abs(other.Bin - tone.Bin) < 3 || other.SalienceDb < 12 || other.LevelDb < tone.LevelDb - 20)
                continue;
            GrowthLine line = GrowthLine.Through(_spectrum, other.Bin, span);
            if (Math.Abs(line.DbPerSecond - growth) < 0.15f * growth)
                alike++;
        }
        return alike >= 2;
    }

    // A partial of a note has others beside it, at exact ratios, that grow with it.
    private bool HasHarmonics(in Tone tone, float growth, int span)
    {
        foreach (ref readonly Tone other in _tracker.Tones)
        {
            if (other.LevelDb < tone.LevelDb - 30)
                continue;
            foreach (float ratio in Harmonics)
            {
                float off = Math.Abs(other.Place - (ratio * tone.Place));
                if (off > ((0.08f + (2 * tone.Wander)) * Math.Max(1, ratio)) + (0.001f * other.Place))
                    continue;
                if (growth < 0 || GrowthLine.Through(_spectrum, other.Bin, span).DbPerSecond > 0.4f * growth)
                    return true;
            }
        }
        return false;
    }
}
