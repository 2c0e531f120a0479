using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Sessions;

namespace PluginHost.App.Live;

/// <summary>How the garbage collector is kept from being heard, by mode.</summary>
internal static class HeapCare
{
    // A callback of ours waits for the end of any collection: there must be none. The device's own ring waits a few ms with us.
    public static IDisposable For(DriverMode mode, Action<string> tell)
    {
        if (mode != DriverMode.Shielded)
            return new QuietHeap();
        if (!BriefCollections.AreBudgetsSmall)
            tell($"{BriefCollections.BudgetVariable} is not set, so garbage collections may outlast the ring; start with ./pluginhost");
        return new BriefCollections();
    }
}
