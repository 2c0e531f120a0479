using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>A value for every parameter of an effect, with a name for messages.</summary>
/// <param name="Name">Such as <c>defaults</c> or <c>feedback at 95 %</c>.</param>
/// <param name="Values">One value per parameter, in their order.</param>
internal sealed record Setting(string Name, float[] Values)
{
    /// <summary>Every parameter at its default.</summary>
    public static Setting Defaults(AudioEffect effect) =>
        new("defaults", [.. effect.Parameters.Select(parameter => parameter.DefaultValue)]);

    /// <summary>What the parameters of an effect are set to.</summary>
    public static Setting Of(AudioEffect effect) =>
        new("current", [.. effect.Parameters.Select(parameter => parameter.Target)]);

    /// <summary>Every parameter anywhere on its travel between two points of it.</summary>
    public static Setting Random(AudioEffect effect, int seed, float from = 0, float to = 1)
    {
        var random = new Random(seed);
        return new Setting($"random values (seed {seed})", [.. effect.Parameters.Select(parameter =>
            parameter.FromNormalized(from + ((to - from) * random.NextSingle())))]);
    }

    /// <summary>
    /// Every corner worth trying: the defaults, all at minimum, all at maximum, each parameter alone at either end, and
    /// <paramref name="corners"/> seeded random corners.
    /// </summary>
    public static IEnumerable<Setting> Extremes(AudioEffect effect, int seed, int corners)
    {
        Setting defaults = Defaults(effect);
        yield return defaults;
        if (effect.Parameters.Count == 0)
            yield break;
        yield return new Setting("all parameters at minimum", [.. effect.Parameters.Select(p => p.Minimum)]);
        yield return new Setting("all parameters at maximum", [.. effect.Parameters.Select(p => p.Maximum)]);
        for (int i = 0; i < effect.Parameters.Count; i++)
        {
            yield return defaults.With(effect, i, effect.Parameters[i].Minimum);
            yield return defaults.With(effect, i, effect.Parameters[i].Maximum);
        }
        var random = new Random(seed);
        for (int corner = 0; corner < corners; corner++)
        {
            yield return new Setting($"random corner {corner + 1} (seed {seed})",
                [.. effect.Parameters.Select(p => random.Next(2) == 0 ? p.Minimum : p.Maximum)]);
        }
    }

    /// <summary>The same with one parameter changed.</summary>
    public Setting With(AudioEffect effect, int index, float value)
    {
        Parameter parameter = effect.Parameters[index];
        float[] values = [.. Values];
        values[index] = value;
        return new Setting($"{parameter.Id} at {Text(parameter, value)}", values);
    }

    /// <summary>A value as people write it, even if the choices of the parameter do not fit its range.</summary>
    public static string Text(Parameter parameter, float value) =>
        parameter.Choices.Count > 0 && value - parameter.Minimum >= parameter.Choices.Count
            ? ParameterText.Plain(value)
            : parameter.Format(value);

    /// <summary>Sets the targets of an effect. Does not allocate.</summary>
    public void ApplyTo(AudioEffect effect)
    {
        for (int i = 0; i < Values.Length; i++)
            effect.Parameters[i].Target = Values[i];
    }
}
