using System.Runtime;
using PluginHost.Hosting.Sessions;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Sessions;

[Collection(Alone.Name)]
public sealed class QuietHeapTests
{
    [Fact]
    public void Within_it_nothing_is_collected_and_afterwards_all_is_as_before()
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        QuietHeap heap = new();
        Assert.True(QuietHeap.IsQuiet);
        int collections = GC.CollectionCount(0);
        // Far more than a young generation holds.
        for (int i = 0; i < 100_000; i++)
            GC.KeepAlive(new byte[1000]);
        Assert.Equal(collections, GC.CollectionCount(0));
        Assert.True(QuietHeap.IsQuiet);

        heap.Dispose();
        heap.Dispose();
        Assert.Equal(before, GCSettings.LatencyMode);
    }

    [Fact]
    public void To_collect_once_frees_what_is_dead_and_is_quiet_again()
    {
        using QuietHeap heap = new();
        WeakReference dead = Forget();
        int collections = GC.CollectionCount(2);

        QuietHeap.CollectOnce();

        Assert.False(dead.IsAlive);
        Assert.True(GC.CollectionCount(2) > collections);
        Assert.True(QuietHeap.IsQuiet);
    }

    [Fact]
    public void To_collect_once_makes_nothing_quiet_that_was_not()
    {
        QuietHeap.CollectOnce();
        Assert.False(QuietHeap.IsQuiet);

        using QuietHeap outer = new();
        new QuietHeap().Dispose();
        Assert.True(QuietHeap.IsQuiet);
    }

    [Fact]
    public void Room_that_was_used_up_is_no_error()
    {
        using QuietHeap heap = new();
        GC.Collect();
        Assert.False(QuietHeap.IsQuiet);
        QuietHeap.CollectOnce();
        Assert.True(QuietHeap.IsQuiet);
        GC.Collect();
    }

    [Fact]
    public void A_session_with_nothing_to_do_makes_no_garbage()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, ["fixture-good"]);
        rig.Run(100);
        long bytes = 0;
        for (int tick = 0; tick < 1000; tick++)
        {
            rig.Backend.Step(1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            rig.Session.Tick();
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, bytes);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Forget() => new(new byte[100]);
}
