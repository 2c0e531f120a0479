using System.Globalization;

namespace PluginHost.Sdk;

/// <summary>Values as people write them: <c>-6</c>, <c>-6 dB</c>, <c>live</c>, <c>on</c>. Always with a decimal point.</summary>
public static class ParameterText
{
    /// <summary>Writes a value with its unit or choice name. [any-thread]</summary>
    /// <param name="parameter">Whose value it is.</param>
    /// <param name="value">A value within its range.</param>
    /// <returns>Text that <see cref="TryParse"/> reads back. Allocates.</returns>
    public static string Format(this Parameter parameter, float value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Choices.Count > 0)
            return parameter.Choices[(int)MathF.Round(value - parameter.Minimum)];
        string symbol = parameter.Unit.Symbol();
        return symbol.Length == 0 ? Plain(value) : $"{Plain(value)} {symbol}";
    }

    /// <summary>Reads a number, with or without its unit, or the name of a choice. [any-thread]</summary>
    /// <param name="parameter">Whose value it is.</param>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="value">The value, not yet checked against the range.</param>
    /// <returns>Whether the text was understood.</returns>
    public static bool TryParse(this Parameter parameter, string text, out float value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        for (int i = 0; i < parameter.Choices.Count; i++)
        {
            if (string.Equals(parameter.Choices[i], text, StringComparison.OrdinalIgnoreCase))
            {
                value = parameter.Minimum + i;
                return true;
            }
        }
        string symbol = parameter.Unit.Symbol();
        if (symbol.Length > 0 && text.EndsWith(symbol, StringComparison.OrdinalIgnoreCase))
            text = text[..^symbol.Length].TrimEnd();
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    /// <summary>Writes what a parameter accepts: <c>-60 to 24 dB</c>, or the names of its choices. [any-thread]</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Text for messages and listings. Allocates.</returns>
    public static string Range(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Choices.Count > 0
            ? "one of " + string.Join(", ", parameter.Choices)
            : $"{Plain(parameter.Minimum)} to {Plain(parameter.Maximum)} {parameter.Unit.Symbol()}".TrimEnd();
    }

    /// <summary>Writes a number shortly, with a decimal point. [any-thread]</summary>
    /// <param name="value">Any number.</param>
    /// <returns>At most seven digits. Allocates.</returns>
    public static string Plain(float value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
