using System.Threading.Channels;
using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class PluginWatcherTests
{
    [Fact]
    public void A_folder_counts_as_changed_once_two_checks_saw_the_same()
    {
        using PluginSandbox sandbox = new("CounterV1");
        FolderSnapshots snapshots = new([sandbox.Plugins]);
        Assert.Empty(snapshots.Check());

        sandbox.Write("CounterV1", "Counter.dll", [1]);
        Assert.Empty(snapshots.Check());
        Assert.False(snapshots.IsSettled);
        sandbox.Write("CounterV1", "Counter.dll", [1, 2]);
        Assert.Empty(snapshots.Check());
        Assert.Equal([new PluginChange(sandbox.At("CounterV1"), PluginChangeKind.Rebuilt)], snapshots.Check());
        Assert.True(snapshots.IsSettled);
        Assert.Empty(snapshots.Check());
    }

    [Fact]
    public void A_file_of_the_same_length_with_another_time_is_a_change()
    {
        using PluginSandbox sandbox = new("CounterV1");
        FolderSnapshots snapshots = new([sandbox.Plugins]);
        File.SetLastWriteTimeUtc(sandbox.At("CounterV1", "Counter.dll"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Empty(snapshots.Check());
        Assert.Equal(PluginChangeKind.Rebuilt, Assert.Single(snapshots.Check()).Kind);
    }

    [Fact]
    public void Folders_come_and_go_and_empty_ones_do_not_count()
    {
        using PluginSandbox sandbox = new("CounterV1");
        FolderSnapshots snapshots = new([sandbox.Plugins, sandbox.At("not-there")]);
        Directory.CreateDirectory(sandbox.At("empty"));
        sandbox.Add("CounterV2", "new");
        Directory.Delete(sandbox.At("CounterV1"), recursive: true);

        Assert.Empty(snapshots.Check());
        Assert.Equal([new(sandbox.At("CounterV1"), PluginChangeKind.Removed), new(sandbox.At("new"), PluginChangeKind.Added)],
            snapshots.Check());
        Assert.Empty(snapshots.Check());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_watcher_tells_of_added_rebuilt_and_removed_folders(bool poll)
    {
        using PluginSandbox sandbox = new();
        // Moved in and out as a whole, so that each change is one.
        string made = sandbox.Add("CounterV1", "Counter");
        string away = Path.Combine(sandbox.Outside, "Counter");
        Directory.Move(made, away);
        Channel<PluginChange> changes = Channel.CreateUnbounded<PluginChange>();
        using PluginWatcher watcher = new([sandbox.Plugins], change => changes.Writer.TryWrite(change),
            TimeSpan.FromMilliseconds(10), poll);
        Assert.Equal(poll, watcher.IsPolling);

        Directory.Move(away, made);
        Assert.Equal(new PluginChange(made, PluginChangeKind.Added), await Next());
        sandbox.Write("Counter", "more.txt", [1, 2, 3]);
        Assert.Equal(new PluginChange(made, PluginChangeKind.Rebuilt), await Next());
        // A slow machine may report a file and its content one after the other; what comes last is what matters here.
        Directory.Move(made, away);
        PluginChange last = await Next();
        while (last.Kind == PluginChangeKind.Rebuilt)
            last = await Next();
        Assert.Equal(new PluginChange(made, PluginChangeKind.Removed), last);

        ValueTask<PluginChange> Next() => changes.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_directory_that_cannot_be_watched_is_polled()
    {
        using PluginSandbox sandbox = new();
        using PluginWatcher watcher = new([sandbox.At("not-there")], _ => { }, TimeSpan.FromMilliseconds(10));

        Assert.True(watcher.IsPolling);
    }
}
