using System.Diagnostics;

namespace PluginHost.App.Live;

/// <summary>
/// A thread that makes 400 MB of garbage a second while it keeps 100,000 objects alive and replaces them at random: the worst
/// neighbour an audio thread can have in one process. For measuring how well a mode is shielded.
/// </summary>
internal sealed class GcStress : IDisposable
{
    private const int LiveObjects = 100_000;
    private const double BytesPerSecond = 400e6;
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
        object[] alive = new object[LiveObjects];
        Random random = new(1);
        long start = Stopwatch.GetTimestamp();
        for (double allocated = 0; !_stop;)
        {
            for (int i = 0; i < 1_000; i++)
            {
                int bytes = random.Next(16, 512);
                alive[random.Next(alive.Length)] = new byte[bytes];
                allocated += bytes;
            }
            while (!_stop && allocated > Stopwatch.GetElapsedTime(start).TotalSeconds * BytesPerSecond)
                Thread.Sleep(1);
        }
        GC.KeepAlive(alive);
    }
}
