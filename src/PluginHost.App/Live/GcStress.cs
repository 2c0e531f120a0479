namespace PluginHost.App.Live;

/// <summary>
/// A thread that makes as much garbage as it can while it keeps 100,000 objects alive: the worst neighbour an audio thread can have
/// in one process. For measuring how well a mode is shielded.
/// </summary>
internal sealed class GcStress : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stop;

    public GcStress()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "garbage" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run()
    {
        object[] alive = new object[100_000];
        Random random = new(1);
        while (!_stop)
        {
            for (int i = 0; i < 1_000; i++)
                alive[random.Next(alive.Length)] = new byte[random.Next(16, 4_096)];
        }
        GC.KeepAlive(alive);
    }
}
