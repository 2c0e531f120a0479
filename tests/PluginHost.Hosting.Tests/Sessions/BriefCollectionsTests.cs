using System.Runtime;
using PluginHost.Hosting.Sessions;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Sessions;

[Collection(Alone.Name)]
public sealed class BriefCollectionsTests
{
    [Fact]
    public void Within_it_garbage_is_collected_in_low_latency_and_afterwards_all_is_as_before()
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        using (new BriefCollections())
        {
            // The runtime grants it only where it may collect in the background, which these tests may not.
            bool background = !AppContext.TryGetSwitch("System.GC.Concurrent", out bool allowed) || allowed;
            Assert.Equal(background ? GCLatencyMode.SustainedLowLatency : before, GCSettings.LatencyMode);
            WeakReference dead = Forget();
            GC.Collect(0);
            Assert.False(dead.IsAlive);
        }
        Assert.Equal(before, GCSettings.LatencyMode);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Forget() => new(new byte[100]);
}
