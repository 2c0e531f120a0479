using PluginHost.App.Commands;
using PluginHost.App.Rendering;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Queues;
using PluginHost.Hosting.Rendering;

namespace PluginHost.App.Queues;

/// <summary>Many files, rendered by workers: for who submits them, the same as <see cref="BatchRender"/>.</summary>
/// <param name="address">The broker.</param>
/// <param name="reportFile">Where to save the report; null for nowhere.</param>
internal sealed class QueuedRender(BrokerAddress address, string? reportFile)
{
    /// <summary>Submits a batch and follows it.</summary>
    /// <param name="plan">The chain.</param>
    /// <param name="options">How files are rendered.</param>
    /// <param name="inputs">What the user named.</param>
    /// <param name="output">Folder of the outputs.</param>
    /// <param name="root">The shared folder.</param>
    /// <param name="cancellation">Ends the following.</param>
    public async Task<int> Submit(ChainPlan plan, RenderOptions options, string[] inputs, string output, string root, CancellationToken cancellation)
    {
        WorkFolder folder = new(root, IsClosed: true);
        if (File.Exists(output))
            throw new CommandError($"--out is {output}, but must be a folder when workers render");
        if (!folder.Holds(new RenderJob(".", Path.GetFullPath(output))))
            throw new CommandError($"--out is {output}, which lies outside of the shared folder {root} (--root)");
        List<JobResult> refused = [];
        BatchPlan batch = BatchPlan.Make(BatchInputs.Find(inputs, output, refused), output, options.Encoding, folder);
        PlannedJob[] jobs = [.. refused.Concat(batch.Refused).Select(result => new PlannedJob(result.Job, 0, result.Reason)),
            .. batch.Jobs.Select(job => new PlannedJob(job.Job, job.Bytes, Refuse(job.Job, folder, options.Overwrite)))];
        if (jobs.Length == 0)
            throw new CommandError($"there is no sound file in {string.Join(", ", inputs)}");
        plan.RequireEffects();
        RunPlan run = new(RunId.Create(), DateTimeOffset.UtcNow, new RenderRecipe(plan.Preset, plan.Overrides, options), jobs);
        if (!await Submit(run, cancellation))
            return ExitCode.PartlyFailed;
        return await Follow(run.Run, run, folder, cancellation);
    }

    /// <summary>Follows a run that was submitted before, from its start to its end.</summary>
    public Task<int> Follow(string run, CancellationToken cancellation) => RunId.IsValid(run) ? Follow(run, null, null, cancellation)
        : throw new CommandError($"--attach is '{run}', but the id of a run has {RunId.Length} letters and digits");

    private async Task<int> Follow(string run, RunPlan? known, WorkFolder? folder, CancellationToken cancellation)
    {
        BatchTally? tally = null;
        BatchDisplay? display = null;
        RunFollower follower = new(address, run, known, text => Say(text, display), plan =>
        {
            TimeSpan elapsed = DateTimeOffset.UtcNow - plan.Started;
            tally = new BatchTally(plan.Jobs.Where(job => job.Refusal is null).Select(job => (job.Job, job.Bytes)), elapsed > TimeSpan.Zero ? elapsed : default);
            display = new BatchDisplay(tally);
            foreach (PlannedJob job in plan.Jobs.Where(job => job.Refusal is not null))
                display.Say(new JobResult(job.Job, JobState.Failed, job.Refusal!, 0, 0, null));
            return display;
        });
        try
        {
            await follower.Follow(cancellation);
        }
        catch (OperationCanceledException)
        {
            // It is left to the workers.
        }
        finally
        {
            display?.Dispose();
        }
        if (tally is null)
        {
            Say($"interrupted; --attach {run} goes on");
            return ExitCode.PartlyFailed;
        }
        IReadOnlyList<JobResult> results = follower.State.Results;
        int code = BatchReport.Finish(results, follower.State.Plan!.Jobs.Count - results.Count, tally.Status, reportFile, $"--attach {run}");
        if (follower.State.IsOver)
        {
            await Forget(run);
            TidyUp(results, folder);
        }
        return code;
    }

    /// <summary>Whoever takes a file over removes what was left of it; of the last one who tried, nobody has.</summary>
    private static void TidyUp(IEnumerable<JobResult> results, WorkFolder? folder)
    {
        foreach (RenderJob job in results.Where(result => result.State == JobState.Failed).Select(result => result.Job))
        {
            if (job.Output.Length > 0 && folder?.Holds(job) == true)
                PartFiles.TryRemove(folder.Resolve(job.Output));
        }
    }

    private async Task<bool> Submit(RunPlan run, CancellationToken cancellation)
    {
        try
        {
            byte[][] messages = [.. run.ToMessages()];
            _ = run.Job(0).ToBytes();
            RunPublisher publisher = new(run.Run);
            await BrokerLoop.Run(address, session => Create(session, run, messages, publisher).WaitAsync(cancellation), Say, cancellation);
            Say($"run {run.Run} is with the workers; Ctrl-C leaves it to them, --attach {run.Run} follows it again");
            return true;
        }
        catch (InvalidDataException error)
        {
            throw new CommandError(error.Message);
        }
        catch (OperationCanceledException)
        {
            Say($"interrupted before all was submitted; --attach {run.Run} submits the rest");
            return false;
        }
    }

    private async Task Create(BrokerSession session, RunPlan run, byte[][] messages, RunPublisher publisher)
    {
        Say($"run {run.Run}: submitting {run.Jobs.Count(job => job.Refusal is null)} files to {address}");
        await session.Structure(BrokerTopology.DeclareRun(run.Run));
        foreach (byte[] message in messages)
            await session.Publish("", BrokerNames.Run(run.Run), MessageKinds.Plan, message);
        await publisher.Publish(session, new RunState(run.Run, run));
    }

    /// <summary>Says why a job cannot go to a worker; null when it can.</summary>
    private static string? Refuse(RenderJob job, WorkFolder folder, bool overwrite) =>
        QueuedJob.Refuse(job.Input) ?? QueuedJob.Refuse(job.Output)
        ?? (!folder.Holds(job) ? "leaves the shared folder"
            : !overwrite && File.Exists(folder.Resolve(job.Output)) ? "the file is there already; say --overwrite to replace it" : null);

    /// <summary>Removes what the broker holds; should that fail, the broker does it in a month.</summary>
    private async Task Forget(string run)
    {
        try
        {
            await using BrokerSession session = await BrokerSession.Open(address, CancellationToken.None);
            await session.Structure(BrokerTopology.DeleteRun(run));
        }
        catch (BrokerException)
        {
            // The report is written.
        }
    }

    private static void Say(string text, BatchDisplay? display)
    {
        if (display is null)
            Say(text);
        else
            display.Say(text);
    }

    private static void Say(string text) => Console.Error.WriteLine("pluginhost: " + text);
}
