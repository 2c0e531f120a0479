using System.Runtime;

namespace PluginHost.Hosting.Plugins;

/// <summary>A context that was told to unload.</summary>
/// <param name="File">Full path of the plugin's assembly in the original folder.</param>
/// <param name="Name">Folder and number of the generation.</param>
/// <param name="Copy">The shadow copy it ran from.</param>
/// <param name="Context">Alive for as long as anything of the plugin is.</param>
internal sealed record UnloadingContext(string File, string Name, string Copy, WeakReference Context);

/// <summary>What <see cref="PluginCatalog.VerifyUnloaded"/> found.</summary>
/// <param name="Unloaded">Contexts proven gone since the last call.</param>
/// <param name="Pending">Contexts told to unload that were still there; not proven pinned when nothing was collected.</param>
/// <param name="Problems">One for each pinned context, and one for each effect that threw while it was disposed.</param>
public sealed record UnloadReport(int Unloaded, int Pending, IReadOnlyList<PluginProblem> Problems);

/// <summary>The contexts that were told to unload, until they are proven gone.</summary>
internal sealed class UnloadQueue
{
    private const int Rounds = 10;
    private readonly Lock _gate = new();
    private readonly List<UnloadingContext> _contexts = [];
    private readonly List<PluginProblem> _reported = [];

    /// <summary>Takes a context to watch. [control-thread]</summary>
    public void Add(UnloadingContext context)
    {
        lock (_gate)
            _contexts.Add(context);
    }

    /// <summary>Keeps a problem for the next report. [control-thread]</summary>
    public void Report(PluginProblem problem)
    {
        lock (_gate)
            _reported.Add(problem);
    }

    /// <summary>Looks which contexts are gone, and removes their copies. [control-thread]</summary>
    public UnloadReport Verify(bool collect)
    {
        lock (_gate)
        {
            // A forced collection would silently end a no-GC region that the live engine relies on.
            collect &= GCSettings.LatencyMode != GCLatencyMode.NoGCRegion;
            for (int round = 0; collect && round < Rounds && _contexts.Exists(context => context.Context.IsAlive); round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            int before = _contexts.Count;
            foreach (UnloadingContext gone in _contexts.Where(context => !context.Context.IsAlive))
                ShadowCopy.Delete(gone.Copy);
            _contexts.RemoveAll(context => !context.Context.IsAlive);
            List<PluginProblem> problems = [.. _reported];
            _reported.Clear();
            if (collect)
                problems.AddRange(_contexts.Select(Pinned));
            return new UnloadReport(before - _contexts.Count, _contexts.Count, problems);
        }
    }

    private static PluginProblem Pinned(UnloadingContext context) => new(context.File,
        $"The plugin {context.Name} was released but stays in memory: something still refers to it, such as a static event, "
        + "a timer, a running thread, or an object of it that somebody kept.");
}
