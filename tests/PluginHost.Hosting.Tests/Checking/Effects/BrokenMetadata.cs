using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

public sealed class NoAttribute : Through;

[AudioEffect("Not An Id", "Broken")]
public sealed class BadId : Through;

[AudioEffect("no-name", " ")]
public sealed class NoName : Through;

[AudioEffect("no-constructor", "Broken")]
public sealed class NoConstructor : Through
{
    private NoConstructor()
    {
    }

    public static AudioEffect Create() => new NoConstructor();
}

[AudioEffect("wrong-choices", "Broken")]
public sealed class WrongChoices : Through
{
    public WrongChoices() =>
        Add(new Parameter("mode", "Mode", 0, 2, 0) { Choices = ["a", "b"], Step = 1, SmoothingMs = 0 });
}

[AudioEffect("off-grid", "Broken")]
public sealed class OffGridDefault : Through
{
    public OffGridDefault() => Add(new Parameter("order", "Order", 0, 8, 3) { Step = 2 });
}

[AudioEffect("shared-parameter", "Broken")]
public sealed class SharedParameter : Through
{
    private static readonly Parameter Shared = new("amount", "Amount", 0, 1, 0);

    public SharedParameter() => Add(Shared);
}

[AudioEffect("late-parameter", "Broken")]
public sealed class LateParameter : Through
{
    protected override void OnPrepare()
    {
        if (Parameters.Count == 0)
            Add(new Parameter("late", "Late", 0, 1, 0));
    }
}

[AudioEffect("nameless-meter", "Broken")]
public sealed class NamelessMeter : Through
{
    public NamelessMeter() => Add(new Meter("level", ""));
}
