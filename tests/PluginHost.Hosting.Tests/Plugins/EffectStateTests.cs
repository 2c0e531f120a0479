using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class EffectStateTests
{
    [Fact]
    public void Targets_and_state_come_back_in_another_instance()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance one = catalog.Create("fixture-good");
        using EffectInstance two = catalog.Create("fixture-good");
        one.Effect.Parameters[0].Target = 3.5f;
        PluginSandbox.Run(one.Effect, 40);

        Assert.Empty(EffectState.Capture(one.Effect).Apply(two.Effect));
        Assert.Equal(3.5f, two.Effect.Parameters[0].Target);
        Assert.Equal(40, two.Effect.Meters[0].Value);
    }

    [Fact]
    public void Values_that_do_not_fit_any_more_are_clamped_or_dropped_with_a_notice()
    {
        using PluginSandbox sandbox = new("CounterV1", "CounterV2");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance old = catalog.Create("fixture-counter-v1");
        using EffectInstance renewed = catalog.Create("fixture-counter-v2");
        foreach (Sdk.Parameter parameter in old.Effect.Parameters)
            parameter.Target = parameter.Maximum;

        Assert.Equal(
        [
            "The parameter 'range' was 100 and is now 50: it must be 0 to 50.",
            "The parameter 'old-only' is gone: its value 1 was dropped.",
        ], EffectState.Capture(old.Effect).Apply(renewed.Effect));
        Assert.Equal([("kept", 100f), ("range", 50f), ("new-only", 0.25f)],
            renewed.Effect.Parameters.Select(parameter => (parameter.Id, parameter.Target)));
    }

    [Fact]
    public void A_state_that_is_refused_gives_a_notice()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance one = catalog.Create("fixture-refuses-state");
        using EffectInstance two = catalog.Create("fixture-refuses-state");

        Assert.Equal(["The state of 3 bytes was dropped: loading it failed with InvalidDataException: "
            + "RefusesState keeps no state, but was given 3 bytes of it."], EffectState.Capture(one.Effect).Apply(two.Effect));
    }

    [Fact]
    public void An_effect_that_cannot_save_still_hands_over_its_parameters()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance one = catalog.Create("fixture-cannot-save");
        using EffectInstance two = catalog.Create("fixture-cannot-save");
        one.Effect.Parameters[0].Target = 1;

        Assert.Equal(["The state was lost: saving it failed with NotSupportedException: no memory today"],
            EffectState.Capture(one.Effect).Apply(two.Effect));
        Assert.Equal(1, two.Effect.Parameters[0].Target);
    }
}
