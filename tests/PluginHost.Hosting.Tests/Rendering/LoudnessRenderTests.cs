using PluginHost.Dsp.Levels;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Rendering;

public sealed class LoudnessRenderTests : IDisposable
{
    private const int Rate = 44_100;
    private readonly TempFolder _folder = new();
    private readonly TestRack _rack = new();
    private CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public LoudnessRenderTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.02f, -14)]
    [InlineData(0.9f, -30)]
    public void The_output_has_the_loudness_that_was_asked_for(float level, double target)
    {
        float[] samples = Tone.Noise(2 * 3 * Rate, level: level);
        RenderReport report = Render(samples, new RenderOptions { LoudnessLufs = target });
        float[] output = MemoryAudio.Load(_folder.File("out.wav")).Samples.ToArray();
        Assert.Equal(target, Loudness(output), 0.01);
        Assert.Equal(target, report.Loudness!.OutputLufs!.Value, 1e-9);
        Assert.Equal(20 * Math.Log10(output.Max(Math.Abs)), report.PeakDb, 1e-3);
        // One gain for all samples, and the chain ran but once.
        float gain = MathF.Pow(10, (float)report.Loudness.GainDb / 20);
        Assert.All(samples.Zip(output), pair => Assert.Equal(pair.First * gain, pair.Second, 1e-6f));
        Assert.Single(_rack.Created);
        Assert.Equal(["in.wav", "out.wav"], _folder.Names());
    }

    [Fact]
    public void Peaks_hold_the_gain_back_and_it_is_said()
    {
        float[] samples = Tone.Noise(2 * 3 * Rate, level: 0.01f);
        samples[Rate] = 0.5f;
        RenderReport report = Render(samples, new RenderOptions { LoudnessLufs = -14 });
        Assert.True(report.Loudness!.IsHeldBack);
        Assert.Equal(-1, report.Loudness.MeasuredTruePeakDb + report.Loudness.GainDb, 1e-6);
        Assert.Contains("its peaks allow", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Peaks_stay_below_their_ceiling_in_what_is_turned_down_too()
    {
        float[] samples = Tone.Noise(2 * 3 * Rate, level: 0.1f);
        samples[Rate] = 30;
        RenderReport report = Render(samples, new RenderOptions { LoudnessLufs = -30 });
        Assert.True(report.Loudness!.MeasuredLufs > -30);
        Assert.True(report.Loudness.IsHeldBack);
        Assert.Equal(-1, report.Loudness.MeasuredTruePeakDb + report.Loudness.GainDb, 1e-6);
        Assert.True(report.Loudness.OutputLufs < -30);
    }

    [Fact]
    public void Silence_is_left_alone_and_it_is_said()
    {
        RenderReport report = Render(new float[2 * Rate], new RenderOptions { LoudnessLufs = -14 });
        Assert.Null(report.Loudness!.MeasuredLufs);
        Assert.Equal(0, report.Loudness.GainDb);
        Assert.Contains("nothing is loud enough", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_leaves_nothing()
    {
        using CancellationTokenSource cancel = new();
        _cancellation = cancel.Token;
        Assert.Throws<OperationCanceledException>(() => Render(Tone.Noise(2 * 3 * Rate), new RenderOptions { LoudnessLufs = -14 },
            _ => cancel.Cancel()));
        Assert.Equal(["in.wav"], _folder.Names());
    }

    [Fact]
    public void At_another_rate_a_sine_stays_itself()
    {
        Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);
        float[] samples = [.. Enumerable.Range(0, 2 * Rate).Select(i => (float)(0.5 * Math.Sin(i / 2 * Math.Tau * 441 / Rate)))];
        RenderReport report = Render(samples, new RenderOptions { SampleRate = 48_000 });
        MemoryAudio output = MemoryAudio.Load(_folder.File("out.wav"));
        Assert.Equal((48_000, 48_000L, 48_000), (output.SampleRate, report.OutputFrames, output.Frames));
        for (int frame = 5000; frame < 43_000; frame++)
            Assert.Equal(0.5 * Math.Sin(frame * Math.Tau * 441 / 48_000), output.Samples.Span[2 * frame], 1e-5);
    }

    [Theory]
    [InlineData(1.0, null, null, "LoudnessLufs is 1, but must be -70 to 0")]
    [InlineData(null, 5.0, null, "TruePeakDb is 5, but must be -20 to 0")]
    [InlineData(null, null, 4000, "SampleRate is 4000, but must be 8000 to 192000")]
    public void An_option_out_of_range_is_named(double? lufs, double? truePeak, int? rate, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => Render([0, 0],
            new RenderOptions { LoudnessLufs = lufs, TruePeakDb = truePeak ?? -1, SampleRate = rate })).Message, StringComparison.Ordinal);

    private static double Loudness(float[] interleaved)
    {
        int frames = interleaved.Length / 2;
        float[] planar = [.. interleaved.Where((_, i) => i % 2 == 0), .. interleaved.Where((_, i) => i % 2 == 1)];
        LoudnessMeter meter = new(Rate, 1, 1);
        meter.Process(planar, frames, frames);
        return meter.IntegratedLkfs;
    }

    private RenderReport Render(float[] samples, RenderOptions options, Action<RenderProgress>? progress = null)
    {
        AudioFileTests.Write(_folder.File("in.wav"), samples, 2, AudioEncoding.WavFloat32, overwrite: true, Rate);
        using OfflineRenderer renderer = new(engine => _rack.Builder.Build(Preset.OfEffects("gain"), engine));
        return renderer.Render(_folder.File("in.wav"), _folder.File("out.wav"), options, progress, _cancellation);
    }
}
