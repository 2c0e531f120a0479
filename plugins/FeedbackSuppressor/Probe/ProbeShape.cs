using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>Where the probe lies in frequency, and the frames and lags in which it is looked for.</summary>
internal sealed class ProbeShape
{
    /// <summary>Frames of the path that are looked at, one after another: 85 ms.</summary>
    public const int Lags = 16;

    /// <summary>Steps from one spectrum to the next, half its length.</summary>
    public const int HopSteps = 4;

    // High, where voices and instruments have least, and loudspeakers still play. Lower rates have less room.
    private const float LowestHz = 7000;
    private const float HighestHz = 16_000;
    private const float LowestShare = 0.15f;
    private const float HighestShare = 0.34f;

    /// <summary>Computes the sizes. [any-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    public ProbeShape(int sampleRate)
    {
        SampleRate = sampleRate;
        Step = LoopShape.StepAt(sampleRate);
        LowHz = Math.Min(LowestHz, LowestShare * sampleRate);
        HighHz = Math.Min(HighestHz, HighestShare * sampleRate);
        First = (int)MathF.Ceiling(LowHz * Length / sampleRate);
        Bins = (int)(HighHz * Length / sampleRate) - First;
    }

    public int SampleRate { get; }

    /// <summary>Gets the frames that come at a time.</summary>
    public int Step { get; }

    /// <summary>Gets the frames of a spectrum, 11 ms.</summary>
    public int Length => 2 * HopSteps * Step;

    public float HopSeconds => (float)HopSteps * Step / SampleRate;

    public float LowHz { get; }

    public float HighHz { get; }

    /// <summary>Gets the first bin of the band.</summary>
    public int First { get; }

    /// <summary>Gets the bins of the band.</summary>
    public int Bins { get; }
}
