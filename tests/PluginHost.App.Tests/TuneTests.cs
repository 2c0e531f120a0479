using System.Text.Json;
using PluginHost.Hosting.Audio;

namespace PluginHost.App.Tests;

public sealed class TuneTests : IDisposable
{
    private static readonly string[] Chain = ["--effect", "parametric-eq", "--effect", "gain"];

    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void Hidden_settings_are_found_and_the_preset_renders_the_target()
    {
        Write("dry.wav", Noise(48_000));
        Outcome wet = _program.Run(["render", "dry.wav", .. Chain, "--set", "1.band1-gain=9", "--set", "1.band1-frequency=700",
            "--set", "gain.gain=-6", "--no-tail", "--out", "wet.wav"]);
        Assert.Equal(0, wet.ExitCode);

        Outcome tuned = _program.Run(["tune", "--dry", "dry.wav", "--target", "wet.wav", .. Chain,
            "--params", "1.band1-*,gain.gain", "--steps", "60", "--out", "found.json", "--json"]);
        Outcome rendered = _program.Run("render", "dry.wav", "--preset", "found.json", "--no-tail", "--out", "again.wav");

        Assert.True(tuned.ExitCode == 0, tuned.Error);
        Assert.Equal(0, rendered.ExitCode);
        using JsonDocument report = JsonDocument.Parse(tuned.Output);
        Assert.True(report.RootElement.GetProperty("improved").GetBoolean());
        double error = report.RootElement.GetProperty("errorAfterDb").GetDouble();
        Assert.True(error <= -40, $"{error} dB");
        Assert.Equal(error, ErrorDb("again.wav", "wet.wav"), 0.5);
        Assert.Empty(Directory.GetFiles(_program.Folder, "*.part"));
    }

    [Fact]
    public void A_late_target_is_shifted_and_said_so()
    {
        float[] noise = Noise(48_000);
        Write("dry.wav", noise);
        Write("wet.wav", [.. new float[480], .. noise[..^480].Select(sample => sample / 2)]);

        Outcome tuned = _program.Run("tune", "--dry", "dry.wav", "--target", "wet.wav", "--effect", "gain", "--params", "gain.gain",
            "--steps", "60", "--out", "found.json");

        Assert.Equal(0, tuned.ExitCode);
        Assert.Contains(tuned.ErrorLines, line => line.Contains("lags by 480 frames", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_is_matched_in_loudness()
    {
        Write("dry.wav", Noise(24_000));
        Write("loud.wav", [.. Noise(30_000).Select(sample => 1.9f * sample)]);

        Outcome tuned = _program.Run("tune", "--dry", "dry.wav", "--reference", "loud.wav", "--effect", "gain", "--params", "gain.gain",
            "--steps", "40", "--out", "found.json", "--json");

        Assert.True(tuned.ExitCode == 0, tuned.Error);
        using JsonDocument report = JsonDocument.Parse(tuned.Output);
        double gain = report.RootElement.GetProperty("parameters")[0].GetProperty("after").GetDouble();
        Assert.Equal(20 * Math.Log10(1.9), gain, 0.2);
    }

    [Fact]
    public void What_cannot_be_improved_is_said_and_not_written()
    {
        Write("dry.wav", Noise(24_000));

        Outcome tuned = _program.Run("tune", "--dry", "dry.wav", "--target", "dry.wav", "--effect", "gain", "--params", "gain.gain",
            "--steps", "5", "--out", "found.json");

        Assert.Equal(1, tuned.ExitCode);
        Assert.Contains("nothing improved", tuned.ErrorLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(_program.File("found.json")));
    }

    [Theory]
    [InlineData("--dry dry.wav --out p.json --effect gain", "--target FILE or --reference FILE")]
    [InlineData("--dry dry.wav --target dry.wav --out p.txt --effect gain", "ends in .json")]
    [InlineData("--dry missing.wav --target dry.wav --out p.json --effect gain", "missing.wav")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect gain --params 3.gain", "'3'")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect gain --params gain.gian", "did you mean 'gain'?")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect gain --params gain", "slot.parameter")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect gain --params gain.mute", "switch")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect delay", "no effect of this chain can be tuned: delay")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect delay --params delay.mix", "takes no part")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect gain --effect delay --params gain.gain", "slot 2 (delay)")]
    [InlineData("--dry dry.wav --target dry.wav --out p.json --effect parametric-eq --params 1.low-cut-frequency", "switched off")]
    [InlineData("--dry silent.wav --target dry.wav --out p.json --effect gain", "silent.wav: it is silent")]
    [InlineData("--dry dry.wav --target silent.wav --out p.json --effect gain", "silent.wav: it is silent")]
    [InlineData("--dry short.wav --target dry.wav --out p.json --effect gain", "short.wav: it is 10 ms long")]
    [InlineData("--dry wrong.wav --target dry.wav --out p.json --effect gain", "wrong.wav: 1 samples are infinite or no number")]
    [InlineData("--dry dry.wav --target slow.wav --out p.json --effect gain", "slow.wav has 44100 Hz, but dry.wav has 48000 Hz")]
    [InlineData("--dry dry.wav --target long.wav --out p.json --effect gain", "long.wav is 3.000 s long, but dry.wav 0.500 s")]
    [InlineData("--dry dry.wav --target stereo.wav --out p.json --effect gain", "stereo.wav has 2 channels, but dry.wav has 1")]
    public void Wrong_input_gives_one_line_and_no_preset(string arguments, string named)
    {
        float[] noise = Noise(24_000);
        Write("dry.wav", noise);
        Write("silent.wav", new float[24_000]);
        Write("short.wav", noise[..480]);
        Write("wrong.wav", [.. noise[..1_000], float.NaN, .. noise[..22_999]]);
        Write("slow.wav", noise, 44_100);
        Write("long.wav", Noise(144_000));
        Write("stereo.wav", noise, channels: 2);

        Outcome outcome = _program.Run(["tune", .. arguments.Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.Empty(Directory.GetFiles(_program.Folder, "p.*"));
    }

    private static float[] Noise(int frames)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, frames).Select(_ => (random.NextSingle() - 0.5f) / 2)];
    }

    private void Write(string name, float[] samples, int rate = 48_000, int channels = 1)
    {
        using AudioFileWriter writer = new(_program.File(name), rate, channels, AudioEncoding.WavFloat32, overwrite: true);
        writer.Write(samples);
        writer.Commit();
    }

    private double ErrorDb(string output, string target)
    {
        float[] got = MemoryAudio.Load(_program.File(output)).Samples.ToArray(), wanted = MemoryAudio.Load(_program.File(target)).Samples.ToArray();
        return 10 * Math.Log10(got.Zip(wanted, (g, w) => Math.Pow(g - w, 2)).Sum() / wanted.Sum(w => (double)w * w));
    }
}
