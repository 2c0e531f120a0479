using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Queues;
using PluginHost.Hosting.Rendering;
using RabbitMQ.Client;

namespace PluginHost.App.Tests.Queues;

/// <summary>A run of very many files, as workers would leave it at the broker.</summary>
internal static class LargeRun
{
    /// <summary>Letters that each result is long.</summary>
    public const int Words = 4000;

    private const int AtATime = 250;

    /// <summary>Leaves a run there in which all but the last file are done.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> Leave(IConnection connection, int files)
    {
        string run = RunId.Create(), queue = "pluginhost.run." + run;
        PlannedJob[] jobs = [.. Enumerable.Range(0, files).Select(i => new PlannedJob(new RenderJob($"in/{i:000000}.wav", $"out/{i:000000}.wav"), 1, null))];
        RunPlan plan = new(run, DateTimeOffset.UtcNow, new RenderRecipe(new Preset("none", []), [], new RenderOptions()), jobs);
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum", ["x-single-active-consumer"] = true, ["x-expires"] = 30L * 24 * 60 * 60 * 1000, ["x-delivery-limit"] = int.MaxValue,
        });
        foreach (byte[] message in plan.ToMessages())
            await Publish("plan", message);
        await Publish("published", []);
        foreach (PlannedJob[] some in jobs[..^1].Chunk(AtATime))
            await Task.WhenAll(some.Select(job => Publish("result", Done(Array.IndexOf(jobs, job), job.Job))));
        return run;

        async Task Publish(string kind, byte[] body) =>
            await channel.BasicPublishAsync("", queue, true, new BasicProperties { Persistent = true, Type = kind }, body);
    }

    // With as many words as some need, so that fewer files make as much to say.
    private static byte[] Done(int number, RenderJob job) =>
        QueuedResult.Of(number, "worker", new JobResult(job, JobState.Done, new string('x', Words), 1, 1, null)).ToBytes();
}
