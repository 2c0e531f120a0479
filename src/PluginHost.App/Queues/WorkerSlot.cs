using System.Diagnostics;
using System.Threading.Channels;
using PluginHost.App.Commands;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Queues;
using PluginHost.Hosting.Rendering;
using PluginHost.PortAudio;

namespace PluginHost.App.Queues;

/// <summary>One of the places of a worker where a file is rendered; a thread of its own.</summary>
/// <param name="name">What the worker is called.</param>
/// <param name="plan">Where effects come from.</param>
/// <param name="folder">The shared folder.</param>
internal sealed class WorkerSlot(string name, ChainPlan plan, WorkFolder folder) : IDisposable
{
    private static readonly TimeSpan ProgressPause = TimeSpan.FromSeconds(1);
    private JobRenderer? _renderer;
    private string? _recipe;

    /// <summary>Renders what comes until there is no more or it is cancelled.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="jobs">What comes.</param>
    /// <param name="cancellation">Ends the work; what was begun leaves nothing.</param>
    /// <returns>The job that was cancelled; null when none was.</returns>
    public Delivery? Run(BrokerSession session, ChannelReader<Delivery> jobs, CancellationToken cancellation)
    {
        Delivery? taken = null;
        try
        {
            while (true)
            {
                taken = null;
                taken = jobs.ReadAsync(cancellation).AsTask().GetAwaiter().GetResult();
                Do(session, taken, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return taken;
        }
        catch (ChannelClosedException error)
        {
            throw error.InnerException as BrokerException ?? new BrokerException("the queue of jobs was deleted");
        }
    }

    public void Dispose() => _renderer?.Dispose();

    private void Do(BrokerSession session, Delivery delivery, CancellationToken cancellation)
    {
        QueuedJob job;
        try
        {
            job = QueuedJob.Read(delivery.Body);
        }
        catch (InvalidDataException error)
        {
            Say($"a message that is no job was put to the dead: {error.Message}");
            delivery.Reject(again: false).GetAwaiter().GetResult();
            return;
        }
        if (delivery.Attempt > 1 && folder.Holds(job.Job))
            PartFiles.TryRemove(folder.Resolve(job.Job.Output));
        Settle(session, delivery, job, Render(session, job, cancellation)).GetAwaiter().GetResult();
    }

    private JobResult Render(BrokerSession session, QueuedJob job, CancellationToken cancellation)
    {
        long told = 0;
        Tell(default);
        // Who submitted it has looked whether the output was free: one that is there was made by whoever had the job before.
        return Renderer(job.Recipe).Render(job.Job, progress =>
        {
            if (Stopwatch.GetElapsedTime(told) >= ProgressPause)
                Tell(progress);
        }, cancellation, replaces: true);

        void Tell(RenderProgress progress)
        {
            told = Stopwatch.GetTimestamp();
            session.PublishLoosely(BrokerNames.Progress, job.Run, MessageKinds.Progress,
                new QueuedProgress(job.Number, progress.Frames, progress.TotalFrames, progress.SampleRate).ToBytes());
        }
    }

    private async Task Settle(BrokerSession session, Delivery delivery, QueuedJob job, JobResult result)
    {
        bool isWanted = await session.Publish("", BrokerNames.Run(job.Run), MessageKinds.Result, QueuedResult.Of(job.Number, name, result).ToBytes());
        bool isHopeless = delivery.Attempt >= BrokerTopology.MostAttempts || !folder.Holds(job.Job);
        if (result.State != JobState.Failed || !isWanted)
            await delivery.Accept();
        else
            await delivery.Reject(again: !isHopeless);
        string times = result.State == JobState.Failed ? $" (attempt {delivery.Attempt} of {BrokerTopology.MostAttempts})" : "";
        Say(result.Reason.Length > 0 ? $"{job.Job.Input}: {result.Reason}{times}"
            : FormattableString.Invariant($"{job.Job.Output}: {result.InputSeconds:0.0} s of sound in {result.ElapsedSeconds:0.0} s"));
    }

    /// <summary>A run has one recipe and many files: its chain is kept.</summary>
    private JobRenderer Renderer(RenderRecipe recipe)
    {
        string fingerprint = recipe.Fingerprint(_ => null);
        if (_renderer is not null && fingerprint == _recipe)
            return _renderer;
        _renderer?.Dispose();
        _recipe = fingerprint;
        return _renderer = new JobRenderer(recipe, options => plan.Build(recipe.Preset, options, recipe.Overrides), folder, new AudioThread());
    }

    private static void Say(string text) => Console.Error.WriteLine("pluginhost: " + text.ReplaceLineEndings(" "));
}
