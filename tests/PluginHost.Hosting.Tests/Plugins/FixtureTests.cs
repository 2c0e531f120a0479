using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Plugins;

/// <summary>Tests elsewhere rely on the fixtures being as bad as their names say.</summary>
public sealed class FixtureTests
{
    [Fact]
    public void Throwing_in_prepare_is_left_to_whoever_prepares()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance effect = catalog.Create("fixture-throws-in-prepare");

        Assert.Throws<InvalidOperationException>(() => PluginSandbox.Prepare(effect.Effect));
    }

    [Fact]
    public void A_throw_in_process_names_its_source_line_when_triggered()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance effect = catalog.Create("fixture-throws-in-process");
        Assert.Equal(1, PluginSandbox.Run(effect.Effect));
        Trigger(effect.Effect);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => PluginSandbox.Run(effect.Effect));
        Assert.Contains("FailingEffects.cs:line ", error.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixture-nan", float.NaN)]
    [InlineData("fixture-runaway", 65536)]
    public void A_triggered_fixture_sounds_as_bad_as_promised(string id, float last)
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance effect = catalog.Create(id);
        Assert.Equal(1, PluginSandbox.Run(effect.Effect));
        Trigger(effect.Effect);

        Assert.Equal(last, PluginSandbox.Run(effect.Effect, 16));
    }

    [Fact]
    public void The_allocating_fixture_allocates_in_every_block()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance effect = catalog.Create("fixture-allocates");
        ProcessContext block = new(new AudioBuffer(new float[16], 1, 16, 16), new Transport(120, 0, 0));
        effect.Effect.Process(block);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            effect.Effect.Process(block);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 10 * 1024, 11 * 1024);
    }

    [Fact]
    public void The_hanging_fixture_goes_on_once_released()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance effect = catalog.Create("fixture-hangs");
        Trigger(effect.Effect);
        Thread thread = new(() => PluginSandbox.Run(effect.Effect));
        thread.Start();
        Assert.False(thread.Join(20));
        effect.Effect.GetType().GetMethod("Release")!.Invoke(null, null);

        Assert.True(thread.Join(10_000));
    }

    private static void Trigger(AudioEffect effect) => effect.Parameters.Single(parameter => parameter.Id == "trigger").Target = 1;
}
