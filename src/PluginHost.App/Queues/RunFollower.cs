using System.Text;
using System.Threading.Channels;
using PluginHost.App.Commands;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Queues;
using PluginHost.Hosting.Rendering;

namespace PluginHost.App.Queues;

/// <summary>
/// Follows a run to its end. Its queue holds the plan and every result until the report is written, and gives them to whoever follows:
/// he who submitted the run, after the broker was away, or another after him.
/// </summary>
/// <param name="address">The broker.</param>
/// <param name="run">Id of the run.</param>
/// <param name="known">Its plan; null to learn it from the broker.</param>
/// <param name="say">Tells the user.</param>
/// <param name="whenPlanned">Gives who hears of the jobs, once it is known which they are.</param>
internal sealed class RunFollower(BrokerAddress address, string run, RunPlan? known, Action<string> say, Func<RunPlan, IBatchObserver> whenPlanned)
{
    private const ushort MostProgress = 100;
    private readonly RunPublisher _publisher = new(run);
    private IBatchObserver? _observer = known is null ? null : whenPlanned(known);

    public RunState State { get; } = new(run, known);

    /// <summary>Returns when every job has ended.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the run goes on.</exception>
    public Task Follow(CancellationToken cancellation) => BrokerLoop.Run(address, session => Follow(session, cancellation), say, cancellation);

    private async Task Follow(BrokerSession session, CancellationToken cancellation)
    {
        uint followers = await session.Structure(BrokerTopology.CountFollowers(run)) ?? throw new CommandError(
            State.Plan is null ? $"there is no run '{run}' at {address}, or its report is written" : $"run {run} was ended elsewhere");
        if (followers > 0)
            say($"run {run} is followed elsewhere; this begins when that ends");
        Channel<Delivery> messages = Channel.CreateUnbounded<Delivery>();
        RunLog log = new(session, run);
        await session.Subscribe(BrokerNames.Run(run), RunLog.Prefetch, messages);
        await session.Subscribe(await session.Structure(BrokerTopology.DeclareProgress(run)), MostProgress, messages);
        // When this comes back, all that was in the queue has come before it.
        string probe = Guid.NewGuid().ToString();
        await session.Publish("", BrokerNames.Run(run), MessageKinds.Probe, Encoding.UTF8.GetBytes(probe));
        while (!State.IsOver)
        {
            Delivery message = await Next(messages, cancellation);
            if (message.Kind != MessageKinds.Probe)
            {
                await Take(message, log);
                continue;
            }
            await message.Accept();
            if (Encoding.UTF8.GetString(message.Body) == probe)
                Publish(session, messages.Writer);
        }
    }

    /// <summary>Publishes, beside what else goes on, what whoever submitted the run did not come to.</summary>
    private void Publish(BrokerSession session, ChannelWriter<Delivery> messages)
    {
        if (State.Plan is null)
            throw new CommandError($"run {run} was never submitted as a whole; please submit it again");
        _publisher.Publish(session, State).ContinueWith(failed => messages.TryComplete(failed.Exception!.InnerException),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private static async Task<Delivery> Next(Channel<Delivery> messages, CancellationToken cancellation)
    {
        try
        {
            return await messages.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException error)
        {
            throw error.InnerException ?? new BrokerException("the queue of the run was deleted");
        }
    }

    private async Task Take(Delivery message, RunLog log)
    {
        try
        {
            switch (message.Kind)
            {
                case MessageKinds.Plan:
                    IEnumerable<JobResult> ended = State.TakePlan(message.Body);
                    if (_observer is null && State.Plan is { } plan)
                        _observer = whenPlanned(plan);
                    Tell(ended);
                    break;
                case MessageKinds.Published:
                    _publisher.IsDone = true;
                    break;
                case MessageKinds.Progress:
                    Tell(QueuedProgress.Read(message.Body));
                    await message.Accept();
                    break;
                case MessageKinds.Result:
                    await Take(new QueuedResults([QueuedResult.Read(message.Body)], []), message, log);
                    break;
                case MessageKinds.Results:
                    await Take(QueuedResults.Read(message.Body), message, log);
                    break;
                case MessageKinds.Job:
                    await Take(new QueuedResults([], [QueuedJob.Read(message.Body).Number]), message, log);
                    break;
                default:
                    throw new InvalidDataException($"'{message.Kind}' is no kind of message");
            }
        }
        catch (InvalidDataException error)
        {
            say($"a message in the queue of run {run} was dropped: {error.Message}");
            await message.Accept();
        }
    }

    private async Task Take(QueuedResults results, Delivery message, RunLog log)
    {
        Tell(results.Results.Select(State.Take).Concat(results.Dead.Select(State.TakeDead)).OfType<JobResult>());
        await log.Keep(results, message);
    }

    private void Tell(IEnumerable<JobResult> ended)
    {
        foreach (JobResult result in ended)
            _observer?.Ended(result);
    }

    private void Tell(QueuedProgress progress)
    {
        if (State.Plan is not { } plan || progress.Number < 0 || progress.Number >= plan.Jobs.Count || State.HasEnded(progress.Number))
            return;
        _observer?.Moved(plan.Jobs[progress.Number].Job, new RenderProgress(progress.Frames, progress.TotalFrames, progress.SampleRate));
    }
}
