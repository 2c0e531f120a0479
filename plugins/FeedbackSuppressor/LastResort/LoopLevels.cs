using PluginHost.Plugins.Guard;

namespace PluginHost.Plugins.LastResort;

/// <summary>What the loudest tone does, in levels: all that the <see cref="Governor"/> goes by.</summary>
/// <param name="ToneDb">Its level, dB re a full-scale sine; -120 when there is none.</param>
/// <param name="OthersDb">Level of all that is not this tone.</param>
/// <param name="ExcessDb">By how much it is louder than all at its frequency that is older than 100 ms.</param>
/// <param name="EarlyDb">By how much it rose in the first half of the last 100 ms.</param>
/// <param name="LateDb">By how much it rose in the second half.</param>
/// <param name="IsPartial">Whether other tones stand at exact ratios to it.</param>
/// <param name="IsSteady">Whether it stays at one frequency.</param>
internal readonly record struct LoopLevels(
    float ToneDb, float OthersDb, float ExcessDb, float EarlyDb, float LateDb, bool IsPartial, bool IsSteady)
{
    /// <summary>Nothing is heard.</summary>
    public static readonly LoopLevels Silence = new(-120, -120, 0, 0, 0, false, false);

    // Hops of 11 ms.
    private const int Span = 9;
    private const int Half = 5;

    // A sine of amplitude 1 reads 1 at its bin and 1/4 to either side: 1.5 in all, as does all else of its power.
    private const float WindowDb = 1.76f;
    private const float Wander = 0.1f;

    /// <summary>Reads the levels of the newest hop. Does not allocate. [audio-thread]</summary>
    /// <param name="spectrum">What the microphone hears.</param>
    /// <param name="tracker">Its tones.</param>
    /// <param name="criteria">What knows about harmonics and the past.</param>
    /// <returns>The levels.</returns>
    public static LoopLevels Read(ToneSpectrum spectrum, ToneTracker tracker, HowlCriteria criteria)
    {
        Tone tone = default;
        foreach (ref readonly Tone other in tracker.Tones)
        {
            if (tone.Age == 0 || other.LevelDb > tone.LevelDb)
                tone = other;
        }
        if (tone.Age == 0)
            return Silence;
        float now = LevelAgo(0), middle = LevelAgo(Half), old = LevelAgo(Span);
        return new LoopLevels(now, spectrum.OthersDb(tone.Bin, withoutMultiples: false) - WindowDb, now - criteria.Before(tone.Bin, Span), middle - old,
            now - middle, criteria.IsPartial(tone), tone.Wander < Wander);

        float LevelAgo(int hops) => GrowthLine.LevelDb(spectrum.LevelsAgo(hops), tone.Bin, 1);
    }
}
