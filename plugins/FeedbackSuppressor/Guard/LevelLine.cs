namespace PluginHost.Plugins.Guard;

/// <summary>The straight line through levels in dB.</summary>
/// <param name="DbPerSecond">Its slope.</param>
/// <param name="ErrorDb">RMS deviation from it.</param>
internal readonly record struct LevelLine(float DbPerSecond, float ErrorDb)
{
    /// <summary>Draws it. Does not allocate. [audio-thread]</summary>
    /// <param name="levels">One a hop, two or more.</param>
    /// <param name="hopSeconds">Seconds a hop.</param>
    /// <returns>The line.</returns>
    public static LevelLine Through(ReadOnlySpan<float> levels, float hopSeconds)
    {
        float middle = (levels.Length - 1) / 2f;
        float sum = 0;
        float product = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            sum += levels[i];
            product += levels[i] * (i - middle);
        }
        float n = levels.Length;
        float slope = product / (n * ((n * n) - 1) / 12);
        float error = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            float off = levels[i] - (sum / n) - (slope * (i - middle));
            error += off * off;
        }
        return new LevelLine(slope / hopSeconds, MathF.Sqrt(error / n));
    }
}
