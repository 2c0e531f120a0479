using PluginHost.Engine.Drivers;

namespace PluginHost.Engine.Timing;

/// <summary>
/// Tells how long a late block had the processor. Asking the system costs some 600 ns, more than all the rest of watching: it is asked
/// every sixteen blocks and when a block was late, and the blocks between are taken to have had the processor all the time.
/// </summary>
/// <param name="thread">Tells the thread's CPU time.</param>
/// <remarks>What the thread does between its blocks is counted to the late one, so the answer is rather too long than too short.</remarks>
internal sealed class CpuWatch(IAudioThread thread)
{
    private const int BlocksPerReading = 16;
    private long _reading;
    private long _busySinceNs;
    private int _blocksLeft;

    /// <summary>Notes the start of a block. [audio-thread]</summary>
    public void Begin()
    {
        if (_blocksLeft-- > 0)
            return;
        (_reading, _busySinceNs, _blocksLeft) = (thread.CpuNanoseconds, 0, BlocksPerReading - 1);
    }

    /// <summary>Notes the end of a block. [audio-thread]</summary>
    /// <param name="busyNs">How long it was computed, by the wall.</param>
    /// <param name="periodNs">How long it lasts.</param>
    /// <returns>If it was late, how much of that it had the processor, at least 1; else, and when the system cannot tell, 0.</returns>
    public long End(long busyNs, long periodNs)
    {
        // A block that took long may have waited for the processor itself: none is taken on trust behind it.
        if (busyNs > periodNs / 2)
            _blocksLeft = 0;
        if (busyNs <= periodNs || _reading == 0)
        {
            _busySinceNs += busyNs;
            return 0;
        }
        return Math.Clamp(thread.CpuNanoseconds - _reading - _busySinceNs, 1, busyNs);
    }

    /// <summary>Forgets the last reading: another thread carries the audio now, or none did for a while. [audio-thread]</summary>
    public void Restart() => _blocksLeft = 0;
}
