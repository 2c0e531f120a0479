using System.Diagnostics;
using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Sessions;

/// <summary>
/// Sees to it that an outdated plugin really leaves memory. It waits for a collection that happens anyway; only when none came does
/// it force one, because a collection is heard when the buffer is short.
/// </summary>
internal sealed class UnloadCheck(PluginCatalog catalog, Action<string> tell)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private string? _expected;
    private long _since;
    private int _rounds;

    /// <summary>Expects a plugin's old build to go. [control-thread]</summary>
    public void Expect(string plugin) => (_expected, _since, _rounds) = (plugin, Stopwatch.GetTimestamp(), 0);

    /// <summary>Looks whether it is gone. [control-thread]</summary>
    public void Tick()
    {
        if (_expected is null || Stopwatch.GetElapsedTime(_since) < Patience)
            return;
        _since = Stopwatch.GetTimestamp();
        // Two rounds: what finalizers let go of in the first goes in the second.
        QuietHeap.CollectOnce();
        UnloadReport report = catalog.VerifyUnloaded(collect: false);
        if (report.Pending > 0 && ++_rounds < 4)
            return;
        tell(report.Pending == 0
            ? $"plugin {_expected}: the old build has left memory"
            : $"plugin {_expected}: the old build stays in memory, something still refers to it (a static event, a timer, a thread)");
        _expected = null;
    }
}
