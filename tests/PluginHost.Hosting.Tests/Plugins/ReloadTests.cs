using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class ReloadTests
{
    [Fact]
    public void A_rebuilt_plugin_runs_beside_the_old_build_and_takes_over_its_state()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Counter");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance old = catalog.Create("fixture-counter");
        PluginSandbox.Prepare(old.Effect);
        old.Effect.Parameters[0].Target = 77;
        Assert.Equal(1.001f, PluginSandbox.Run(old.Effect));

        sandbox.Add("CounterV2", "Counter");
        PluginInfo? reloaded = catalog.Reload(sandbox.At("Counter"));
        Assert.Equal("2.0.0.0", reloaded?.Version);
        Assert.True(old.IsOutdated);

        Assert.Equal(1.002f, PluginSandbox.Run(old.Effect));
        using EffectInstance renewed = catalog.Create("fixture-counter");
        Assert.Equal(["The parameter 'old-only' is gone: its value 0 was dropped."],
            EffectState.Capture(old.Effect).Apply(renewed.Effect));
        PluginSandbox.Prepare(renewed.Effect);
        Assert.Equal(2.003f, PluginSandbox.Run(renewed.Effect));
        Assert.Equal(1.003f, PluginSandbox.Run(old.Effect));
        Assert.Equal(77, renewed.Effect.Parameters[0].Current);
        Assert.False(renewed.IsOutdated);
        Assert.NotEqual(old.Generation, renewed.Generation);
    }

    [Fact]
    public void A_build_that_cannot_be_used_leaves_the_loaded_one_in_place()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Counter");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance old = catalog.Create("fixture-counter");

        sandbox.Write("Counter", "Counter.dll", PluginSandbox.Original("CounterV2", "Counter.dll")[..1500]);
        PluginInfo? reloaded = catalog.Reload(sandbox.At("Counter"));
        Assert.Equal("The file is damaged or cut off (BadImageFormatException).", Assert.Single(reloaded!.Problems).Reason);
        Assert.Equal(2, reloaded.Effects.Count);
        Assert.False(old.IsOutdated);
        using EffectInstance another = catalog.Create("fixture-counter");
        Assert.Equal(old.Generation, another.Generation);

        sandbox.Add("CounterV2", "Counter");
        Assert.Empty(catalog.Reload(sandbox.At("Counter"))!.Problems);
        Assert.True(old.IsOutdated);
    }

    [Fact]
    public void A_file_rebuilt_before_its_first_use_is_loaded_as_it_is_now()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Counter");
        using PluginCatalog catalog = sandbox.Catalog();
        sandbox.Add("CounterV2", "Counter");

        using EffectInstance counter = catalog.Create("fixture-counter");
        Assert.Equal(2.001f, PluginSandbox.Run(counter.Effect));
        PluginLoadException error = Assert.Throws<PluginLoadException>(() => catalog.Create("fixture-counter-v1"));
        Assert.Equal("The file was rebuilt and holds no effect 'fixture-counter-v1' any more.", error.Reason);
    }

    [Fact]
    public void A_new_folder_is_added_and_a_removed_one_is_forgotten()
    {
        using PluginSandbox sandbox = new();
        using PluginCatalog catalog = sandbox.Catalog();
        sandbox.Add("CounterV1", "Counter");
        Assert.NotNull(catalog.Reload(sandbox.At("Counter")));
        using EffectInstance counter = catalog.Create("fixture-counter");

        Directory.Delete(sandbox.At("Counter"), recursive: true);
        Assert.Null(catalog.Reload(sandbox.At("Counter")));
        Assert.Empty(catalog.Plugins);
        Assert.Throws<PluginLoadException>(() => catalog.Create("fixture-counter"));
        Assert.Equal(1.001f, PluginSandbox.Run(counter.Effect));
    }

    [Fact]
    public void An_id_passes_to_the_next_plugin_when_its_owner_goes()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "a");
        sandbox.Add("CounterV2", "b");
        using PluginCatalog catalog = sandbox.Catalog();
        Assert.Single(catalog.Problems);

        Directory.Delete(sandbox.At("a"), recursive: true);
        catalog.Reload(sandbox.At("a"));
        Assert.Empty(catalog.Problems);
        using EffectInstance counter = catalog.Create("fixture-counter");
        Assert.Equal(sandbox.At("b"), counter.Folder);
    }

    [Fact]
    public void Nothing_is_loaded_from_outside_the_plugin_directories()
    {
        using PluginSandbox sandbox = new();
        using PluginCatalog catalog = sandbox.Catalog();

        ArgumentException error = Assert.Throws<ArgumentException>(() => catalog.Reload(sandbox.Outside));
        Assert.StartsWith($"'{sandbox.Outside}' does not lie in a plugin directory.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => catalog.Reload(Path.Combine(sandbox.Plugins, "..", "outside")));
    }
}
