using System.Reflection;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// The attribute is there with a valid id and a name; the class has a public constructor without parameters; parameters
/// and meters have names, consistent ranges and grids, belong to one instance each and are the same in every instance.
/// </summary>
internal sealed class MetadataCheck : ICheck
{
    public string Name => "metadata";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Create();
        AudioEffect effect = instance.Effect, other = bench.Create().Effect;
        int declared = effect.Parameters.Count;
        instance.Prepare(Instance.UsualFormat);

        List<string> faults = [.. TypeFaults(effect.GetType())];
        if (effect.Parameters.Count != declared)
            faults.Add("Prepare declares parameters: only the constructor may");
        if (!effect.Parameters.Select(Shape).SequenceEqual(other.Parameters.Select(Shape)))
            faults.Add("two instances declare different parameters");
        if (effect.Parameters.Any(parameter => other.Parameters.Contains(parameter)))
            faults.Add("two instances share a parameter");
        faults.AddRange(effect.Parameters.SelectMany(ParameterFaults));
        faults.AddRange(effect.Meters.Where(meter => string.IsNullOrWhiteSpace(meter.Name))
            .Select(meter => $"meter {meter.Id} has no name"));

        return faults.Count > 0
            ? Verdict.Failed(string.Join("; ", faults))
            : Verdict.Passed($"{effect.Parameters.Count} parameters, {effect.Meters.Count} meters");
    }

    private static IEnumerable<string> TypeFaults(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is null)
            yield return $"{type.Name} has no public constructor without parameters";
        AudioEffectAttribute? attribute = type.GetCustomAttribute<AudioEffectAttribute>(inherit: false);
        if (attribute is null)
        {
            yield return $"{type.Name} carries no [AudioEffect(id, name)]";
            yield break;
        }
        if (!Identifier.IsValid(attribute.Id))
            yield return $"'{attribute.Id}' is no id: {Identifier.Rule}";
        if (string.IsNullOrWhiteSpace(attribute.Name))
            yield return "the effect has no name";
    }

    private static IEnumerable<string> ParameterFaults(Parameter parameter)
    {
        float span = parameter.Maximum - parameter.Minimum;
        if (string.IsNullOrWhiteSpace(parameter.Name))
            yield return $"parameter {parameter.Id} has no name";
        if (!float.IsFinite(parameter.SmoothingMs) || parameter.SmoothingMs < 0)
            yield return $"parameter {parameter.Id}: {parameter.SmoothingMs} ms is no smoothing time";
        if (!(parameter.Step >= 0 && parameter.Step <= span))
            yield return $"parameter {parameter.Id}: steps of {parameter.Step} do not fit into its range of {span}";
        if (parameter.Step > 0 && !OnGrid(parameter, parameter.DefaultValue))
            yield return $"parameter {parameter.Id}: {parameter.DefaultValue} is not on its grid of {parameter.Step}";
        if (parameter.Choices.Count == 0)
            yield break;
        if (parameter.Choices.Count != span + 1)
            yield return $"parameter {parameter.Id} has {parameter.Choices.Count} choices for {span + 1} values";
        if (parameter.Choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() != parameter.Choices.Count
            || parameter.Choices.Any(string.IsNullOrWhiteSpace))
            yield return $"parameter {parameter.Id} has choices without a name of their own";
    }

    private static bool OnGrid(Parameter parameter, float value)
    {
        float steps = (value - parameter.Minimum) / parameter.Step;
        return MathF.Abs(steps - MathF.Round(steps)) < 1e-3f;
    }

    private static (string, float, float, float, ParameterUnit) Shape(Parameter parameter) =>
        (parameter.Id, parameter.Minimum, parameter.Maximum, parameter.DefaultValue, parameter.Unit);
}
