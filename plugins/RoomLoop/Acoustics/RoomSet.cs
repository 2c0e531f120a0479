namespace PluginHost.Plugins.Acoustics;

/// <summary>Both paths of every room, for the microphone at its place and moved.</summary>
internal sealed class RoomSet
{
    private (RoomPath AtPlace, RoomPath Moved)[] _paths = [];
    private int _sampleRate;

    /// <summary>Computes the paths unless they are there for that rate; allocates, takes some 50 ms. [control-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    public void Build(int sampleRate)
    {
        if (sampleRate == _sampleRate)
            return;
        _paths = [.. RoomPlan.All.Select(plan =>
            (new RoomPath(plan, plan.Microphone, sampleRate), new RoomPath(plan, plan.Moved, sampleRate)))];
        _sampleRate = sampleRate;
    }

    /// <summary>Gets the two paths of a room. [audio-thread &amp; built]</summary>
    public (RoomPath AtPlace, RoomPath Moved) this[int room] => _paths[room];
}
