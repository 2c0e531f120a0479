using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>A recurrent layer; the first has no input weights of its own.</summary>
internal sealed record StepLayer(Parameter? Input, Parameter? InputBias, Parameter Recurrent, Parameter RecurrentBias);
