namespace PluginHost.Plugins.Guard;

/// <summary>What trials may cost: a share of the sound too small to be heard or measured, counted exactly.</summary>
internal sealed class TrialBudget
{
    // What was changed lies at least this far below what was heard.
    private const float Share = 8e-6f;
    private const float ForgetSeconds = 10;

    private readonly float _sampleRate;
    private double _heard;
    private double _spent;

    /// <summary>Makes one. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    public TrialBudget(double sampleRate) => _sampleRate = (float)sampleRate;

    /// <summary>Gets a value indicating whether more was spent than there was.</summary>
    public bool IsOverdrawn => _spent > Share * _heard;

    /// <summary>Forgets all.</summary>
    public void Reset() => _heard = _spent = 0;

    /// <summary>Hears a sample.</summary>
    public void Hear(float sample) => _heard += sample * sample;

    /// <summary>Counts what a trial has changed of a sample.</summary>
    public void Spend(float change) => _spent += change * change;

    /// <summary>A hop went by.</summary>
    public void Pass(float hopSeconds)
    {
        _heard *= 1 - (hopSeconds / ForgetSeconds);
        _spent *= 1 - (hopSeconds / ForgetSeconds);
    }

    /// <summary>Computes how deep a tone may be cut.</summary>
    /// <param name="levelDb">Its level, dB re a full-scale sine.</param>
    /// <param name="seconds">For how long.</param>
    /// <returns>dB, 0 or less.</returns>
    public float DepthDb(float levelDb, float seconds)
    {
        // Not all that is left: the tone may grow, and one trial is not enough.
        double left = 0.4 * ((Share * _heard) - _spent);
        double cost = 0.5 * Math.Pow(10, levelDb / 10) * seconds * _sampleRate;
        double change = Math.Sqrt(Math.Max(0, left) / cost);
        return change < 0.9 ? (float)(20 * Math.Log10(1 - change)) : -20;
    }
}
