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
            Assert.Equal(GCLatencyMode.SustainedLowLatency, GCSettings.LatencyMode);
            WeakReference dead = Forget();
            GC.Collect(0);
            Assert.False(dead.IsAlive);
        }
        Assert.Equal(before, GCSettings.LatencyMode);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Forget() => new(new byte[100]);
}
