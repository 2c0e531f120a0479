using System.Text;
using RabbitMQ.Client;

namespace PluginHost.App.Tests.Queues;

/// <summary>A real broker, real workers. One test at a time: all runs share the queue of jobs.</summary>
public sealed class QueueTests : IClassFixture<RabbitServer>, IDisposable
{
    private readonly RabbitServer _server;
    private readonly QueueRig _rig;

    public QueueTests(RabbitServer server)
    {
        Assert.SkipUnless(RabbitServer.IsInstalled, "rabbitmq-server is not installed");
        _server = server;
        _rig = new QueueRig(server);
    }

    public void Dispose() => _rig?.Dispose();

    [Fact]
    public async Task Two_workers_make_the_files_and_the_report_of_a_local_run()
    {
        _rig.Copy("in/a.flac", "in/b.flac", "in/sub/c.flac", "out/there.flac", "in/there.flac");
        File.WriteAllText(_rig.Program.File("in/bad.wav"), "hello");
        RunningProgram[] workers = [_rig.Worker(), _rig.Worker()];

        (RunningProgram submitter, string run) = _rig.Submit("in", "out", "report.json", "--effect", "delay", "--loudness", "-20");

        Assert.Equal(1, submitter.End());
        Assert.Contains("in/bad.wav: it cannot be read as sound", submitter.Said, StringComparison.Ordinal);
        Assert.Contains("3 of 5 files rendered, 2 failed", submitter.Said, StringComparison.Ordinal);
        Assert.Equal(["in/a.flac done", "in/b.flac done", "in/bad.wav failed", "in/sub/c.flac done", "in/there.flac failed"], _rig.Report("report.json"));
        // What failed was tried three times, and the broker has put it aside.
        string said = string.Concat(workers.Select(worker => worker.Said));
        Assert.Equal([1, 1, 1], Enumerable.Range(1, 3).Select(attempt => said.Split($"(attempt {attempt} of 3)").Length - 1));
        string dead = Assert.Single(await Dead(), message => message.Contains(run, StringComparison.Ordinal));
        Assert.Contains("\"input\":\"in/bad.wav\"", dead, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", dead, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Program.Folder, dead, StringComparison.Ordinal);
        Assert.All(workers, worker => Assert.Equal(0, worker.Interrupt()));
        File.Delete(_rig.Program.File("in/there.flac"));
        File.Delete(_rig.Program.File("out/there.flac"));
        _rig.AssertLocal("in", "out", "--effect", "delay", "--loudness", "-20");
    }

    [Fact]
    public void A_killed_workers_file_is_taken_over_and_nothing_half_written_is_left()
    {
        _rig.Copy("in/a.flac");
        RunningProgram first = _rig.Worker();
        (RunningProgram submitter, _) = _rig.Submit("in", "out", "report.json", QueueRig.Slow);
        first.WaitUntil(() => _rig.Parts("out").Length > 0);

        first.Kill();
        Assert.Empty(_rig.Files("out"));
        _rig.Worker();

        Assert.Equal(0, submitter.End());
        _rig.AssertLocal("in", "out", QueueRig.Quick);
    }

    [Fact]
    public void A_file_that_ends_three_workers_is_given_up_and_nothing_is_left_of_it()
    {
        _rig.Copy("in/a.flac");
        (RunningProgram submitter, _) = _rig.Submit("in", "out", "report.json", QueueRig.Slow);
        int parts = 0;
        for (int i = 0; i < 3; i++)
        {
            // Who takes it over removes what the one before has left, and begins his own.
            HashSet<string> left = [.. _rig.Parts("out")];
            RunningProgram worker = _rig.Worker();
            worker.WaitUntil(() => _rig.Parts("out").Any(part => !left.Contains(part)));
            parts = _rig.Parts("out").Length;
            worker.Kill();
        }

        Assert.Equal(1, submitter.End());
        Assert.Contains("in/a.flac: given up", submitter.Said, StringComparison.Ordinal);
        Assert.Equal(["in/a.flac failed"], _rig.Report("report.json"));
        Assert.Equal(1, parts);
        Assert.Empty(_rig.Parts("out"));
        Assert.Empty(_rig.Files("out"));
    }

    [Fact]
    public void A_worker_that_is_interrupted_gives_its_file_back_and_that_is_no_failure()
    {
        _rig.Copy("in/a.flac");
        (RunningProgram submitter, _) = _rig.Submit("in", "out", "report.json", QueueRig.Slow);
        for (int i = 0; i < 3; i++)
        {
            RunningProgram worker = _rig.Worker();
            worker.WaitUntil(() => _rig.Parts("out").Length > 0);

            Assert.Equal(0, worker.Interrupt());
            Assert.Empty(_rig.Parts("out"));
            Assert.Empty(_rig.Files("out"));
        }
        _rig.Worker();

        Assert.Equal(0, submitter.End());
        _rig.AssertLocal("in", "out", QueueRig.Quick);
    }

    [Fact]
    public async Task A_run_survives_the_brokers_end_and_start()
    {
        _rig.Copy("in/a.flac", "in/b.flac", "in/c.flac", "in/d.flac", "in/e.flac");
        RunningProgram[] workers = [_rig.Worker(), _rig.Worker()];
        (RunningProgram submitter, _) = _rig.Submit("in", "out", "report.json", QueueRig.Slow);
        submitter.WaitUntil(() => _rig.Files("out").Length > 0 && _rig.Parts("out").Length > 0);

        _server.Kill();
        submitter.WaitUntilSaid("trying again");
        await _server.Start();

        Assert.Equal(0, submitter.End());
        Assert.Equal(5, _rig.Report("report.json").Length);
        Assert.All(workers, worker => Assert.Equal(0, worker.Interrupt()));
        _rig.AssertLocal("in", "out", QueueRig.Quick);
    }

    [Fact]
    public void A_run_that_was_left_is_followed_again_from_its_start()
    {
        _rig.Copy("in/a.flac", "in/b.flac");
        File.WriteAllText(_rig.Program.File("in/bad.wav"), "hello");
        (RunningProgram left, string run) = _rig.Submit("in", "out", "left.json", "--effect", "gain");

        Assert.Equal(1, left.Interrupt());
        Assert.Contains($"3 not done (--attach {run} goes on)", left.Said, StringComparison.Ordinal);
        RunningProgram worker = _rig.Worker(jobs: 2);
        worker.WaitUntil(() => _rig.Files("out").Length > 0);
        RunningProgram killed = _rig.Start("render", "--attach", run, "--report", "killed.json");
        killed.Kill();
        RunningProgram follower = _rig.Start("render", "--attach", run, "--report", "report.json");

        Assert.Equal(1, follower.End());
        Assert.Contains("2 of 3 files rendered, 1 failed", follower.Said, StringComparison.Ordinal);
        Assert.Equal(["in/a.flac done", "in/b.flac done", "in/bad.wav failed"], _rig.Report("report.json"));
        RunningProgram late = _rig.Start("render", "--attach", run);
        Assert.Equal(2, late.End());
        Assert.Contains($"there is no run '{run}'", late.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_follows_a_large_run_leaves_it_in_peace()
    {
        const int Files = 6000, Little = 100_000, Looks = 20;
        await using IConnection connection = await _server.Connect();
        string run = await LargeRun.Leave(connection, Files);
        RunningProgram follower = _rig.Start("render", "--attach", run);
        follower.WaitUntilSaid($"{Files - 1} of {Files} files");
        long sent = 0, before, look = 0;
        do
            (before, sent) = (sent, await _server.CountSent());
        while (sent - before > Little && ++look < Looks);
        Assert.InRange(sent, Files * LargeRun.Words, long.MaxValue);
        Assert.InRange(sent - before, 0, Little);
        follower.Interrupt();
    }

    [Fact]
    public void Two_runs_at_once_do_not_mix()
    {
        _rig.Copy("one/a.flac", "one/b.flac", "one/c.flac", "two/a.flac", "two/b.flac", "two/d.flac");
        (RunningProgram first, _) = _rig.Submit("one", "out1", "one.json", "--effect", "gain", "--set", "1.gain=-6");
        (RunningProgram second, _) = _rig.Submit("two", "out2", "two.json", "--effect", "delay");
        _rig.Worker();
        _rig.Worker();

        Assert.Equal((0, 0), (first.End(), second.End()));
        Assert.Equal(["one/a.flac done", "one/b.flac done", "one/c.flac done"], _rig.Report("one.json"));
        Assert.Equal(["two/a.flac done", "two/b.flac done", "two/d.flac done"], _rig.Report("two.json"));
        _rig.AssertLocal("one", "out1", "--effect", "gain", "--set", "1.gain=-6");
        _rig.AssertLocal("two", "out2", "--effect", "delay");
    }

    [Fact]
    public async Task A_worker_refuses_what_leaves_its_folder_and_what_is_no_job_and_works_on()
    {
        _rig.Copy("root/in/a.flac", "outside/b.flac");
        Directory.CreateSymbolicLink(_rig.Program.File("root/leak"), _rig.Program.File("outside"));
        RunningProgram worker = _rig.Worker(root: "root");
        string[] paths = ["in/a.flac|../escaped.flac", $"in/a.flac|{_rig.Program.File("absolute.flac")}", "../outside/b.flac|out/b.flac", "leak/b.flac|out/c.flac",
            "in/a.flac|leak/d.flac", "in/a.flac|out/e.sh"];
        await Publish([.. paths.Select(pair => Message(pair.Split('|')[0], pair.Split('|')[1])), "", "{}", "[[[[", "{\"version\":1}"]);

        worker.WaitUntil(() => worker.Said.Split("leaves the").Length - 1 == 5 && worker.Said.Split("no job was put to the dead").Length - 1 == 8);

        Assert.Equal(["root/in/a.flac"], _rig.Files(".").Where(file => !file.StartsWith("outside", StringComparison.Ordinal) && !file.StartsWith("root/leak", StringComparison.Ordinal)));
        Assert.Equal(["b.flac"], _rig.Files("outside"));
        RunningProgram submitter = _rig.Start("render", "root/in", "root/leak", "--root", "root", "--out", "root/out", "--effect", "gain", "--report", "report.json");
        Assert.Equal(1, submitter.End());
        Assert.Equal(["in/a.flac done", "leak/b.flac failed"], _rig.Report("report.json"));
        Assert.Equal(0, worker.Interrupt());
        await Dead();
    }

    [Theory]
    [InlineData("amqp://tester:wrong@HOST", "refuses the user 'tester'")]
    [InlineData("amqp://tester:s3cret%2Fword@HOST/elsewhere", "elsewhere")]
    public void A_wrong_password_and_a_wrong_virtual_host_are_named(string url, string named)
    {
        Outcome outcome = _rig.Program.Run("worker", "--root", ".", "--queue", url.Replace("HOST", _server.Host, StringComparison.Ordinal));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", outcome.Error, StringComparison.Ordinal);
    }

    private static string Message(string input, string output) => """
        {"version":1,"run":"abcdefghjkmn","number":0,"input":"INPUT","output":"OUTPUT","recipe":{"preset":{"version":1,"name":"x",
        "chain":[]},"set":[],"encoding":null,"keepTail":true,"tempoBpm":120,"sampleRate":null,"loudnessLufs":null,"truePeakDb":-1}}
        """.Replace("INPUT", input, StringComparison.Ordinal).Replace("OUTPUT", output, StringComparison.Ordinal);

    private async Task Publish(string[] bodies)
    {
        await using IConnection connection = await _server.Connect();
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (string body in bodies)
            await channel.BasicPublishAsync("pluginhost.jobs", "abcdefghjkmn", mandatory: true, new BasicProperties { Type = "job" }, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Takes what was given up from the queue of the dead.</summary>
    private async Task<List<string>> Dead()
    {
        await using IConnection connection = await _server.Connect();
        await using IChannel channel = await connection.CreateChannelAsync();
        List<string> dead = [];
        while (await channel.BasicGetAsync("pluginhost.dead", autoAck: true) is { } message)
            dead.Add(Encoding.UTF8.GetString(message.Body.Span));
        return dead;
    }
}
