using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Tests.Batches;

public sealed class ResumeTests : IDisposable
{
    private readonly BatchRig _rig = new();

    public ResumeTests()
    {
        Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);
        for (int i = 0; i < 3; i++)
            _rig.Write($"in/{i}.wav", seed: i);
        Assert.Equal("DDD", States(_rig.Run("out")));
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void What_is_done_is_left_alone()
    {
        int created = _rig.Rack.Created.Count;
        Assert.Equal("SSS", States(_rig.Run("out", resumes: true)));
        Assert.Equal(created, _rig.Rack.Created.Count);
        // The name of a preset changes no sample.
        _rig.Preset = _rig.Preset with { Name = "Other", Description = "words" };
        Assert.Equal("SSS", States(_rig.Run("out", resumes: true)));
    }

    [Fact]
    public void Without_resuming_nothing_is_replaced_unasked()
    {
        IReadOnlyList<JobResult> results = _rig.Run("out");
        Assert.Equal("FFF", States(results));
        Assert.Equal("the file is there already; say --overwrite to replace it", results[0].Reason);
        // And what was known about them still is.
        Assert.Equal("SSS", States(_rig.Run("out", resumes: true)));
        _rig.Options = new RenderOptions { Overwrite = true };
        Assert.Equal("DDD", States(_rig.Run("out")));
    }

    [Fact]
    public void A_changed_input_is_rendered_again()
    {
        DateTime time = File.GetLastWriteTimeUtc(_rig.Path("in/1.wav"));
        _rig.Write("in/1.wav", seed: 9);
        // Same length, same time: only the samples tell.
        File.SetLastWriteTimeUtc(_rig.Path("in/1.wav"), time);
        byte[] before = _rig.Bytes("out/1.wav");
        Assert.Equal("SDS", States(_rig.Run("out", resumes: true)));
        Assert.NotEqual(before, _rig.Bytes("out/1.wav"));
    }

    [Fact]
    public void A_changed_chain_value_option_or_effect_is_rendered_again()
    {
        _rig.Preset = Preset.OfEffects("gain");
        Assert.Equal("DDD", States(_rig.Run("out", resumes: true)));
        _rig.Sets = ["gain.gain=-3"];
        Assert.Equal("DDD", States(_rig.Run("out", resumes: true)));
        _rig.Options = new RenderOptions { KeepTail = false };
        Assert.Equal("DDD", States(_rig.Run("out", resumes: true)));
        _rig.EffectBuild = "2";
        Assert.Equal("DDD", States(_rig.Run("out", resumes: true)));
        Assert.Equal("SSS", States(_rig.Run("out", resumes: true)));
    }

    [Fact]
    public void An_output_that_is_gone_or_cut_is_rendered_again()
    {
        File.Delete(_rig.Path("out/0.wav"));
        File.WriteAllBytes(_rig.Path("out/2.wav"), _rig.Bytes("out/2.wav")[..^5]);
        Assert.Equal("DSD", States(_rig.Run("out", resumes: true)));
    }

    [Fact]
    public void A_file_of_unknown_origin_is_not_replaced()
    {
        _rig.Write("in/3.wav");
        File.WriteAllText(_rig.Path("out/3.wav"), "precious");
        Assert.Equal("SSSF", States(_rig.Run("out", resumes: true)));
        Assert.Equal("precious", File.ReadAllText(_rig.Path("out/3.wav")));
    }

    [Fact]
    public void A_crash_costs_the_file_it_hit_and_no_other()
    {
        string manifest = _rig.Path("out/" + BatchManifest.FileName);
        string[] lines = File.ReadAllLines(manifest);
        // Begun, renamed, and not yet remembered as done; then a line cut in the middle.
        lines[1] = lines[1][..lines[1].LastIndexOf(',')] + ",\"bytes\":null}";
        File.WriteAllText(manifest, string.Join("\n", lines) + "\n" + lines[2][..20]);
        Assert.Equal("SDS", States(_rig.Run("out", resumes: true)));
        Assert.Equal("SSS", States(_rig.Run("out", resumes: true)));
    }

    private static string States(IEnumerable<JobResult> results) => string.Concat(results.Select(result => result.State.ToString()[0]));
}
