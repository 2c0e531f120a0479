namespace PluginHost.Sdk.Tests;

/// <summary>An effect that is nothing but its parameters and meters.</summary>
internal sealed class ParameterHolder : AudioEffect
{
    public ParameterHolder(params Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters)
            Add(parameter);
    }

    public new Meter Add(Meter meter) => base.Add(meter);

    public override void Process(in ProcessContext context)
    {
    }
}
