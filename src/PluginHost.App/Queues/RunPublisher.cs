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

    /// <summary>Publishes what is left, if anything.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="state">What is known of the run.</param>
    public async Task Publish(BrokerSession session, RunState state)
    {
        if (IsDone || state.Plan is not { } plan)
            return;
        int[] numbers = [.. Enumerable.Range(0, plan.Jobs.Count).Where(number => !state.HasEnded(number) && !_published.Contains(number))];
        foreach (int[] some in numbers.Chunk(JobsAtATime))
        {
            await Task.WhenAll(some.Select(number => session.Publish(BrokerNames.Jobs, run, MessageKinds.Job, plan.Job(number).ToBytes())));
            _published.UnionWith(some);
        }
        await session.Publish("", BrokerNames.Run(run), MessageKinds.Published, []);
        IsDone = true;
    }
}
