using PluginHost.Hosting.Batches;

namespace PluginHost.Hosting.Queues;

/// <summary>One input of a run.</summary>
/// <param name="Job">Its files.</param>
/// <param name="Bytes">Length of the input, for estimates.</param>
/// <param name="Refusal">Why there is nothing to render; null when there is.</param>
public sealed record PlannedJob(RenderJob Job, long Bytes, string? Refusal);

/// <summary>All that was asked for in a run. It lies at the broker, so that nobody's end ends the run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Started">When it was submitted.</param>
/// <param name="Recipe">What is done to every file.</param>
/// <param name="Jobs">The inputs in their order.</param>
public sealed record RunPlan(string Run, DateTimeOffset Started, RenderRecipe Recipe, IReadOnlyList<PlannedJob> Jobs)
{
    /// <summary>The most inputs of a run.</summary>
    public const int MostJobs = 1_000_000;

    /// <summary>Gives a job for a worker. [any-thread]</summary>
    /// <param name="number">Its place.</param>
    /// <returns>The job.</returns>
    public QueuedJob Job(int number) => new(Run, number, Jobs[number].Job, Recipe);

    /// <summary>Cuts it into messages. Allocates. [any-thread]</summary>
    /// <returns>At least one.</returns>
    /// <exception cref="InvalidDataException">The preset or the run is too large.</exception>
    public IEnumerable<byte[]> ToMessages()
    {
        if (Jobs.Count > MostJobs)
            throw new InvalidDataException($"there are {Jobs.Count} files, but a run has at most {MostJobs}");
        RecipeMessage recipe = RecipeMessage.Of(Recipe);
        for (int first = 0; first == 0 || first < Jobs.Count; first += PlanPart.MostJobs)
        {
            PlannedJob[] jobs = [.. Jobs.Skip(first).Take(PlanPart.MostJobs)];
            yield return new PlanPart(Run, Started, recipe, Jobs.Count, first, jobs).ToBytes();
        }
    }
}

/// <summary>A plan in pieces of bounded size.</summary>
internal sealed record PlanPart(string Run, DateTimeOffset Started, RecipeMessage Recipe, int Count, int First, PlannedJob[] Jobs)
{
    public const int MostJobs = 250;
    private const int MaxBytes = 1 << 24;

    public byte[] ToBytes() => QueueJson.Write(this, "the plan of this run", MaxBytes);

    public static PlanPart Read(ReadOnlyMemory<byte> utf8)
    {
        PlanPart part = QueueJson.Read<PlanPart>(utf8, "the plan", MaxBytes);
        return part.Count is >= 0 and <= RunPlan.MostJobs && part.First >= 0 && part.Jobs.Length <= MostJobs && part.First + part.Jobs.Length <= part.Count
            ? part : throw new InvalidDataException($"the plan has no room for {part.Jobs.Length} of {part.Count} jobs at {part.First}");
    }
}
