using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Sessions;

[Collection(Alone.Name)]
public sealed class SessionCycleTests
{
    [Fact]
    public void A_hundred_chains_loaded_swapped_in_and_unloaded_leave_nothing_behind()
    {
        using PluginSandbox sandbox = new();
        sandbox.Add("CounterV1", "Cycled");
        using SessionRig rig = new(sandbox, ["fixture-counter"]);
        for (int i = 0; i < 20; i++)
            Cycle(rig, sandbox);
        Assert.Equal(0, rig.Catalog.VerifyUnloaded().Pending);
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        int assemblies = PluginAssemblies.Count();

        for (int i = 0; i < 100; i++)
            Cycle(rig, sandbox);

        Assert.Equal(0, rig.Catalog.VerifyUnloaded().Pending);
        Assert.Equal(["Cycled #121"], AssemblyLoadContext.All.Select(context => context.Name)
            .Where(name => name?.StartsWith("Cycled", StringComparison.Ordinal) is true));
        Assert.InRange(PluginAssemblies.Count(), 0, assemblies);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - bytes, long.MinValue, 100_000);
        Assert.Equal(120, rig.Told.Count(told => told == "plugin Cycled reloaded"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Cycle(SessionRig rig, PluginSandbox sandbox)
    {
        rig.Session.PluginChanged(new PluginChange(sandbox.At("Cycled"), PluginChangeKind.Rebuilt));
        // The fade takes eight blocks, then the old chain is disposed.
        rig.Run(20);
        Assert.True(rig.Session.Engine.IsSettled);
    }
}
