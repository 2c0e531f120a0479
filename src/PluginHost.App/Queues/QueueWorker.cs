using System.Threading.Channels;
using PluginHost.App.Commands;
using PluginHost.Hosting.Batches;

namespace PluginHost.App.Queues;

/// <summary>Renders what others have submitted. What it has begun is the broker's again when either of them ends.</summary>
/// <param name="address">The broker.</param>
/// <param name="plan">Where effects come from.</param>
/// <param name="root">The shared folder.</param>
/// <param name="jobs">Files at a time.</param>
internal sealed class QueueWorker(BrokerAddress address, ChainPlan plan, string root, int jobs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<int> Run(CancellationToken cancellation)
    {
        string name = $"{Environment.MachineName}:{Environment.ProcessId}";
        WorkFolder folder = new(root, IsClosed: true);
        WorkerSlot[] slots = [.. Enumerable.Range(0, jobs).Select(_ => new WorkerSlot(name, plan, folder))];
        try
        {
            await BrokerLoop.Run(address, session => Work(session, slots, cancellation), Say, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Between two connections.
        }
        finally
        {
            foreach (WorkerSlot slot in slots)
                slot.Dispose();
        }
        return ExitCode.Done;
    }

    private async Task Work(BrokerSession session, WorkerSlot[] slots, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Lost);
        Channel<Delivery> waiting = Channel.CreateUnbounded<Delivery>();
        Subscription subscription = await session.Subscribe(BrokerNames.Jobs, (ushort)jobs, waiting);
        Say($"working for {address} in {root}, {jobs} files at a time; Ctrl-C ends it");
        Delivery?[] unfinished = await Task.WhenAll(slots.Select(slot =>
            Task.Factory.StartNew(() => Run(slot, session, waiting.Reader, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        if (!cancellation.IsCancellationRequested)
            throw new BrokerException("the connection to the broker was lost");
        try
        {
            await GiveBack(session, subscription, unfinished.OfType<Delivery>(), waiting.Reader).WaitAsync(Patience, CancellationToken.None);
        }
        catch (Exception error) when (error is TimeoutException or BrokerException)
        {
            // With the connection, the broker gets them back all the same.
        }
    }

    /// <summary>A slot that fails in a way nobody foresaw ends them all, so that it is heard of.</summary>
    private static Delivery? Run(WorkerSlot slot, BrokerSession session, ChannelReader<Delivery> jobs, CancellationTokenSource end)
    {
        try
        {
            return slot.Run(session, jobs, end.Token);
        }
        catch
        {
            end.Cancel();
            throw;
        }
    }

    private static async Task GiveBack(BrokerSession session, Subscription subscription, IEnumerable<Delivery> begun, ChannelReader<Delivery> waiting)
    {
        await subscription.Stop();
        List<Delivery> left = [.. begun];
        while (waiting.TryRead(out Delivery? more))
            left.Add(more);
        await Task.WhenAll(left.Select(job => GiveBack(session, job)));
    }

    /// <summary>Handing a message back would count as one of its failures; a copy that knows those it had does not.</summary>
    private static async Task GiveBack(BrokerSession session, Delivery job)
    {
        await session.Publish(BrokerNames.Jobs, job.Run, MessageKinds.Job, job.Body, failures: job.Attempt - 1);
        await job.Accept();
    }

    private static void Say(string text) => Console.Error.WriteLine("pluginhost: " + text);
}
