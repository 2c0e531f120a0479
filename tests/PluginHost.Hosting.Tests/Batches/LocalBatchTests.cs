using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tests.Batches;

public sealed class LocalBatchTests : IDisposable
{
    private readonly BatchRig _rig = new();

    public LocalBatchTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Folders_are_mirrored_and_endings_kept()
    {
        _rig.Write("in/a.wav");
        _rig.Write("in/deep/er/b.flac");
        File.WriteAllText(_rig.Path("in/notes.txt"), "no sound");
        Assert.All(_rig.Run("out"), result => Assert.Equal((JobState.Done, ""), (result.State, result.Reason)));
        Assert.Equal(["a.wav", "deep/er/b.flac"], _rig.Files("out"));
    }

    [Fact]
    public void The_bytes_are_those_of_one_file_alone_whatever_the_threads_and_the_files_before()
    {
        // Two formats in turn, so that chains are both kept and built anew.
        for (int i = 0; i < 12; i++)
            _rig.Write($"in/{i:00}.wav", 2000 + (100 * i), i, channels: 1 + (i / 3 % 2));
        _rig.Run("one");
        _rig.Threads = 4;
        Assert.Equal(12, _rig.Run("four").Count);
        for (int i = 0; i < 12; i++)
        {
            byte[] alone = _rig.Alone($"in/{i:00}.wav");
            Assert.Equal(alone, _rig.Bytes($"one/{i:00}.wav"));
            Assert.Equal(alone, _rig.Bytes($"four/{i:00}.wav"));
        }
        Assert.Equal(_rig.Bytes("one/" + BatchManifest.FileName).Length, _rig.Bytes("four/" + BatchManifest.FileName).Length - 12);
    }

    [Fact]
    public void A_chain_is_built_once_for_files_of_one_format()
    {
        for (int i = 0; i < 5; i++)
            _rig.Write($"in/{i}.wav");
        _rig.Run("out");
        Assert.Equal(3, _rig.Rack.Created.Count);
    }

    [Fact]
    public void What_an_effect_learned_from_one_file_it_does_not_know_in_the_next()
    {
        _rig.Preset = Preset.OfEffects("learner");
        _rig.Write("in/a.wav", seed: 1);
        _rig.Write("in/b.wav", seed: 2);
        _rig.Run("out");
        Assert.Single(_rig.Rack.Created);
        Assert.Equal(_rig.Alone("in/b.wav"), _rig.Bytes("out/b.wav"));
    }

    [Fact]
    public void One_broken_file_is_reported_and_the_others_go_on()
    {
        _rig.Write("in/a.wav");
        File.WriteAllText(_rig.Path("in/b.wav"), "hello");
        _rig.Write("in/c.wav");
        IReadOnlyList<JobResult> results = _rig.Run("out");
        Assert.Equal([JobState.Done, JobState.Failed, JobState.Done], results.Select(result => result.State));
        Assert.Equal("it cannot be read as sound: Format not recognised", results[1].Reason);
        Assert.Equal(new RenderJob("in/b.wav", "out/b.wav"), results[1].Job);
        Assert.Equal(["a.wav", "c.wav"], _rig.Files("out"));
        Assert.Equal(3, _rig.Results.Count);
    }

    [Fact]
    public void A_slot_that_fails_spoils_neither_the_next_file_nor_its_report()
    {
        _rig.Preset = Preset.OfEffects("bomb");
        _rig.Write("in/a.wav", 9000);
        byte[] quiet = _rig.Write("in/b.wav", 500);
        IReadOnlyList<JobResult> results = _rig.Run("out");
        Assert.Equal([JobState.Partial, JobState.Done], results.Select(result => result.State));
        Assert.Contains("set aside", results[0].Reason, StringComparison.Ordinal);
        Assert.Equal(quiet, _rig.Bytes("out/b.wav"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cancelling_leaves_whole_files_only(int threads)
    {
        for (int i = 0; i < 8; i++)
            _rig.Write($"in/{i}.wav", 100_000);
        using CancellationTokenSource cancel = new();
        _rig.Threads = threads;
        int moves = 0;
        _rig.OnMoved = _ => { if (Interlocked.Increment(ref moves) == 5) cancel.Cancel(); };
        _rig.Cancellation = cancel.Token;
        IReadOnlyList<JobResult> results = _rig.Run("out");
        Assert.InRange(results.Count, 0, 7);
        Assert.Equal(results.Select(result => System.IO.Path.GetFileName(result.Job.Output)).Order(), _rig.Files("out"));

        _rig.OnMoved = null;
        _rig.Cancellation = TestContext.Current.CancellationToken;
        IReadOnlyList<JobResult> rest = _rig.Run("out", resumes: true);
        Assert.Equal(8, rest.Count);
        Assert.Equal(results.Count, rest.Count(result => result.State == JobState.Skipped));
        Assert.All(rest, result => Assert.True(result.IsGood, result.Reason));
    }

    [Fact]
    public void An_effect_that_no_file_can_be_blamed_for_fails_every_file()
    {
        _rig.Preset = Preset.OfEffects("unready");
        _rig.Write("in/a.wav");
        Assert.Contains("slot 1 (unready): Prepare threw InvalidOperationException: not at", Assert.Single(_rig.Run("out")).Reason, StringComparison.Ordinal);
        Assert.Empty(_rig.Files("out"));
    }
}
