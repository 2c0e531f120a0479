using PluginHost.Sdk;

namespace PluginHost.Hosting.Presets;

/// <summary>A value as somebody wrote it: a plain number in the parameter's unit, the name of a choice, or on and off.</summary>
public readonly record struct PresetValue
{
    private PresetValue(float number, string? text) => (Number, Text) = (number, text);

    /// <summary>Gets the number, in the unit of the parameter; 0 when there is text. [any-thread]</summary>
    public float Number { get; }

    /// <summary>Gets the name of a choice, or a number with its unit; null when it is a plain number. [any-thread]</summary>
    public string? Text { get; }

    /// <summary>Makes a number. [any-thread]</summary>
    /// <param name="number">Finite, in the unit of the parameter.</param>
    /// <returns>The value.</returns>
    public static PresetValue Of(float number) => new(number, null);

    /// <summary>Makes a text. [any-thread]</summary>
    /// <param name="text">Name of a choice, or a number with or without its unit.</param>
    /// <returns>The value.</returns>
    public static PresetValue Of(string text) => new(0, text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>Makes the value of a switch. [any-thread]</summary>
    /// <param name="isOn">Whether it is on.</param>
    /// <returns>The choice <c>on</c> or <c>off</c>.</returns>
    public static PresetValue Of(bool isOn) => new(0, isOn ? "on" : "off");

    /// <summary>Takes the target of a parameter: the name of a choice, else the number. [any-thread]</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>A value that sets it likewise.</returns>
    public static PresetValue Of(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Choices.Count > 0 ? Of(parameter.Choices[parameter.Choice]) : Of(parameter.Target);
    }

    /// <summary>Writes the value for messages. [any-thread]</summary>
    /// <returns>The number, or the quoted text.</returns>
    public override string ToString() => Text is null ? ParameterText.Plain(Number) : PresetText.Quote(Text);
}
