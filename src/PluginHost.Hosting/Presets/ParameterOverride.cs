namespace PluginHost.Hosting.Presets;

/// <summary>A value that replaces a preset's: <c>--set slot.parameter=value</c>.</summary>
/// <param name="Slot">Number counted from 1, or the id of an effect that is there once.</param>
/// <param name="Parameter">Id of a parameter, or <c>bypass</c> or <c>mix</c> of the slot.</param>
/// <param name="Value">What it is set to.</param>
public sealed record ParameterOverride(string Slot, string Parameter, PresetValue Value)
{
    /// <summary>Reads an override as the command line takes it. [any-thread]</summary>
    /// <param name="text">E.g. <c>2.threshold=-30</c> or <c>gain.bypass=on</c>.</param>
    /// <returns>The override.</returns>
    /// <exception cref="PresetException">A part is missing.</exception>
    public static ParameterOverride Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        string value = equals < 0 ? "" : text[(equals + 1)..].Trim();
        if (dot < 1 || dot + 1 >= equals || value.Length == 0)
            throw new PresetPlace("--set " + PresetText.Quote(text)).Error("",
                "this is not slot.parameter=value, as in 2.threshold=-30 or gain.bypass=on");
        return new ParameterOverride(text[..dot].Trim(), text[(dot + 1)..equals].Trim(), value switch
        {
            "true" => PresetValue.Of(true),
            "false" => PresetValue.Of(false),
            _ => PresetValue.Of(value),
        });
    }

    /// <summary>Writes it as it was read. [any-thread]</summary>
    /// <returns>Text for messages.</returns>
    public override string ToString() => $"{Slot}.{Parameter}={Value.Text ?? Value.ToString()}";
}
