using PluginHost.Engine.Chains;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Presets;

/// <summary>Sets what a slot and its effect offer, and says what is wrong with a value instead of bending it.</summary>
internal static class SlotSettings
{
    private const string Bypass = "bypass";
    private const string Mix = "mix";

    /// <summary>Sets a parameter of the effect. [control-thread]</summary>
    /// <exception cref="PresetException">There is no such parameter, or it cannot have that value.</exception>
    public static void SetParameter(Slot slot, string id, PresetValue value, PresetPlace place)
    {
        Parameter parameter = Find(slot, id) ?? throw NoSuchParameter(slot, id, [], place);
        parameter.Target = Resolve(parameter, value, place);
    }

    /// <summary>Sets a parameter of the effect, or else what every slot has. [control-thread]</summary>
    /// <exception cref="PresetException">There is no such parameter, or it cannot have that value.</exception>
    public static void SetField(Slot slot, string id, PresetValue value, PresetPlace place)
    {
        if (Find(slot, id) is { } parameter)
            parameter.Target = Resolve(parameter, value, place);
        else if (id == Bypass)
            slot.IsBypassed = Resolve(Parameter.Toggle(Bypass, Bypass), value, place) > 0;
        else if (id == Mix)
            slot.Mix = Resolve(new Parameter(Mix, Mix, 0, 1, 1), value, place);
        else
            throw NoSuchParameter(slot, id, [Bypass, Mix], place);
    }

    /// <summary>Makes a number of a value, without setting anything. [any-thread]</summary>
    /// <exception cref="PresetException">The parameter cannot have that value.</exception>
    internal static float Resolve(Parameter parameter, PresetValue value, PresetPlace place)
    {
        float number = value.Number;
        bool isRead = value.Text is null || parameter.TryParse(value.Text, out number);
        if (!isRead || !(number >= parameter.Minimum && number <= parameter.Maximum))
            throw place.Error(parameter.Id, $"{parameter.Id} is {value}, but must be {ParameterText.Range(parameter)}"
                + PresetText.DidYouMean(value.Text ?? "", parameter.Choices));
        // Parameter rounds to its grid without a word; in a file that would hide a mistake. The slack covers 0.1 and its like.
        float steps = parameter.Step > 0 ? (number - parameter.Minimum) / parameter.Step : 0;
        if (MathF.Abs(steps - MathF.Round(steps)) > 1e-3f)
            throw place.Error(parameter.Id, $"{parameter.Id} is {value}, but must be "
                + (parameter.Choices.Count > 0 ? ParameterText.Range(parameter)
                    : $"{ParameterText.Range(parameter)} in steps of {ParameterText.Plain(parameter.Step)}"));
        return number;
    }

    private static Parameter? Find(Slot slot, string id) =>
        slot.Effect.Parameters.FirstOrDefault(parameter => parameter.Id == id);

    private static PresetException NoSuchParameter(Slot slot, string id, string[] further, PresetPlace place)
    {
        string[] known = [.. slot.Effect.Parameters.Select(parameter => parameter.Id), .. further];
        string guess = PresetText.DidYouMean(id, known);
        return place.Error(id, $"there is no parameter {PresetText.Quote(id)}" + (guess.Length > 0 ? guess
            : known.Length > 0 ? $"; there are {string.Join(", ", known)}" : "; it has none"));
    }
}
