using PluginHost.App.Commands;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Rendering;
using PluginHost.PortAudio;

namespace PluginHost.App.Rendering;

/// <summary>Many files into a folder: one that cannot be rendered is reported, the others go on.</summary>
internal sealed class BatchRender(ChainPlan plan, RenderOptions options, string output)
{
    public int Jobs { get; init; }

    public bool Resumes { get; init; }

    public string? ReportFile { get; init; }

    public int Run(string[] inputs, CancellationToken cancellation)
    {
        if (File.Exists(output))
            throw new CommandError($"--out is {output}, but must be a folder for more than one input");
        WorkFolder folder = new(Directory.GetCurrentDirectory(), IsClosed: false);
        List<JobResult> refused = [];
        BatchPlan batch = BatchPlan.Make(BatchInputs.Find(inputs, output, refused), output, options.Encoding, folder);
        refused.AddRange(batch.Refused);
        if (batch.Jobs.Count == 0 && refused.Count == 0)
            throw new CommandError($"there is no sound file in {string.Join(", ", inputs)}");
        RenderRecipe recipe = new(plan.Preset, plan.Overrides, options);
        plan.RequireEffects();
        BatchTally tally = new(batch.Jobs);
        IReadOnlyList<JobResult> results;
        using (BatchDisplay display = new(tally))
        using (BatchManifest manifest = new(output))
        {
            refused.ForEach(display.Say);
            results = new LocalBatch(recipe, plan.Build, folder, new AudioThread()).Run([.. batch.Jobs.Select(job => job.Job)], Jobs,
                display, manifest, recipe.Fingerprint(plan.EffectFile), Resumes, cancellation);
        }
        return BatchReport.Finish([.. refused, .. results], batch.Jobs.Count - results.Count, tally.Status, ReportFile);
    }
}
