namespace PluginHost.Plugins;

/// <summary>Where the estimate of the noise comes from.</summary>
internal enum NoiseSource
{
    /// <summary>The learned profile, its level tracked; adaptive while nothing is learned.</summary>
    Hybrid,

    /// <summary>What is heard, tracked all the time.</summary>
    Adaptive,

    /// <summary>The learned profile as it is; adaptive while nothing is learned.</summary>
    Learned,
}

/// <summary>What the parameters ask for, in the units of the algorithm; the same for every lane, set once per hop.</summary>
internal sealed class GateSettings
{
    /// <summary>Gets or sets the natural logarithm of the least gain, 0 or below.</summary>
    public float LeastLogGain { get; set; }

    /// <summary>Gets or sets what the noise estimate is multiplied by, in power.</summary>
    public float Oversubtraction { get; set; }

    /// <summary>Gets or sets whether there is a level below which noise is left alone.</summary>
    public bool HasFloor { get; set; }

    /// <summary>Gets or sets the power per bin and unit of window energy below which noise is left alone.</summary>
    public float FloorPower { get; set; }

    /// <summary>Gets or sets the time constant of rising gains, in ms; 0 jumps.</summary>
    public float AttackMs { get; set; }

    /// <summary>Gets or sets the time constant of falling gains, in ms; 0 jumps.</summary>
    public float ReleaseMs { get; set; }

    /// <summary>Gets or sets half the width of smoothing over frequency, in widths of an ear's band (ERB).</summary>
    public float SmoothingErb { get; set; }

    /// <summary>Gets or sets the protection of attacks, 0 to 1.</summary>
    public float Transient { get; set; }

    /// <summary>Gets or sets the protection of steady tones, 0 to 1.</summary>
    public float Tonal { get; set; }

    /// <summary>Gets or sets the preference, 0 for the short window to 1 for the long one; 0.5 goes by the signal.</summary>
    public float Resolution { get; set; }

    /// <summary>Gets or sets where the estimate of the noise comes from.</summary>
    public NoiseSource Source { get; set; }
}
