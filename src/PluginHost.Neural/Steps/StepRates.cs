namespace PluginHost.Neural.Steps;

/// <summary>How a training step is regularised.</summary>
/// <param name="Hidden">Dropout of the outputs of recurrent layers.</param>
/// <param name="Head">Dropout inside the set head.</param>
/// <param name="Details">What a nat of loudness, timing and length counts beside one of the tokens.</param>
internal readonly record struct StepRates(float Hidden, float Head, float Details);
