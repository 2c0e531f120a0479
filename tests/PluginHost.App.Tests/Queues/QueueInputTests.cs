namespace PluginHost.App.Tests.Queues;

/// <summary>What is said before any broker is there.</summary>
public sealed class QueueInputTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("render in --effect gain --out out --queue amqp://u:s3cret@127.0.0.1:1", "amqp://127.0.0.1:1 cannot be reached")]
    [InlineData("worker --root . --queue amqp://u:s3cret@127.0.0.1:1/vhost", "amqp://127.0.0.1:1/vhost cannot be reached")]
    [InlineData("render in --effect gain --out out --queue http://u:s3cret@host", "--queue is '...@host', but must be like amqp://")]
    [InlineData("worker --root . --queue amqp://u:s3cret@h@host:port", "--queue is '...@host:port', but must be like amqp://")]
    [InlineData("worker --root . --queue amqp://u:s3cret@host/a/b", "must be like amqp://")]
    [InlineData("worker --root . --queue", "PLUGINHOST_QUEUE is not set")]
    [InlineData("worker --root .", "name the broker: --queue")]
    [InlineData("worker --root nowhere --queue amqp://u:s3cret@127.0.0.1:1", "there is no folder 'nowhere' (--root)")]
    [InlineData("worker --root . --jobs 0 --queue amqp://u:s3cret@127.0.0.1:1", "--jobs is 0, but must be 1 to 1024")]
    [InlineData("render --attach abcdefghjkmn", "--attach needs the broker")]
    [InlineData("render --attach oops --queue amqp://u:s3cret@127.0.0.1:1", "--attach is 'oops', but the id of a run has 12")]
    [InlineData("render in --attach abcdefghjkmn --queue amqp://u:s3cret@127.0.0.1:1", "takes no files")]
    [InlineData("render in --effect gain --out ../out --queue amqp://u:s3cret@127.0.0.1:1", "outside of the shared folder")]
    [InlineData("render in --effect gain --out out --resume --queue amqp://u:s3cret@127.0.0.1:1", "--resume is for files rendered here")]
    [InlineData("render in --effect gain", "--out is missing")]
    [InlineData("render --effect gain --out out", "name what to render")]
    public void Wrong_input_gives_one_line_without_the_password_and_exit_code_2(string arguments, string named)
    {
        Directory.CreateDirectory(_program.File("in"));
        File.Copy(CommandLine.Demo, _program.File("in/a.flac"));

        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.File("out")));
    }
}
