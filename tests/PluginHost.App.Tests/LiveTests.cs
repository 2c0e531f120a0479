using System.Text.Json;

namespace PluginHost.App.Tests;

public sealed class LiveTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("direct")]
    [InlineData("ring")]
    [InlineData("shielded")]
    public void The_virtual_device_plays_the_demo_into_a_file_and_reports(string mode)
    {
        Outcome outcome = _program.Run("live", "--device", "virtual", "--mode", mode, "--seconds", "1", "--no-panel", "--stats", "stats.json");

        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
        Assert.Equal(mode, stats.RootElement.GetProperty("mode").GetString());
        Assert.Equal(48_000, stats.RootElement.GetProperty("rate").GetInt32());
        Assert.True(stats.RootElement.GetProperty("blocks").GetInt64() > 100);
        Assert.Equal(0, stats.RootElement.GetProperty("allocatedBytesAudioThread").GetInt64());
        Assert.Equal(0, stats.RootElement.GetProperty("driver").GetProperty("allocatedBytesCallback").GetInt64());
        Assert.All(
            ["device", "periodFrames", "xruns", "callbackGapUs", "dspLoad", "slots", "gcCount0", "gcCount1", "gcCount2", "gcPauseTotalMs", "reportedLatencyFrames", "faults"],
            key => Assert.True(stats.RootElement.TryGetProperty(key, out _), key));
        Outcome measured = _program.Run("render", "pluginhost-live.wav", "--effect", "gain", "--out", "copy.wav", "--report", "report.json");
        Assert.Equal(0, measured.ExitCode);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_program.File("report.json")));
        Assert.InRange(report.RootElement.GetProperty("peakDb").GetDouble(), -40, 0);
    }

    [Fact]
    public void Without_a_sound_device_it_says_so_and_plays_the_demo()
    {
        Assert.SkipWhen(_program.Run("devices").ExitCode == 0, "this machine has a sound device");

        Outcome outcome = _program.Run("live", "--seconds", "0.5");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines, line => line.Contains("no sound device", StringComparison.Ordinal));
        Assert.True(File.Exists(_program.File("pluginhost-live.wav")));
    }

    [Fact]
    public void Words_typed_while_it_plays_are_carried_out_and_undone()
    {
        Outcome outcome = _program.Run("""
            set gain.gain -12
            set gain.gain -400
            undo
            undo
            frobnicate
            bypass 1
            preset vocal-echo
            slots
            save mine.json
            quit

            """u8.ToArray(), "live", "--device", "virtual", "--seconds", "60", "--effect", "gain");

        Assert.Equal(0, outcome.ExitCode);
        string said = outcome.Error;
        Assert.Contains("gain.gain = -12 dB (was 0 dB)", said, StringComparison.Ordinal);
        Assert.Contains("must be -60 to 24 dB", said, StringComparison.Ordinal);
        Assert.Contains("gain.gain = 0 dB (was -12 dB)", said, StringComparison.Ordinal);
        Assert.Contains("nothing to undo", said, StringComparison.Ordinal);
        Assert.Contains("the words understood here", said, StringComparison.Ordinal);
        Assert.Equal(0, _program.Run("render", CommandLine.Demo, "--preset", "mine.json", "--out", "out.wav").ExitCode);
    }

    [Fact]
    public void A_slot_that_fails_is_named_and_the_music_goes_on()
    {
        Outcome outcome = _program.Run("set 1.trigger on\nquit\n"u8.ToArray(), "live", "--device", "virtual", "--seconds", "60",
            "--plugins", Path.Combine(CommandLine.Root, "artifacts", "fixtures"), "--effect", "fixture-throws-in-process", "--stats", "stats.json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("slot 1 (fixture-throws-in-process) set aside: it threw", outcome.Error, StringComparison.Ordinal);
        using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
        Assert.Single(stats.RootElement.GetProperty("faults").EnumerateArray());
    }
}
