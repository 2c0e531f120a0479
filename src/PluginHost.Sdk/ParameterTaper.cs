namespace PluginHost.Sdk;

/// <summary>How a control's travel (0 to 1) maps to a parameter's range, and along which curve its value is smoothed.</summary>
public enum ParameterTaper
{
    /// <summary>Equal travel, equal difference. Smoothed along a straight line.</summary>
    Linear,

    /// <summary>Equal travel, equal ratio; the range must be above 0. Smoothed along a geometric line.</summary>
    Logarithmic,
}
