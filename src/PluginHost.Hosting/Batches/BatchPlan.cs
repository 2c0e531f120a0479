using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Batches;

/// <summary>The jobs of a batch, in the order of the inputs, and what could not become one.</summary>
/// <param name="Jobs">With the bytes of their inputs; 0 where the file cannot be seen.</param>
/// <param name="Refused">Inputs for which there is no job, each with its reason.</param>
public sealed record BatchPlan(IReadOnlyList<(RenderJob Job, long Bytes)> Jobs, IReadOnlyList<JobResult> Refused)
{
    /// <summary>Makes a job of every input. Does I/O. [control-thread]</summary>
    /// <param name="inputs">The files.</param>
    /// <param name="outputFolder">Folder of the outputs, in which the folders of the inputs are mirrored.</param>
    /// <param name="encoding">What to write; null for FLAC where the input's name says so, else WAV.</param>
    /// <param name="folder">What the paths of jobs are relative to.</param>
    /// <returns>The plan. Two inputs with one output are no plan for either but the first; neither is an output that is an input.</returns>
    public static BatchPlan Make(IEnumerable<InputFile> inputs, string outputFolder, AudioEncoding? encoding, WorkFolder folder)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(folder);
        List<(RenderJob, long)> jobs = [];
        List<JobResult> refused = [];
        InputFile[] all = [.. inputs.DistinctBy(input => Path.GetFullPath(input.Path))];
        HashSet<string> sources = [.. all.Select(input => RealPath.Of(input.Path))];
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach (InputFile input in all)
        {
            AudioEncoding wanted = encoding ?? (Path.GetExtension(input.Path).Equals(".flac", StringComparison.OrdinalIgnoreCase)
                ? AudioEncoding.FlacPcm24 : AudioEncoding.WavFloat32);
            string output = Path.Combine(outputFolder, Path.ChangeExtension(input.Relative, wanted.Extension()));
            RenderJob job = new(folder.Relative(input.Path), folder.Relative(output));
            if (sources.Contains(RealPath.Of(output)))
                refused.Add(Refusal(job, $"its output {output} is an input; choose another folder for the outputs"));
            else if (!taken.TryAdd(output, input.Path))
                refused.Add(Refusal(job, $"its output {output} is that of {taken[output]}, too"));
            else
                jobs.Add((job, new FileInfo(input.Path) is { Exists: true } file ? file.Length : 0));
        }
        return new BatchPlan(jobs, refused);
    }

    private static JobResult Refusal(RenderJob job, string reason) => new(job, JobState.Failed, reason, 0, 0, null);
}
