using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>A softmax over the classes of a token.</summary>
internal sealed record StepClasses(int Bins, Parameter Weight, Parameter Bias);
