using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class DiscoveryTests
{
    [Fact]
    public void A_folder_is_listed_with_file_version_and_effects()
    {
        using PluginSandbox sandbox = new("CounterV1");
        using PluginCatalog catalog = sandbox.Catalog();

        PluginInfo plugin = Assert.Single(catalog.Plugins);
        Assert.Equal(sandbox.At("CounterV1"), plugin.Folder);
        Assert.Equal(sandbox.At("CounterV1", "Counter.dll"), plugin.File);
        Assert.Equal("1.0.0.0", plugin.Version);
        Assert.Equal([new("fixture-counter", "Fixture: counter", ""), new("fixture-counter-v1", "Fixture: counter 1", "")],
            plugin.Effects);
        Assert.Empty(plugin.Problems);
    }

    [Fact]
    public void An_effect_in_another_class_is_found_with_its_description()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Contains(new EffectInfo("fixture-nested", "Fixture: nested", "Lies in another class."), catalog.Effects);
        using EffectInstance nested = catalog.Create("fixture-nested");
        Assert.Equal("PluginHost.OddFixtures.Outer+Nested", nested.Effect.GetType().FullName);
    }

    [Fact]
    public void A_malformed_id_leaves_out_that_effect_alone()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Contains(new PluginProblem(sandbox.At("OddPlugins", "OddPlugins.dll"),
            "The class PluginHost.OddFixtures.MalformedId has the id 'Fixture Malformed!', "
            + "but an id is 1 to 64 lower-case letters, digits and hyphens, starting with a letter."), catalog.Problems);
        Assert.Contains(catalog.Effects, effect => effect.Id == "fixture-nested");
    }

    [Fact]
    public void Two_classes_of_one_file_cannot_share_an_id()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Contains(catalog.Problems, problem => problem.Reason ==
            "The class PluginHost.OddFixtures.Outer+SameId has the id 'fixture-nested', which another class of this file has already.");
        Assert.Equal("Fixture: nested", Assert.Single(catalog.Effects, effect => effect.Id == "fixture-nested").Name);
    }

    [Fact]
    public void An_id_belongs_to_the_first_folder_in_ordinal_order()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "b");
        sandbox.Add("CounterV2", "B");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Equal([sandbox.At("B"), sandbox.At("b")], catalog.Plugins.Select(plugin => plugin.Folder));
        Assert.Equal(["fixture-counter-v1"], catalog.Plugins[1].Effects.Select(effect => effect.Id));
        Assert.Equal(new PluginProblem(sandbox.At("b", "Counter.dll"),
            "The id 'fixture-counter' of the class PluginHost.Fixtures.Counter belongs to "
            + $"{sandbox.At("B", "Counter.dll")} already: this effect is left out."), Assert.Single(catalog.Problems));
        using EffectInstance counter = catalog.Create("fixture-counter");
        Assert.Equal(sandbox.At("B"), counter.Folder);
    }

    [Fact]
    public void An_earlier_directory_wins_over_a_later_one()
    {
        using PluginSandbox first = new();
        using PluginSandbox second = new();
        first.Add("CounterV2", "z");
        second.Add("CounterV1", "a");
        using PluginCatalog catalog = new(first.Plugins, second.Plugins, first.Plugins + Path.DirectorySeparatorChar);

        Assert.Equal([first.At("z"), second.At("a")], catalog.Plugins.Select(plugin => plugin.Folder));
        Assert.Equal(second.At("a", "Counter.dll"), Assert.Single(catalog.Problems).File);
    }

    [Fact]
    public void A_file_named_like_its_folder_wins_over_others_with_effects()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        sandbox.Add("OddPlugins", "FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Equal(sandbox.At("FixturePlugins", "FixturePlugins.dll"), Assert.Single(catalog.Plugins).File);
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Several_files_with_effects_and_none_named_like_the_folder_are_a_problem()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("FixturePlugins", "Both");
        sandbox.Add("OddPlugins", "Both");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Empty(catalog.Effects);
        Assert.Equal(new PluginProblem(sandbox.At("Both"), "Several assemblies hold effects (FixturePlugins.dll, OddPlugins.dll): "
            + "name one of them like the folder, or give each its own."), Assert.Single(catalog.Problems));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_a_problem_and_the_others_are_read()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        string missing = Path.Combine(sandbox.Plugins, "nowhere");
        using PluginCatalog catalog = new(missing, sandbox.Plugins);

        Assert.Equal(missing, Assert.Single(catalog.Problems).File);
        Assert.NotEmpty(catalog.Effects);
    }
}

[Collection(Alone.Name)]
public sealed class DiscoveryRunsNoCodeTests
{
    [Fact]
    public void Listing_runs_neither_module_initializer_nor_static_constructor()
    {
        AppContext.SetData("odd-plugins-ran", null);
        AppContext.SetData("odd-plugins-static-constructor", null);
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        catalog.Reload(sandbox.At("OddPlugins"));

        Assert.NotEmpty(catalog.Effects);
        Assert.Null(AppContext.GetData("odd-plugins-ran"));
        Assert.Null(AppContext.GetData("odd-plugins-static-constructor"));

        catalog.Create("fixture-static-constructor").Dispose();
        Assert.Equal(true, AppContext.GetData("odd-plugins-ran"));
        Assert.Equal(true, AppContext.GetData("odd-plugins-static-constructor"));
    }
}
