namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>Remembers which engines are still held by threads that had to be abandoned. Belongs to the control thread.</summary>
internal sealed class EngineHolds
{
    private readonly List<(AudioEngine Engine, Func<bool> IsInside)> _holds = [];

    /// <summary>Remembers a thread. [control-thread]</summary>
    /// <param name="engine">The engine it may be inside.</param>
    /// <param name="isInside">Tells whether it still is; null for no thread.</param>
    public void Add(AudioEngine engine, Func<bool>? isInside)
    {
        if (isInside is not null)
            _holds.Add((engine, isInside));
    }

    /// <summary>Tells whether any thread is still inside an engine. [control-thread]</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>True if one is.</returns>
    public bool Holds(AudioEngine engine) => _holds.Exists(hold => hold.Engine == engine && hold.IsInside());

    /// <summary>Forgets a thread that has left. [control-thread]</summary>
    /// <param name="engine">Its engine, when no other thread holds that.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTakeReleased(out AudioEngine engine)
    {
        for (int i = 0; i < _holds.Count; i++)
        {
            engine = _holds[i].Engine;
            if (_holds[i].IsInside())
                continue;
            _holds.RemoveAt(i--);
            if (!Holds(engine))
                return true;
        }
        engine = null!;
        return false;
    }
}
