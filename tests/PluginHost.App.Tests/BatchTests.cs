using System.Text;
using System.Text.Json;

namespace PluginHost.App.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_folder_is_rendered_into_another_and_the_broken_file_is_in_the_report()
    {
        Copy("in/a.flac", "in/sub/b.flac");
        File.WriteAllText(_program.File("in/bad.wav"), "hello");

        Outcome outcome = _program.Run("render", "in", "--effect", "gain", "--out", "out", "--report", "report.json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("in/bad.wav: it cannot be read as sound", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 3 files rendered, 1 failed", outcome.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(["a.flac", "sub/b.flac"], Files("out"));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_program.File("report.json")));
        Assert.Equal((2, 0, 1), (Count(report, "done"), Count(report, "skipped"), Count(report, "failed")));
        Assert.Equal(["in/a.flac done", "in/bad.wav failed", "in/sub/b.flac done"], report.RootElement.GetProperty("files").EnumerateArray()
            .Select(file => $"{file.GetProperty("input").GetString()} {file.GetProperty("state").GetString()}"));
    }

    [Fact]
    public void With_every_shipped_effect_the_bytes_are_the_same_whatever_the_jobs()
    {
        Copy("in/a.flac", "in/b.flac", "in/c.flac");
        string[] chain = ["--effect", "parametric-eq", "--effect", "spectral-gate", "--effect", "delay", "--effect", "feedback-suppressor",
            "--effect", "room-loop-microphone", "--effect", "room-loop-speaker", "--effect", "gain", "--set", "spectral-gate.learn-head=0.5", "--no-tail"];

        Assert.Equal(0, _program.Run(["render", "in", .. chain, "--jobs", "1", "--out", "one"]).ExitCode);
        Assert.Equal(0, _program.Run(["render", "in", .. chain, "--jobs", "3", "--out", "three"]).ExitCode);
        Assert.Equal(0, _program.Run(["render", "in/a.flac", .. chain, "--out", "alone.flac"]).ExitCode);

        byte[] alone = File.ReadAllBytes(_program.File("alone.flac"));
        foreach (string file in (string[])["one/a.flac", "one/b.flac", "one/c.flac", "three/a.flac", "three/b.flac", "three/c.flac"])
            Assert.Equal(alone, File.ReadAllBytes(_program.File(file)));
    }

    [Fact]
    public void Patterns_and_a_list_on_standard_input_are_taken_and_resuming_skips_them()
    {
        Copy("in/a.flac", "in/b.flac", "other/c.flac");

        Outcome pattern = _program.Run("render", "in/[ab].flac", "in/a*.flac", "--effect", "gain", "--out", "out");
        Outcome list = _program.Run(Encoding.UTF8.GetBytes("in/b.flac\n\nother/c.flac\n"), "render", "-", "--effect", "gain", "--out", "out");
        Outcome again = _program.Run(Encoding.UTF8.GetBytes("in/b.flac\nother/c.flac\n"), "render", "-", "--effect", "gain", "--out", "out", "--resume");

        // Brackets are no wildcard: a file of that name is looked for, and not found.
        Assert.Equal(1, pattern.ExitCode);
        Assert.Contains("in/[ab].flac: there is no such file", pattern.Error, StringComparison.Ordinal);
        Assert.Equal(0, list.ExitCode);
        Assert.Equal(["a.flac", "in/b.flac", "other/c.flac"], Files("out"));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("0 of 2 files rendered, 2 done before", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_it_leaves_whole_files_and_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals to send");
        Copy([.. Enumerable.Range(0, 400).Select(i => $"in/{i:000}.flac")]);

        // Goes the way of Ctrl-C, which a shell makes its background jobs ignore.
        Outcome outcome = _program.RunUntil(() => Files("out").Length > 0, "-TERM",
            "render", "in", "--preset", "clean-guitar", "--out", "out", "--report", "report.json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("interrupted", outcome.ErrorLines[^1], StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_program.File("report.json")));
        Assert.Equal(Count(report, "done"), Files("out").Length);
        Assert.Equal(400, Count(report, "done") + Count(report, "unfinished"));
        Assert.DoesNotContain(Directory.GetFiles(_program.File("out")), file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("render in --effect gain --out out --jobs 0", "--jobs is 0, but must be 1 to 1024")]
    [InlineData("render in --effect gain --out out --loudness 3", "--loudness is 3, but must be -70 to 0")]
    [InlineData("render in --effect gain --out out --rate 100", "--rate is 100, but must be 8000 to 192000")]
    [InlineData("render in --effect gian --out out", "did you mean 'gain'?")]
    [InlineData("render in --effect gain --out out --format mp9", "mp9")]
    [InlineData("render in --effect gain --out in/a.flac", "must be a folder")]
    [InlineData("render empty --effect gain --out out", "no sound file in empty")]
    [InlineData("render in/a.flac --effect gain --out x.wav --resume", "--resume needs a folder")]
    public void Wrong_input_gives_one_line_that_names_it_and_exit_code_2(string arguments, string named)
    {
        Copy("in/a.flac");
        Directory.CreateDirectory(_program.File("empty"));

        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.File("out")));
    }

    private static int Count(JsonDocument report, string name) => report.RootElement.GetProperty(name).GetInt32();

    private string[] Files(string below) => !Directory.Exists(_program.File(below)) ? [] :
        [.. Directory.EnumerateFiles(_program.File(below), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_program.File(below), file))
            .Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    private void Copy(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_program.File(name))!);
            File.Copy(CommandLine.Demo, _program.File(name));
        }
    }
}
