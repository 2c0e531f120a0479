namespace PluginHost.Neural.Steps;

/// <summary>The recurrent unit of a <see cref="StepModel"/>.</summary>
public enum RecurrentCell
{
    /// <summary>Gated recurrent unit: three gates, one state.</summary>
    Gru,

    /// <summary>Long short-term memory: four gates, output and cell.</summary>
    Lstm,
}
