using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Queues;

namespace PluginHost.Hosting.Tests.Queues;

public class RunStateTests
{
    private const string Run = "abcdefghjkmn";

    [Fact]
    public void Messages_in_any_order_and_twice_give_the_same_results()
    {
        const int Count = 600;
        RunPlan plan = Plan(Count);
        (string Kind, byte[] Body, int Number)[] messages =
        [
            .. plan.ToMessages().Select(body => ("plan", body, 0)),
            .. Enumerable.Range(0, Count - 1).Select(number => ("result", Result(number, number % 10 == 0 ? JobState.Failed : JobState.Done), number)),
            .. Enumerable.Range(0, Count - 1).Where(number => number % 10 == 0).Select(number => ("dead", Array.Empty<byte>(), number)),
        ];
        Assert.Equal(3, messages.Count(message => message.Kind == "plan"));
        for (int seed = 0; seed < 10; seed++)
        {
            (string Kind, byte[] Body, int Number)[] shuffled = [.. messages, .. messages];
            new Random(seed).Shuffle(shuffled);
            RunState state = new(Run);
            List<JobResult> told = [];
            foreach ((string kind, byte[] body, int number) in shuffled)
            {
                told.AddRange(kind switch
                {
                    "plan" => state.TakePlan(body),
                    "result" => Some(state.Take(QueuedResult.Read(body))),
                    _ => Some(state.TakeDead(number)),
                });
            }

            Assert.True(state.IsOver);
            Assert.Equal(Count, state.Results.Count);
            // The last was refused before it was sent: whoever made the plan has said so.
            Assert.Equal(Count - 1, told.Count);
            Assert.Equal(61, state.Results.Count(result => result.State == JobState.Failed && result.Reason.Length > 0));
            Assert.Equal("refused", state.Results[^1].Reason);
            Assert.Equal(plan.Jobs.Select(job => job.Job), state.Results.Select(result => result.Job));
        }
    }

    [Fact]
    public void A_job_ends_when_it_is_done_or_given_up_and_not_when_an_attempt_fails()
    {
        RunState state = new(Run, Plan(3));

        Assert.Null(state.Take(Failed(0, "first")));
        Assert.False(state.HasEnded(0));
        Assert.Null(state.Take(Failed(0, "second")));
        Assert.Equal("second", state.TakeDead(0)!.Reason);
        Assert.Contains("given up", state.TakeDead(1)!.Reason, StringComparison.Ordinal);
        Assert.True(state.IsOver);
        // The first word has been reported.
        Assert.Null(state.Take(QueuedResult.Read(Result(1, JobState.Done))));
        Assert.Equal(JobState.Failed, state.Results[1].State);
    }

    [Fact]
    public void A_job_that_failed_once_and_was_then_done_is_done()
    {
        RunState state = new(Run, Plan(2));

        state.Take(Failed(0, "once"));

        Assert.Equal(JobState.Done, state.Take(QueuedResult.Read(Result(0, JobState.Done)))!.State);
        Assert.True(state.IsOver);
    }

    [Fact]
    public void Numbers_beyond_the_plan_and_another_runs_plan_change_nothing()
    {
        RunState state = new(Run, Plan(2));

        Assert.Null(state.TakeDead(2));
        Assert.Null(state.TakeDead(-1));
        Assert.Null(state.Take(Failed(9, "x")));
        Assert.Throws<InvalidDataException>(() => new RunState("bcdefghjkmnp").TakePlan(Plan(2).ToMessages().First()));
        Assert.False(state.IsOver);
    }

    [Fact]
    public void Ids_are_valid_and_differ()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(_ => RunId.Create())];

        Assert.All(ids, id => Assert.True(RunId.IsValid(id)));
        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(["", "abc", "abcdefghjkm.", "ABCDEFGHJKMN", null], id => Assert.False(RunId.IsValid(id)));
    }

    private static RunPlan Plan(int count) => new(Run, DateTimeOffset.UnixEpoch, new RenderRecipe(Preset.OfEffects("gain"), [], new()),
        [.. Enumerable.Range(0, count).Select(i => new PlannedJob(new RenderJob($"in/{i}.wav", $"out/{i}.wav"), i, i == count - 1 ? "refused" : null))]);

    private static byte[] Result(int number, JobState state) =>
        new QueuedResult(number, "w", state, state == JobState.Failed ? "why" : "", 1, 1, null).ToBytes();

    private static QueuedResult Failed(int number, string reason) => new(number, "w", JobState.Failed, reason, 0, 0, null);

    private static IEnumerable<JobResult> Some(JobResult? result) => result is null ? [] : [result];
}
