using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>Everything a listing says about one effect. Holds no object of the plugin, so it does not keep it loaded.</summary>
/// <param name="Effect">Id, name and description.</param>
/// <param name="File">Full path of the assembly it comes from.</param>
/// <param name="Parameters">Its parameters, as declared.</param>
/// <param name="Meters">Its meters, as declared.</param>
public sealed record EffectDescription(EffectInfo Effect, string File,
    IReadOnlyList<ParameterDescription> Parameters, IReadOnlyList<MeterDescription> Meters)
{
    /// <summary>Copies what an effect declares. [control-thread]</summary>
    internal static EffectDescription Of(EffectInfo info, string file, AudioEffect effect) => new(info, file,
        [.. effect.Parameters.Select(ParameterDescription.Of)],
        [.. effect.Meters.Select(meter => new MeterDescription(meter.Id, meter.Name, meter.Unit.Symbol(), meter.Length))]);
}

/// <summary>What a listing says about one parameter.</summary>
/// <param name="Id">What presets call it.</param>
/// <param name="Name">What people read.</param>
/// <param name="Unit">Symbol of the unit of the values; empty for a plain number.</param>
/// <param name="Minimum">Lowest value, in that unit.</param>
/// <param name="Maximum">Highest value, in that unit.</param>
/// <param name="Default">Value of a new effect, in that unit.</param>
/// <param name="Step">Grid of allowed values; 0 for none.</param>
/// <param name="Taper">Curve of the control's travel.</param>
/// <param name="SmoothingMs">Time a change takes to arrive, in ms.</param>
/// <param name="Choices">Names of the values from the minimum on; empty for a number.</param>
public sealed record ParameterDescription(string Id, string Name, string Unit, float Minimum, float Maximum, float Default,
    float Step, ParameterTaper Taper, float SmoothingMs, IReadOnlyList<string> Choices)
{
    /// <summary>Copies the declaration of a parameter. [control-thread]</summary>
    internal static ParameterDescription Of(Parameter parameter) => new(parameter.Id, parameter.Name, parameter.Unit.Symbol(),
        parameter.Minimum, parameter.Maximum, parameter.DefaultValue, parameter.Step, parameter.Taper,
        parameter.SmoothingMs, [.. parameter.Choices]);
}

/// <summary>What a listing says about one meter.</summary>
/// <param name="Id">What remote controls call it.</param>
/// <param name="Name">What people read.</param>
/// <param name="Unit">Symbol of the unit of the values; empty for a plain number.</param>
/// <param name="Bands">Number of values.</param>
public sealed record MeterDescription(string Id, string Name, string Unit, int Bands);
