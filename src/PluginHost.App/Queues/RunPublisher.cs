using System.Threading.Channels;
using PluginHost.App.Commands;
using PluginHost.Hosting.Queues;

namespace PluginHost.App.Queues;

/// <summary>Publishes the jobs of a run, once: whoever follows it sees whether somebody has, and else does.</summary>
/// <param name="run">Id of the run.</param>
internal sealed class RunPublisher(string run)
{
    private const int JobsAtATime = 200;
    private readonly HashSet<int> _published = [];

    /// <summary>Gets or sets whether every job is published.</summary>
    public bool IsDone { get; set; }

    /// <summary>Begins to publish what is left, if anything.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="state">All that was known when the connection was made.</param>
    /// <param name="follower">Ended when it fails.</param>
    /// <exception cref="CommandError">There is no whole plan.</exception>
    public void Begin(BrokerSession session, RunState state, ChannelWriter<Delivery> follower)
    {
        RunPlan plan = state.Plan ?? throw new CommandError($"run {run} was never submitted as a whole; please submit it again");
        if (IsDone)
            return;
        int[] left = [.. Enumerable.Range(0, plan.Jobs.Count).Where(number => !state.HasEnded(number) && !_published.Contains(number))];
        Publish(session, plan, left).ContinueWith(failed => follower.TryComplete(failed.Exception!.InnerException),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task Publish(BrokerSession session, RunPlan plan, int[] numbers)
    {
        foreach (int[] some in numbers.Chunk(JobsAtATime))
        {
            await Task.WhenAll(some.Select(number => session.Publish(BrokerNames.Jobs, run, MessageKinds.Job, plan.Job(number).ToBytes())));
            _published.UnionWith(some);
        }
        await session.Publish("", BrokerNames.Run(run), MessageKinds.Published, []);
        IsDone = true;
    }
}
