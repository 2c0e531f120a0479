using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Tests.Batches;

public sealed class BatchTallyTests
{
    private readonly RenderJob _first = new("a.wav", "out/a.wav");
    private readonly RenderJob _second = new("b.wav", "out/b.wav");
    private readonly BatchTally _tally;

    public BatchTallyTests() => _tally = new BatchTally([(_first, 1000), (_second, 3000)]);

    [Fact]
    public void Jobs_are_counted_by_how_they_end()
    {
        Assert.Equal((2, 0, 0, 0), (_tally.Status.Jobs, _tally.Status.Done, _tally.Status.Skipped, _tally.Status.Failed));
        End(_first, JobState.Done);
        Assert.Equal((1, 1), (_tally.Status.Done, _tally.Status.Ended));
        End(_second, JobState.Partial);
        Assert.Equal((1, 2), (_tally.Status.Failed, _tally.Status.Ended));
    }

    [Fact]
    public void The_clock_of_a_batch_that_began_before_goes_on() =>
        Assert.True(new BatchTally([(_first, 1000)], TimeSpan.FromHours(1)).Status.ElapsedSeconds >= 3600);

    [Fact]
    public void What_is_being_rendered_is_listed_with_its_share()
    {
        _tally.Started(_second);
        _tally.Started(_first);
        _tally.Moved(_first, new RenderProgress(24_000, 96_000, 48_000));
        _tally.Moved(_second, new RenderProgress(48_000, null, 48_000));
        Assert.Equal([new JobStatus(_first, 0.5, 0.25), new JobStatus(_second, 1, null)], _tally.Status.Active);
        Assert.Equal(1.5, _tally.Status.SoundSeconds);
        End(_first, JobState.Done);
        Assert.Equal([_second], _tally.Status.Active.Select(job => job.Job));
        Assert.Equal(11, _tally.Status.SoundSeconds);
    }

    [Fact]
    public void The_time_left_goes_by_the_bytes_and_is_not_guessed_from_nothing()
    {
        Assert.Null(_tally.Status.SecondsLeft);
        End(_first, JobState.Done);
        BatchStatus status = _tally.Status;
        Assert.Equal(3 * status.ElapsedSeconds, status.SecondsLeft!.Value, 1e-9);
        End(_second, JobState.Skipped);
        Assert.Equal(0, _tally.Status.SecondsLeft);
        // What was there already is no sound that was rendered.
        Assert.Equal(10, _tally.Status.SoundSeconds);
    }

    private void End(RenderJob job, JobState state) => _tally.Ended(new JobResult(job, state, "", 10, 1, null));
}
