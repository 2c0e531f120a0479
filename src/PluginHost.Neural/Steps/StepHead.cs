namespace PluginHost.Neural.Steps;

/// <summary>How a <see cref="StepModel"/> spreads probability over the tokens that sound at a step.</summary>
public enum StepHead
{
    /// <summary>The exact joint probability of the set: tokens from low to high, each given those before it, until the end.</summary>
    Set,

    /// <summary>Every token on its own: one sigmoid each.</summary>
    Bits,
}
