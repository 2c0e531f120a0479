using System.Numerics;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>A parameter that is looked for.</summary>
/// <param name="Slot">Its slot, counted from 0.</param>
/// <param name="Parameter">The parameter: continuous, without choices or steps.</param>
public sealed record TunedParameter(int Slot, Parameter Parameter)
{
    /// <summary>Gets how the command line calls it: the slot counted from 1, and the id. [any-thread]</summary>
    public string Name => $"{Slot + 1}.{Parameter.Id}";

    /// <summary>Gets whether a parameter can be tuned: one with choices or steps has no slope. [any-thread]</summary>
    /// <param name="parameter">Any parameter.</param>
    /// <returns>Whether it is continuous.</returns>
    public static bool IsContinuous(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Step == 0 && parameter.Choices.Count == 0;
    }

    /// <summary>Maps travel to a value along the parameter's taper, as <see cref="Parameter.FromNormalized"/> does, in any
    /// number type. [any-thread]</summary>
    /// <param name="travel">0 to 1.</param>
    /// <returns>A value in the parameter's unit.</returns>
    internal T ValueAt<T>(T travel)
        where T : struct, IFloatingPointIeee754<T>
    {
        bool isLogarithmic = Parameter.Taper == ParameterTaper.Logarithmic;
        double low = isLogarithmic ? Math.Log(Parameter.Minimum) : Parameter.Minimum;
        double high = isLogarithmic ? Math.Log(Parameter.Maximum) : Parameter.Maximum;
        T onCurve = T.CreateTruncating(low) + (travel * T.CreateTruncating(high - low));
        return isLogarithmic ? T.Exp(onCurve) : onCurve;
    }
}
