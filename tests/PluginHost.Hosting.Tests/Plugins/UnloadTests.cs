using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Plugins;

[Collection(Alone.Name)]
public sealed class UnloadTests
{
    [Fact]
    public void A_hundred_lives_leave_no_context_no_assembly_and_no_memory_behind()
    {
        using PluginSandbox sandbox = new("CounterV1");
        List<WeakReference> contexts = [];
        for (int i = 0; i < 5; i++)
            Live(sandbox, contexts);
        int assemblies = PluginAssemblies.Count();
        long bytes = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 100; i++)
            Live(sandbox, contexts);

        Assert.Equal(105, contexts.Count);
        Assert.DoesNotContain(contexts, context => context.IsAlive);
        Assert.InRange(PluginAssemblies.Count(), 0, assemblies);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - bytes, long.MinValue, 100_000);
    }

    [Fact]
    public void A_hundred_reloads_of_one_catalog_leave_one_generation()
    {
        using PluginSandbox sandbox = new("CounterV1");
        using PluginCatalog catalog = sandbox.Catalog();
        for (int i = 0; i < 100; i++)
        {
            Create(catalog, "fixture-counter").Dispose();
            catalog.Reload(sandbox.At("CounterV1"));
        }

        UnloadReport report = catalog.VerifyUnloaded();
        Assert.Equal((100, 0), (report.Unloaded, report.Pending));
        Assert.Empty(report.Problems);
        Assert.Equal(["CounterV1 #101"], AssemblyLoadContext.All.Select(context => context.Name)
            .Where(name => name?.StartsWith("CounterV1", StringComparison.Ordinal) is true));
    }

    [Fact]
    public void An_outdated_plugin_stays_until_its_last_effect_is_disposed()
    {
        using PluginSandbox sandbox = new("CounterV1");
        using PluginCatalog catalog = sandbox.Catalog();
        EffectInstance first = Create(catalog, "fixture-counter");
        EffectInstance second = Create(catalog, "fixture-counter-v1");
        catalog.Reload(sandbox.At("CounterV1"));

        first.Dispose();
        Assert.Equal(new UnloadReport(0, 0, []), catalog.VerifyUnloaded(), Same);
        second.Dispose();
        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    [Fact]
    public void Effects_outlive_their_catalog_and_unload_after_it()
    {
        using PluginSandbox sandbox = new("CounterV1");
        PluginCatalog catalog = sandbox.Catalog();
        EffectInstance counter = Create(catalog, "fixture-counter");
        catalog.Dispose();

        Assert.Equal(1.001f, RunOnce(counter));
        Assert.Throws<ObjectDisposedException>(() => catalog.Create("fixture-counter"));
        counter.Dispose();
        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    [Fact]
    public void A_failed_constructor_keeps_nothing_loaded()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        PluginCatalog catalog = sandbox.Catalog();
        PluginLoadException kept = Assert.Throws<PluginLoadException>(() => catalog.Create("fixture-throws-in-constructor"));
        catalog.Dispose();

        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
        Assert.NotEmpty(kept.Details);
    }

    [Fact]
    public void A_pinned_plugin_is_named_and_gone_once_it_lets_go()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        PluginCatalog catalog = sandbox.Catalog();
        Create(catalog, "fixture-pins").Dispose();
        catalog.Dispose();

        UnloadReport report = catalog.VerifyUnloaded();
        Assert.Equal((0, 1), (report.Unloaded, report.Pending));
        PluginProblem problem = Assert.Single(report.Problems);
        Assert.Equal(sandbox.At("OddPlugins", "OddPlugins.dll"), problem.File);
        Assert.StartsWith("The plugin OddPlugins #1 was released but stays in memory: ", problem.Reason, StringComparison.Ordinal);

        AppContext.SetData("odd-plugins-pin", null);
        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    [Fact]
    public void A_throwing_disposal_is_reported_and_the_plugin_unloads_all_the_same()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        PluginCatalog catalog = sandbox.Catalog();
        Create(catalog, "fixture-throws-in-dispose").Dispose();
        catalog.Dispose();

        Assert.Equal(new UnloadReport(1, 0, [new PluginProblem(sandbox.At("OddPlugins", "OddPlugins.dll"),
            "Disposing the effect 'fixture-throws-in-dispose' failed: InvalidOperationException: no end today")]),
            catalog.VerifyUnloaded(), Same);
    }

    [Fact]
    public void Verification_neither_ends_a_no_gc_region_nor_accuses_anyone_within_it()
    {
        using PluginSandbox sandbox = new("CounterV1");
        PluginCatalog catalog = sandbox.Catalog();
        Create(catalog, "fixture-counter").Dispose();
        Assert.True(GC.TryStartNoGCRegion(64 << 20));
        catalog.Dispose();
        UnloadReport within = catalog.VerifyUnloaded();
        GCLatencyMode mode = GCSettings.LatencyMode;
        GC.EndNoGCRegion();

        Assert.Equal(GCLatencyMode.NoGCRegion, mode);
        Assert.Equal(new UnloadReport(0, 1, []), within, Same);
        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    [Fact]
    public void Verification_without_collection_collects_nothing()
    {
        using PluginSandbox sandbox = new("CounterV1");
        PluginCatalog catalog = sandbox.Catalog();
        Create(catalog, "fixture-counter").Dispose();
        catalog.Dispose();
        int collections = GC.CollectionCount(0);
        catalog.VerifyUnloaded(collect: false);

        Assert.Equal(collections, GC.CollectionCount(0));
    }

    [Fact]
    public void A_copy_is_removed_once_its_plugin_is_gone()
    {
        using PluginSandbox sandbox = new("CounterV1");
        PluginCatalog catalog = sandbox.Catalog();
        string file = LocationOf(catalog, "fixture-counter");
        Assert.True(File.Exists(file));
        catalog.Dispose();
        catalog.VerifyUnloaded();

        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    // Its two effects meet by what the thread keeps that prepares them, and this thread lives on.
    [Fact]
    public void A_room_loop_that_played_is_gone_though_its_thread_lives_on()
    {
        PluginCatalog catalog = new(Shipped.Plugins);
        PlayRoomLoop(catalog);
        catalog.Dispose();

        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    // Not offline, so that its worker runs.
    [Fact]
    public void A_pattern_generator_ends_its_worker_and_is_gone()
    {
        PluginCatalog catalog = new(Shipped.Plugins);
        for (int life = 0; life < 3; life++)
            PlayPatterns(catalog);
        catalog.Dispose();

        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    private static bool Same(UnloadReport a, UnloadReport b) =>
        (a.Unloaded, a.Pending) == (b.Unloaded, b.Pending) && a.Problems.SequenceEqual(b.Problems);

    // These are not inlined, so that no temporary of a test keeps an effect alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EffectInstance Create(PluginCatalog catalog, string id) => catalog.Create(id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlayRoomLoop(PluginCatalog catalog)
    {
        EngineOptions options = new(new AudioFormat(48_000, 1, 64)) { IsRealTime = false };
        using AudioEngine engine = new(options, new Chain(options, MakeSlot("room-loop-microphone"), MakeSlot("room-loop-speaker")));
        float[] samples = new float[64 * 64];
        samples[0] = 1;
        engine.Process(samples, 1, samples, 1, samples.Length);
        Assert.NotEqual(0, samples[1_000]);

        Slot MakeSlot(string id)
        {
            EffectInstance instance = catalog.Create(id);
            return new Slot(id, instance.Effect, instance);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlayPatterns(PluginCatalog catalog)
    {
        using EffectInstance instance = catalog.Create("pattern-generator");
        instance.Effect.Prepare(new AudioFormat(8_000, 1, 4_000));
        float[] samples = new float[4_000];
        float peak = 0;
        for (int block = 0; block < 20; block++)
        {
            samples.AsSpan().Clear();
            instance.Effect.Process(new ProcessContext(new AudioBuffer(samples, 1, 4_000, 4_000), new Transport(120, block, block * 4_000L)));
            peak = Math.Max(peak, samples.Max());
        }
        Assert.True(peak > 0.1f);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float RunOnce(EffectInstance instance) => PluginSandbox.Run(instance.Effect);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string LocationOf(PluginCatalog catalog, string id)
    {
        using EffectInstance instance = catalog.Create(id);
        return instance.Effect.GetType().Assembly.Location;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Live(PluginSandbox sandbox, List<WeakReference> contexts)
    {
        PluginCatalog catalog = sandbox.Catalog();
        Use(catalog, contexts);
        catalog.Dispose();
        Assert.Equal(new UnloadReport(1, 0, []), catalog.VerifyUnloaded(), Same);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(PluginCatalog catalog, List<WeakReference> contexts)
    {
        using EffectInstance counter = catalog.Create("fixture-counter");
        PluginSandbox.Prepare(counter.Effect);
        Assert.Equal(1.001f, PluginSandbox.Run(counter.Effect));
        contexts.Add(new WeakReference(AssemblyLoadContext.GetLoadContext(counter.Effect.GetType().Assembly),
            trackResurrection: true));
    }
}
