using System.Reflection;
using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class CreationTests
{
    [Fact]
    public void A_created_effect_is_the_hosts_own_kind_and_runs()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance good = catalog.Create("fixture-good");

        Assert.Same(typeof(AudioEffect), good.Effect.GetType().BaseType);
        Assert.Equal(default, good.Effect.Format);
        PluginSandbox.Prepare(good.Effect);
        Assert.Equal(2, PluginSandbox.Run(good.Effect));
    }

    [Fact]
    public void A_copy_of_the_contract_in_the_folder_is_not_loaded()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        File.Copy(typeof(AudioEffect).Assembly.Location, sandbox.At("FixturePlugins", "PluginHost.Sdk.dll"));
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance good = catalog.Create("fixture-good");

        Assert.Same(typeof(AudioEffect), good.Effect.GetType().BaseType);
    }

    [Fact]
    public void An_unknown_id_names_those_there_are()
    {
        using PluginSandbox sandbox = new("CounterV1");
        using PluginCatalog catalog = sandbox.Catalog();

        PluginLoadException error = Assert.Throws<PluginLoadException>(() => catalog.Create("gian"));
        Assert.Equal("There is no effect 'gian'; there are: fixture-counter, fixture-counter-v1.", error.Message);
    }

    [Theory]
    [InlineData("fixture-abstract", "AbstractEffect", "The class is abstract: no effect can be created from it.")]
    [InlineData("fixture-generic", "GenericEffect`1", "The class is generic: no effect can be created from it.")]
    [InlineData("fixture-wrong-base", "WrongBase", "The class has an [AudioEffect] attribute, but does not derive from AudioEffect.")]
    [InlineData("fixture-no-constructor", "NoConstructor", "The class has no public constructor without parameters.")]
    [InlineData("fixture-static-failure", "StaticFailure",
        "The effect cannot be created: FormatException: The input string 'four' was not in a correct format.")]
    [InlineData("fixture-reaches-into-host", "ReachesIntoHost", "The effect cannot be created: FileNotFoundException: "
        + "Could not load file or assembly 'PluginHost.Hosting, Culture=neutral, PublicKeyToken=null'. "
        + "The system cannot find the file specified.")]
    public void A_class_that_is_no_effect_names_file_class_and_reason(string id, string type, string reason)
    {
        using PluginSandbox sandbox = new("OddPlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        PluginLoadException error = Assert.Throws<PluginLoadException>(() => catalog.Create(id));
        Assert.Equal($"{sandbox.At("OddPlugins", "OddPlugins.dll")}: PluginHost.OddFixtures.{type}: {reason}", error.Message);
    }

    [Fact]
    public void A_throwing_constructor_is_reported_with_its_source_line_and_without_its_exception()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        PluginLoadException error = Assert.Throws<PluginLoadException>(() => catalog.Create("fixture-throws-in-constructor"));
        Assert.Equal("The effect cannot be created: InvalidOperationException: no constructor today", error.Reason);
        Assert.Equal("PluginHost.Fixtures.FixtureThrowsInConstructor", error.TypeName);
        Assert.Contains("FailingEffects.cs:line ", error.Details, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_description_lists_parameters_and_meters()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();

        EffectDescription good = catalog.Describe("fixture-good");
        Assert.Equal(new EffectInfo("fixture-good", "Fixture: good", "Doubles the level."), good.Effect);
        Assert.Equal(sandbox.At("FixturePlugins", "FixturePlugins.dll"), good.File);
        ParameterDescription gain = Assert.Single(good.Parameters);
        Assert.Equal(("gain", "Gain", "", 0f, 4f, 2f, 0f), (gain.Id, gain.Name, gain.Unit, gain.Minimum, gain.Maximum, gain.Default,
            gain.SmoothingMs));
        Assert.Equal([new MeterDescription("frames", "Frames seen", "frames", 1)], good.Meters);
        Assert.Equal(["off", "on"], Assert.Single(catalog.Describe("fixture-nan").Parameters).Choices);
    }

    [Fact]
    public void Two_plugins_bring_two_versions_of_one_library()
    {
        using PluginSandbox sandbox = new("CounterV1", "CounterV2");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance one = catalog.Create("fixture-counter-v1");
        using EffectInstance two = catalog.Create("fixture-counter-v2");

        PluginSandbox.Prepare(one.Effect);
        PluginSandbox.Prepare(two.Effect);
        Assert.Equal(1.001f, PluginSandbox.Run(one.Effect));
        Assert.Equal(2.001f, PluginSandbox.Run(two.Effect));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ not json")]
    public void Dependencies_are_found_without_a_usable_deps_json(string? list)
    {
        using PluginSandbox sandbox = new("CounterV1");
        File.Delete(sandbox.At("CounterV1", "Counter.deps.json"));
        if (list is not null)
            File.WriteAllText(sandbox.At("CounterV1", "Counter.deps.json"), list);
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance counter = catalog.Create("fixture-counter");

        Assert.Equal(1.001f, PluginSandbox.Run(counter.Effect));
    }

    [Fact]
    public void A_native_library_beside_the_assembly_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a shared object");
        using PluginSandbox sandbox = new("OddPlugins");
        File.Copy(BrokenPluginTests.NativeLibraryOfTheRuntime, sandbox.At("OddPlugins", "libfixture-native.so"));
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance native = catalog.Create("fixture-native");

        Assert.Equal(Environment.ProcessId, native.Effect.Meters[0].Value);
    }

    [Fact]
    public void A_disposed_lease_gives_no_effect_any_more()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        EffectInstance good = catalog.Create("fixture-good");
        good.Dispose();
        good.Dispose();

        Assert.Throws<ObjectDisposedException>(() => good.Effect);
    }

    [Fact]
    public void Several_threads_may_create_at_once()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        Assembly?[] assemblies = new Assembly?[16];
        Parallel.For(0, assemblies.Length, i =>
        {
            using EffectInstance good = catalog.Create("fixture-good");
            assemblies[i] = good.Effect.GetType().Assembly;
        });

        Assert.Single(assemblies.Distinct());
    }
}
