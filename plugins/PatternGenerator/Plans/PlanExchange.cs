namespace PluginHost.Plugins.Plans;

/// <summary>
/// Three plans that change hands: one being written, one being played, one in between. Neither side ever waits, and the newest
/// published plan is what the reader gets.
/// </summary>
/// <remarks>One writer, one reader. The exchange is a full fence, so what was written before <see cref="Publish"/> is seen
/// after <see cref="TryTake"/>.</remarks>
internal sealed class PlanExchange
{
    private const int Fresh = 4;
    private readonly BarPlan[] _plans = [new(), new(), new()];
    private int _back;
    private int _between = 1;
    private int _front = 2;

    /// <summary>Gets the plan to write next. [worker-thread]</summary>
    public BarPlan Back => _plans[_back];

    /// <summary>Gets the plan taken last. [audio-thread]</summary>
    public BarPlan Front => _plans[_front];

    /// <summary>Hands <see cref="Back"/> over. [worker-thread]</summary>
    public void Publish() => _back = Interlocked.Exchange(ref _between, _back | Fresh) & ~Fresh;

    /// <summary>Makes the newest plan the front, if there is a new one. [audio-thread]</summary>
    public bool TryTake()
    {
        if ((Volatile.Read(ref _between) & Fresh) == 0)
            return false;
        _front = Interlocked.Exchange(ref _between, _front) & ~Fresh;
        return true;
    }
}
