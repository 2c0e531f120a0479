namespace PluginHost.Sdk;

/// <summary>The unit of a parameter or meter; <see cref="ParameterUnits.Symbol"/> gives the text behind the number.</summary>
public enum ParameterUnit
{
    /// <summary>A plain number.</summary>
    None,

    /// <summary>Decibels.</summary>
    Decibels,

    /// <summary>Hertz.</summary>
    Hertz,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Percent, 0 to 100.</summary>
    Percent,

    /// <summary>Quarter notes.</summary>
    Beats,

    /// <summary>Semitones.</summary>
    Semitones,

    /// <summary>Octaves.</summary>
    Octaves,

    /// <summary>Frames.</summary>
    Frames,
}

/// <summary>Texts for <see cref="ParameterUnit"/>.</summary>
public static class ParameterUnits
{
    /// <summary>Gets what stands behind the number: <c>dB</c>, <c>Hz</c>, <c>ms</c>; empty for a plain number. [any-thread]</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The symbol.</returns>
    public static string Symbol(this ParameterUnit unit) => unit switch
    {
        ParameterUnit.Decibels => "dB",
        ParameterUnit.Hertz => "Hz",
        ParameterUnit.Milliseconds => "ms",
        ParameterUnit.Seconds => "s",
        ParameterUnit.Percent => "%",
        ParameterUnit.Beats => "beats",
        ParameterUnit.Semitones => "st",
        ParameterUnit.Octaves => "oct",
        ParameterUnit.Frames => "frames",
        _ => "",
    };
}
