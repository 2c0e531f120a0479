using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Sessions;

/// <summary>A plugin folder is rebuilt while its effect is heard. The counter plays its version plus the blocks it has counted / 1000.</summary>
[Collection(Alone.Name)]
public sealed class WatchedReloadTests
{
    private const string Gone = "plugin Counter: the old build has left memory";

    // A crossfade of 480 frames from build 1 to build 2, and a step of the counter with each block.
    private const float SteepestFade = 2 * MathF.PI / 2 / 480;

    [Fact]
    public void A_rebuilt_plugin_is_heard_after_a_crossfade_with_its_state_and_the_old_build_leaves_memory()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Counter");
        using SessionRig rig = new(sandbox, ["fixture-counter"]);
        using PluginWatcher watcher = new([sandbox.Plugins], rig.Session.PluginChanged);
        rig.Set(0, "kept", 77);
        rig.Run(200);
        int before = CountHeard(rig, version: 1);
        Assert.True(before >= 200, $"{before} blocks counted");
        rig.Ear.Clear();

        sandbox.Add("CounterV2", "Counter");
        rig.RunUntil(() => rig.Told.Contains("plugin Counter reloaded"), "the reload");
        rig.Run(50);

        Assert.True(rig.Session.Engine.IsSettled);
        int after = CountHeard(rig, version: 2);
        Assert.InRange(after, before, before + 20_000);
        Assert.InRange(rig.Ear.LargestStep, 0.001f, SteepestFade);
        Assert.Equal(77, rig.Slot(0).Effect.Parameters[0].Target);
        Assert.Contains("fixture-counter: The parameter 'old-only' is gone: its value 0 was dropped.", rig.Told);
        rig.RunUntil(() => rig.Told.Contains(Gone), "the old build left memory");
        Assert.Empty(rig.Session.Faults);
        Assert.Equal(0, rig.Catalog.VerifyUnloaded().Pending);
    }

    [Fact]
    public void A_broken_rebuild_is_told_and_the_old_build_plays_on_until_a_good_one_comes()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Counter");
        using SessionRig rig = new(sandbox, ["fixture-counter"]);
        rig.Run(50);
        Engine.Chains.Chain playing = rig.Session.Engine.Chain;

        sandbox.Write("Counter", "Counter.dll", PluginSandbox.Original("CounterV2", "Counter.dll")[..1500]);
        rig.Session.PluginChanged(new PluginChange(sandbox.At("Counter"), PluginChangeKind.Rebuilt));
        rig.Run(50);
        Assert.Equal(["plugin Counter: The file is damaged or cut off (BadImageFormatException).", "plugin Counter: the old build plays on"],
            rig.Told);
        Assert.Same(playing, rig.Session.Engine.Chain);
        CountHeard(rig, version: 1);

        sandbox.Add("CounterV2", "Counter");
        rig.Session.PluginChanged(new PluginChange(sandbox.At("Counter"), PluginChangeKind.Rebuilt));
        rig.Run(50);
        Assert.Equal("plugin Counter reloaded", rig.Told[^1]);
        CountHeard(rig, version: 2);
    }

    [Fact]
    public void A_plugin_that_threw_is_rebuilt_and_its_exception_does_not_keep_the_old_build()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, ["fixture-throws-in-process"]);
        rig.Set(0, "trigger", 1);
        rig.Run(20);
        Assert.Single(rig.Session.Faults);
        rig.Set(0, "trigger", 0);

        rig.Session.PluginChanged(new PluginChange(sandbox.At("FixturePlugins"), PluginChangeKind.Rebuilt));
        rig.Run(50);
        Assert.Contains("plugin FixturePlugins reloaded", rig.Told);
        Assert.Equal(Engine.Chains.FaultKind.None, rig.Slot(0).Fault);
        rig.RunUntil(() => rig.Told.Exists(told => told.Contains("the old build", StringComparison.Ordinal)), "the verdict");
        Assert.Equal("plugin FixturePlugins: the old build has left memory", rig.Told[^1]);
    }

    /// <summary>The blocks that the counter has counted, by what is heard; fails when another build is heard.</summary>
    private static int CountHeard(SessionRig rig, int version)
    {
        Assert.Equal(version, rig.Slot(0).Effect.GetType().Assembly.GetName().Version!.Major);
        float blocks = (rig.Ear.Last - version) * 1000;
        Assert.Equal(MathF.Round(blocks), blocks, 0.1f);
        return (int)MathF.Round(blocks);
    }
}
