namespace PluginHost.Neural.Steps;

/// <summary>One sampled token with its classes; a class that the model does not know is 0.</summary>
/// <param name="Token">From 0 to below <see cref="StepShape.Tokens"/>.</param>
/// <param name="Velocity">Class of loudness.</param>
/// <param name="Offset">Class of timing.</param>
/// <param name="Length">Class of length.</param>
public readonly record struct StepToken(short Token, byte Velocity, byte Offset, byte Length);
