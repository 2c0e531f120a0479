using PluginHost.Hosting.Queues;

namespace PluginHost.App.Queues;

/// <summary>
/// Leaves the results of a run at the broker, but not each in a message of its own: from time to time one takes the place of many. They
/// are settled when it has arrived, so that at every moment the queue holds all there is to know.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="run">Id of the run.</param>
internal sealed class RunLog(BrokerSession session, string run)
{
    /// <summary>The most messages that are held at a time: those to be joined, and any plan.</summary>
    public const ushort Prefetch = 20_000;

    private const int MostMessages = 1000;
    private const int MostBytes = QueuedResults.MaxBytes / 4;
    private readonly List<(QueuedResults Results, Delivery Message)> _kept = [];
    private int _bytes;

    /// <summary>Keeps what a message said.</summary>
    public async Task Keep(QueuedResults results, Delivery message)
    {
        // One that was joined comes back here, and stays as it is: to be joined again and again it would grow without end.
        if (results.Results.Count + results.Dead.Count > 1)
            return;
        _kept.Add((results, message));
        _bytes += message.Body.Length;
        if (_kept.Count < MostMessages && _bytes < MostBytes)
            return;
        QueuedResults all = new([.. _kept.SelectMany(kept => kept.Results.Results)], [.. _kept.SelectMany(kept => kept.Results.Dead)]);
        await session.Publish("", BrokerNames.Run(run), MessageKinds.Results, all.ToBytes());
        foreach ((_, Delivery settled) in _kept)
            await settled.Accept();
        _kept.Clear();
        _bytes = 0;
    }
}
