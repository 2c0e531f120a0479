namespace PluginHost.Plugins.Loop;

/// <summary>Knows how much of a prediction may be subtracted so that the level stays.</summary>
/// <remarks>
/// What comes back meets the player's tones in any phase: it makes some louder and others softer, and without it the level is
/// less by what the loop gave, no more. A path that has learned the player's long tones takes of all of them.
/// </remarks>
internal static class LevelLimit
{
    // At low frequencies, where most of the level is, loops are some 6 dB stronger than in the band of the probe.
    private const float LowOverHigh = 4;

    // And in a third of an octave they may be another 3 dB above that.
    private const float BandOverMean = 2;

    // What may be lost beyond what the loop gave: little where a loop would not howl anyway, more if it has shown that it does, and
    // most where it is far beyond its limit.
    private const float CalmDb = 0.2f;
    private const float RingingDb = 2.3f;
    private const float MostDb = 3;
    private const float LimitGain = 0.06f;
    private const float BeyondGain = 0.16f;

    // Some is subtracted whatever it costs; of a loop that has not shown itself less, for a path may be all the player's.
    private const float LeastShare = 0.3f;
    private const float LeastCalmShare = 0.1f;

    // A loop weaker than this does not ring: then what is lost is lost of the player, whether its tones last or decay. One that is stronger
    // fills the pauses of a voice with its own ringing, which has to go.
    private const float NearGain = 0.04f;

    /// <summary>Computes the share of the prediction that may be subtracted, 0.1 to 1.</summary>
    /// <param name="lossDb">By how much the level changes if all of it is subtracted, dB; below 0 if it falls.</param>
    /// <param name="gain">Mean gain of the loop in the band of the probe, as a power.</param>
    /// <param name="isRinging">Whether it was seen to howl, or to be turned up.</param>
    /// <param name="tones">How much what is heard are tones that last, 0 to 1.</param>
    public static float ShareFor(float lossDb, float gain, bool isRinging, float tones)
    {
        float near = isRinging ? 1 : Part(gain, NearGain, LimitGain);
        return float.Lerp(1, ShareOf(lossDb, gain, 1, isRinging), Math.Max(1 - near, tones));
    }

    /// <summary>Computes the share that may be subtracted in a third of an octave, 0.1 to 1.</summary>
    /// <param name="lossDb">By how much the energy in it changes if all of the prediction is subtracted, dB; below 0 if it falls.</param>
    /// <param name="gain">Mean gain of the loop in the band of the probe, as a power.</param>
    /// <param name="isRinging">Whether it was seen to be turned up.</param>
    public static float BandShareFor(float lossDb, float gain, bool isRinging) => ShareOf(lossDb, gain, BandOverMean, isRinging);

    private static float ShareOf(float lossDb, float gain, float overMean, bool isRinging)
    {
        float beyond = Part(gain, LimitGain, BeyondGain);
        float bearableDb = float.Lerp(isRinging ? RingingDb : CalmDb, MostDb, beyond) + (10 * MathF.Log10(1 + (LowOverHigh * overMean * gain)));
        float least = float.Lerp(isRinging ? LeastShare : LeastCalmShare, LeastShare, beyond);
        float all = Taken(-lossDb), bearable = Taken(bearableDb);
        return all > bearable ? Math.Max(least, bearable / all) : 1;

        static float Taken(float db) => 1 - MathF.Pow(10, -0.05f * db);
    }

    private static float Part(float x, float from, float to) => Math.Clamp((x - from) / (to - from), 0, 1);
}
