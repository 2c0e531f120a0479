namespace PluginHost.Plugins.Loop;

/// <summary>Stands in for the canceller: predicts nothing, subtracts nothing.</summary>
internal sealed class LoopCanceller
{
    /// <summary>Makes one; allocates. [control-thread]</summary>
    /// <param name="sampleRate">8000 to 192 000 Hz.</param>
    /// <param name="longestMs">The longest filter that will be asked for, in ms.</param>
    public LoopCanceller(int sampleRate, float longestMs)
    {
        LengthMs = longestMs;
        Step = 8;
        while (Step * 750 * 1.4 < sampleRate)
            Step *= 2;
    }

    /// <summary>Gets the frames of its grid.</summary>
    public int Step { get; }

    /// <summary>Gets or sets whether it may subtract.</summary>
    public bool IsOn { get; set; }

    /// <summary>Gets or sets whether it stays as it is.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Gets or sets the share of the prediction that is subtracted, 0 to 1.</summary>
    public float Strength { get; set; }

    /// <summary>Gets or sets the length of the filter, in ms.</summary>
    public float LengthMs { get; set; }

    /// <summary>Gets or sets the least delay of the loop, in ms; 0 finds it.</summary>
    public float DelayMs { get; set; }

    /// <summary>Gets whether it has evidence of a loop, and subtracts.</summary>
    public bool IsEngaged { get; private set; }

    /// <summary>Gets the gain won, in dB.</summary>
    public float AddedGainDb { get; private set; }

    /// <summary>Gets the margin that is left, in dB.</summary>
    public float MarginDb { get; private set; }

    /// <summary>A howl was proven.</summary>
    public void ExpectLoop() => IsEngaged = false;

    /// <summary>The path is unknown again.</summary>
    public void Forget() => AddedGainDb = 0;

    /// <summary>As fresh.</summary>
    public void Reset() => MarginDb = 0;

    /// <summary>Subtracts in place.</summary>
    public void Cancel(Span<float> microphone) => IsEngaged = IsOn && microphone.IsEmpty;

    /// <summary>Hears what was sent on.</summary>
    public void Sent(ReadOnlySpan<float> output) => MarginDb = output.IsEmpty ? 0 : MarginDb;
}
