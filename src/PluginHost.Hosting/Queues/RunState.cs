using PluginHost.Hosting.Batches;

namespace PluginHost.Hosting.Queues;

/// <summary>
/// What is known of a run, from the messages in its queue. Whoever follows a run reads them all, and gets the same state; they may come
/// more than once and in any order, which decides only about the words for a failure. Belongs to one thread.
/// </summary>
public sealed class RunState
{
    private readonly string _run;
    private readonly Dictionary<int, JobResult> _ended = [];
    private readonly Dictionary<int, QueuedResult> _failedAttempts = [];
    private readonly Dictionary<int, QueuedResult> _good = [];
    private readonly HashSet<int> _dead = [];
    private readonly Dictionary<int, PlanPart> _parts = [];

    /// <summary>Begins to know a run. [control-thread]</summary>
    /// <param name="run">Id of the run.</param>
    /// <param name="plan">The plan, for who made it; null to learn it from the messages.</param>
    public RunState(string run, RunPlan? plan = null)
    {
        _run = run;
        if (plan is not null)
            Begin(plan);
    }

    /// <summary>Gets the plan; null as long as a piece is missing. [control-thread]</summary>
    public RunPlan? Plan { get; private set; }

    /// <summary>Gets whether every job of the plan has ended. [control-thread]</summary>
    public bool IsOver => Plan is not null && _ended.Count == Plan.Jobs.Count;

    /// <summary>Gets what became of the jobs that have ended, in the order of the plan. [control-thread]</summary>
    public IReadOnlyList<JobResult> Results => [.. _ended.OrderBy(result => result.Key).Select(result => result.Value)];

    /// <summary>Tells whether a job has ended. [control-thread]</summary>
    /// <param name="number">Its place.</param>
    /// <returns>Whether it is done or given up.</returns>
    public bool HasEnded(int number) => _ended.ContainsKey(number);

    /// <summary>Takes a piece of the plan. [control-thread]</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>Once there is a plan: what workers have ended before; else nothing.</returns>
    /// <exception cref="InvalidDataException">It is no piece of this run's plan.</exception>
    public IEnumerable<JobResult> TakePlan(ReadOnlyMemory<byte> utf8)
    {
        PlanPart part = PlanPart.Read(utf8);
        if (part.Run != _run)
            throw new InvalidDataException($"the plan is that of run {part.Run}");
        if (Plan is not null)
            return [];
        _parts[part.First] = part;
        if (_parts.Values.Sum(known => known.Jobs.Length) != part.Count)
            return [];
        RunPlan plan = new(_run, part.Started, part.Recipe.ToRecipe(), [.. _parts.OrderBy(known => known.Key).SelectMany(known => known.Value.Jobs)]);
        _parts.Clear();
        return Begin(plan);
    }

    /// <summary>Takes what a worker says. [control-thread]</summary>
    /// <param name="result">The result.</param>
    /// <returns>What became of the job, if it ended by this; else null.</returns>
    public JobResult? Take(QueuedResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        (result.State == JobState.Failed ? _failedAttempts : _good)[result.Number] = result;
        return End(result.Number);
    }

    /// <summary>Takes word that the broker has given a job up. [control-thread]</summary>
    /// <param name="number">The job's place.</param>
    /// <returns>What became of the job, if it ended by this; else null.</returns>
    public JobResult? TakeDead(int number)
    {
        _dead.Add(number);
        return End(number);
    }

    private JobResult[] Begin(RunPlan plan)
    {
        Plan = plan;
        JobResult?[] ended = [.. Enumerable.Range(0, plan.Jobs.Count).Select(End)];
        return [.. ended.Where((_, number) => plan.Jobs[number].Refusal is null).OfType<JobResult>()];
    }

    private JobResult? End(int number)
    {
        if (Plan is null || number < 0 || number >= Plan.Jobs.Count || Outcome(number, Plan.Jobs[number]) is not { } result)
            return null;
        // The first word counts: it has been reported.
        return _ended.TryAdd(number, result) ? result : null;
    }

    private JobResult? Outcome(int number, PlannedJob planned)
    {
        if (planned.Refusal is { } refusal)
            return new JobResult(planned.Job, JobState.Failed, refusal, 0, 0, null);
        if (_good.TryGetValue(number, out QueuedResult? good))
            return good.ToResult(planned.Job);
        if (!_dead.Contains(number))
            return null;
        return _failedAttempts.TryGetValue(number, out QueuedResult? failed) ? failed.ToResult(planned.Job)
            : new JobResult(planned.Job, JobState.Failed, "given up: every worker that took it ended before it was done", 0, 0, null);
    }
}
