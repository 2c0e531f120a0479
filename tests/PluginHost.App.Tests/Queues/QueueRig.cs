using System.Text.Json;

namespace PluginHost.App.Tests.Queues;

/// <summary>A shared folder with recordings, and what is run on it. What anybody says must not hold the password.</summary>
internal sealed class QueueRig(RabbitServer server) : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly List<RunningProgram> _running = [];

    public CommandLine Program { get; } = new();

    /// <summary>Takes about three seconds for a recording, and changes nothing.</summary>
    public static string[] Slow { get; } = [.. Chain(4)];

    /// <summary>Has the bytes of <see cref="Slow"/>.</summary>
    public static string[] Quick { get; } = [.. Chain(0)];

    public void Copy(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Program.File(name))!);
            File.Copy(CommandLine.Demo, Program.File(name));
        }
    }

    /// <summary>Starts the program with the broker's address in the command.</summary>
    public RunningProgram Start(params string[] arguments) => Keep(new RunningProgram(Program.Folder, Nothing, [.. arguments, "--queue", server.Url]));

    /// <summary>Starts a worker with the broker's address in its environment.</summary>
    public RunningProgram Worker(int jobs = 1, string root = ".")
    {
        RunningProgram worker = Keep(new RunningProgram(Program.Folder, new Dictionary<string, string>
        {
            ["PLUGINHOST_QUEUE"] = "amqp://" + server.Host, ["PLUGINHOST_QUEUE_USER"] = RabbitServer.User, ["PLUGINHOST_QUEUE_PASSWORD"] = RabbitServer.Password,
        }, "worker", "--root", root, "--jobs", $"{jobs}", "--plugins", Path.Combine(CommandLine.Root, "artifacts", "fixtures"), "--queue"));
        worker.WaitUntilSaid("working for");
        return worker;
    }

    /// <summary>Submits what lies in a folder, and gives the run's id.</summary>
    public (RunningProgram Program, string Run) Submit(string input, string output, string report, params string[] chain)
    {
        RunningProgram program = Start(["render", input, "--out", output, "--report", report, .. chain]);
        program.WaitUntilSaid("is with the workers");
        return (program, program.Said.Split("pluginhost: run ")[1][..12]);
    }

    /// <summary>Every file below that is not hidden.</summary>
    public string[] Files(string below) => !Directory.Exists(Program.File(below)) ? [] :
        [.. All(below).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>Every file below that is not whole.</summary>
    public string[] Parts(string below) => !Directory.Exists(Program.File(below)) ? [] :
        [.. All(below).Where(file => file.EndsWith(".part", StringComparison.Ordinal))];

    /// <summary>The outputs are those of a run on this machine, and nothing else lies beside them.</summary>
    public void AssertLocal(string input, string output, params string[] chain)
    {
        Program.Run(["render", input, "--out", "local-" + output, .. chain]);
        Assert.Equal(Files("local-" + output), Files(output));
        foreach (string file in Files(output))
            Assert.Equal(File.ReadAllBytes(Program.File($"local-{output}/{file}")), File.ReadAllBytes(Program.File($"{output}/{file}")));
        Assert.Empty(Parts(output));
    }

    /// <summary>Inputs with their states.</summary>
    public string[] Report(string file)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Program.File(file)));
        return [.. report.RootElement.GetProperty("files").EnumerateArray()
            .Select(each => $"{each.GetProperty("input").GetString()} {each.GetProperty("state").GetString()}")];
    }

    public void Dispose()
    {
        foreach (RunningProgram program in _running)
            program.Dispose();
        Assert.All(_running, program => Assert.DoesNotContain("s3cret", program.Said, StringComparison.Ordinal));
        Program.Dispose();
    }

    private static string[] Chain(int sleepMs) =>
        ["--effect", "fixture-sleeps", "--set", $"1.sleep-ms={sleepMs}", "--plugins", Path.Combine(CommandLine.Root, "artifacts", "fixtures")];

    private IEnumerable<string> All(string below) => Directory.EnumerateFiles(Program.File(below), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(file => Path.GetRelativePath(Program.File(below), file));

    private RunningProgram Keep(RunningProgram program)
    {
        _running.Add(program);
        return program;
    }
}
