using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;

namespace PluginHost.Hosting.Tests.Batches;

public sealed class BatchPlanTests : IDisposable
{
    private readonly BatchRig _rig = new();

    public BatchPlanTests()
    {
        foreach (string name in (string[])["in/b.wav", "in/a.mp3", "in/sub/c.FLAC", "in/sub/deep/d.wav", "in/.hidden.wav", "in/text.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_rig.Path(name))!);
            File.WriteAllText(_rig.Path(name), name);
        }
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("in", "a.mp3 b.wav sub/c.FLAC sub/deep/d.wav")]
    [InlineData("in/", "a.mp3 b.wav sub/c.FLAC sub/deep/d.wav")]
    [InlineData("in/*.wav", "b.wav")]
    [InlineData("in/**/*.wav", "b.wav sub/deep/d.wav")]
    [InlineData("in/**/d*", "sub/deep/d.wav")]
    [InlineData("in/sub/**", "c.FLAC deep/d.wav")]
    [InlineData("in/*/?.FLAC", "sub/c.FLAC")]
    [InlineData("in/*.txt", "text.txt")]
    [InlineData("in/nothing*", "")]
    [InlineData("nowhere/*.wav", "")]
    [InlineData("in/sub/c.FLAC", "c.FLAC")]
    [InlineData("in/gone.wav", "gone.wav")]
    public void Files_folders_and_patterns_are_found_in_a_fixed_order(string input, string expected) =>
        Assert.Equal(expected, string.Join(' ', InputFiles.Find(_rig.Path(input)).Select(file => file.Relative)));

    [Theory]
    [InlineData("in/out")]
    [InlineData("in/out/")]
    public void What_lies_in_the_folder_of_the_outputs_is_no_input(string output)
    {
        Directory.CreateDirectory(_rig.Path("in/out"));
        File.WriteAllText(_rig.Path("in/out/b.wav"), "");
        Assert.Equal(["a.mp3", "b.wav", "sub/c.FLAC", "sub/deep/d.wav"],
            InputFiles.Find(_rig.Path("in"), _rig.Path(output)).Select(file => file.Relative));
    }

    [Theory]
    [InlineData("a/b.wav", "a/b.wav")]
    [InlineData("./a/b.wav", "a/b.wav")]
    [InlineData("../b.wav", "b.wav")]
    [InlineData("/x/y/b.wav", "b.wav")]
    public void A_line_of_a_list_is_mirrored_below_the_current_folder(string line, string relative) =>
        Assert.Equal(relative, InputFiles.OfLine(line).Relative);

    [Fact]
    public void Jobs_have_relative_paths_and_the_bytes_of_their_inputs()
    {
        BatchPlan plan = _rig.Plan("out", "in");
        Assert.Empty(plan.Refused);
        Assert.Equal(
            [
                (new RenderJob("in/a.mp3", "out/a.wav"), 8), (new RenderJob("in/b.wav", "out/b.wav"), 8),
                (new RenderJob("in/sub/c.FLAC", "out/sub/c.flac"), 13), (new RenderJob("in/sub/deep/d.wav", "out/sub/deep/d.wav"), 17),
            ], plan.Jobs);
        _rig.Options = _rig.Options with { Encoding = AudioEncoding.FlacPcm24 };
        Assert.All(_rig.Plan("out", "in").Jobs, job => Assert.EndsWith(".flac", job.Job.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_named_twice_is_one_job_and_two_with_one_output_are_refused()
    {
        Assert.Equal(4, _rig.Plan("out", "in", "in/b.wav").Jobs.Count);
        File.WriteAllText(_rig.Path("in/b.ogg"), "");
        BatchPlan plan = _rig.Plan("out", "in");
        Assert.Equal(4, plan.Jobs.Count);
        Assert.Contains("b.ogg, too", Assert.Single(plan.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_an_input_is_refused_however_it_is_named()
    {
        Assert.Equal(["in/b.wav", "in/sub/deep/d.wav"], _rig.Plan("in", "in").Refused.Select(refused => refused.Job.Input));
        Directory.CreateSymbolicLink(_rig.Path("link"), _rig.Path("in"));
        Assert.Contains(_rig.Plan("link", "in").Refused, refused => refused.Job.Input == "in/b.wav");
    }

    [Theory]
    [InlineData("a.wav", true)]
    [InlineData("deep/../a.wav", true)]
    [InlineData("../a.wav", false)]
    [InlineData("deep/../../a.wav", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("..", false)]
    public void A_closed_folder_is_not_left(string path, bool isAllowed)
    {
        WorkFolder open = new(_rig.Path("in"), IsClosed: false);
        WorkFolder closed = open with { IsClosed = true };
        if (isAllowed)
            Assert.Equal(_rig.Path("in/a.wav"), closed.Resolve(path));
        else
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => closed.Resolve(path)).Message, StringComparison.Ordinal);
        Assert.Equal(Path.GetFullPath(path, _rig.Path("in")), open.Resolve(path));
    }

    [Fact]
    public void Paths_go_into_jobs_and_come_back()
    {
        WorkFolder folder = new(_rig.Path("in"), IsClosed: false);
        foreach (string path in (string[])[_rig.Path("in/sub/c.FLAC"), _rig.Path("elsewhere.wav")])
            Assert.Equal(path, folder.Resolve(folder.Relative(path)));
        Assert.Equal("sub/c.FLAC", folder.Relative(_rig.Path("in/sub/c.FLAC")));
    }
}
