using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Rendering;

public sealed class OfflineRendererTests : IDisposable
{
    private const int Rate = 44100;
    private readonly TempFolder _folder = new();
    private readonly TestRack _rack = new();
    private CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public OfflineRendererTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose()
    {
        Assert.Equal(0, _rack.LeasesOpen);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, 12_345)]
    [InlineData(3, 700)]
    [InlineData(2, 50)]
    [InlineData(1, 0)]
    public void Latency_is_trimmed_and_the_length_kept(int channels, int frames)
    {
        float[] samples = Tone.Noise(frames * channels);
        RenderReport report = Render(samples, channels, ["late", "late"]);
        Assert.Equal(samples, Output());
        Assert.Equal((frames, frames, 2 * TestLate.Frames, 0), (report.InputFrames, report.OutputFrames, report.LatencyFrames, report.TailFrames));
        Assert.Equal((Rate, channels, true), (report.SampleRate, report.Channels, report.IsComplete));
    }

    [Fact]
    public void A_tail_is_kept_as_long_as_the_chain_says_or_not_at_all()
    {
        float[] samples = Tone.Noise(5000);
        RenderReport report = Render(samples, 1, ["late", "echo"], sets: ["echo.tail=600"]);
        Assert.Equal((5600, 600), (report.OutputFrames, report.TailFrames));
        float[] output = Output();
        // The tail is the last period of the echo, halved every time.
        for (int i = 5000; i < 5600; i++)
            Assert.Equal(output[i - TestEcho.Frames] * 0.5f, output[i]);
        Assert.NotEqual(0, output[5599]);

        report = Render(samples, 1, ["late", "echo"], new RenderOptions { KeepTail = false, Overwrite = true }, ["echo.tail=600"]);
        Assert.Equal(5000, report.OutputFrames);
        Assert.Equal(output[..5000], Output());
    }

    [Fact]
    public void An_endless_tail_ends_half_a_second_after_it_faded_at_the_same_frame_for_any_block()
    {
        float[] samples = [.. new float[1000], 1f];
        float[]? expected = null;
        foreach (int block in (int[])[64, 100, 512, 1024])
        {
            RenderReport report = Render(samples, 1, ["late", "echo"], new RenderOptions { BlockFrames = block, Overwrite = true });
            float[] output = Output();
            // The click comes back every 60 frames, halved, for the last time above -90 dBFS (2^-14.95) as 2^-14.
            Assert.Equal((14 * TestEcho.Frames) + (Rate / 2), report.TailFrames);
            Assert.Equal(expected ??= output, output);
        }
    }

    [Fact]
    public void An_endless_tail_that_never_fades_is_cut_after_thirty_seconds()
    {
        RenderReport report = Render([1f], 1, ["echo"], rate: 8000, sets: ["echo.feedback=1"]);
        Assert.Equal(30 * 8000, report.TailFrames);
    }

    [Fact]
    public void Any_block_size_gives_the_same_samples()
    {
        float[] samples = Tone.Noise(2 * 30_000);
        float[]? expected = null;
        foreach (int block in (int[])[64, 65, 333, 512, 1024])
        {
            Render(samples, 2, ["gain", "late", "echo"], new RenderOptions { BlockFrames = block, Overwrite = true },
                ["gain.gain=-3", "late.mix=0.5"]);
            Assert.Equal(expected ??= Output(), Output());
        }
    }

    [Fact]
    public void Samples_beyond_full_scale_are_kept_in_float_and_clipped_with_a_warning_in_whole_numbers()
    {
        float[] samples = [0.5f, -0.9f, 0.1f, 0.6f];
        RenderReport report = Render(samples, 1, ["gain"], sets: ["1.gain=6"]);
        Assert.Equal((2L, 0L), (report.Overs, report.ClippedSamples));
        Assert.Empty(report.Warnings);
        Assert.Equal(-0.9f * 1.9952623f, Output()[1], 1e-5f);
        Assert.Equal(5.0849f, report.PeakDb, 1e-3f);

        report = Render(samples, 1, ["gain"], new RenderOptions { Encoding = AudioEncoding.WavPcm16, Overwrite = true },
            ["1.gain=6"]);
        Assert.Equal((2L, 2L), (report.Overs, report.ClippedSamples));
        Assert.Equal($"{_folder.File("out.wav")}: 2 samples were clipped (the peak is +5.1 dBFS); turn the chain down or write wav",
            Assert.Single(report.Warnings));
        Assert.Equal(-1f, Output()[1]);
    }

    [Fact]
    public void A_slot_that_fails_is_reported_and_the_rest_is_rendered()
    {
        float[] samples = Tone.Noise(8000);
        RenderReport report = Render(samples, 1, ["late", "bomb"], new RenderOptions { BlockFrames = 64 });
        Assert.False(report.IsComplete);
        Assert.Equal("slot 2 (bomb) set aside: it threw InvalidOperationException: boom (at 0.046 s)", Assert.Single(report.Faults));
        Assert.Equal(samples, Output());
    }

    [Fact]
    public void Progress_is_told_to_the_end_and_cancelling_leaves_nothing()
    {
        List<RenderProgress> progress = [];
        float[] samples = Tone.Noise(3 * Rate);
        Render(samples, 1, ["gain"], progress: progress.Add);
        Assert.Equal(new RenderProgress(3 * Rate, 3 * Rate, Rate), progress[^1]);
        Assert.InRange(progress.Count, 3, 6);
        Assert.Equal(progress.OrderBy(step => step.Frames), progress);

        File.Delete(_folder.File("out.wav"));
        using CancellationTokenSource cancel = new();
        _cancellation = cancel.Token;
        Assert.Throws<OperationCanceledException>(() => Render(samples, 1, ["gain"], progress: _ => cancel.Cancel()));
        Assert.Equal(["in.wav"], _folder.Names());
    }

    [Fact]
    public void The_thread_is_told_once_that_it_carries_audio_but_gets_no_priority()
    {
        FakeThread thread = new();
        Render(Tone.Noise(2000), 1, ["gain"], thread: thread);
        Assert.Equal([false], thread.Entered);
    }

    [Fact]
    public void A_chain_that_cannot_be_built_leaves_no_output()
    {
        Assert.Throws<PresetException>(() => Render([0], 1, ["gain", "unready"]));
        Assert.Equal(["in.wav"], _folder.Names());
    }

    [Fact]
    public void What_cannot_be_rendered_is_named()
    {
        string input = _folder.File("in.wav");
        string output = _folder.File("out.wav");
        Assert.Equal($"{input}: there is no such file", Problem(input, output));
        AudioFileTests.Write(input, [0.5f], 1, AudioEncoding.WavFloat32);
        Assert.Equal($"{input}: the output would replace the input; give it another name", Problem(input, input));
        Assert.Contains("the ending '.ogg' is none we write", Problem(input, _folder.File("out.ogg")), StringComparison.Ordinal);
        File.WriteAllText(output, "precious");
        Assert.Contains("--overwrite", Problem(input, output), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(output));
    }

    [Fact]
    public void An_option_out_of_range_is_named()
    {
        Assert.Contains("BlockFrames is 32, but must be 64 to 1024", Assert.Throws<ArgumentOutOfRangeException>(
            () => Render([0], 1, ["gain"], new RenderOptions { BlockFrames = 32 })).Message, StringComparison.Ordinal);
        Assert.Contains("TempoBpm is NaN, but must be 20 to 400", Assert.Throws<ArgumentOutOfRangeException>(
            () => Render([0], 1, ["gain"], new RenderOptions { TempoBpm = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Empty(_rack.Created);
    }

    private string Problem(string input, string output) => Assert.Throws<AudioFileException>(
        () => new OfflineRenderer(options => _rack.Builder.Build(Preset.OfEffects("gain"), options))
            .Render(input, output, new RenderOptions(), null, _cancellation)).Message;

    private RenderReport Render(float[] samples, int channels, string[] effects, RenderOptions? options = null, string[]? sets = null,
        int rate = Rate, Action<RenderProgress>? progress = null, IAudioThread? thread = null)
    {
        AudioFileTests.Write(_folder.File("in.wav"), samples, channels, AudioEncoding.WavFloat32, overwrite: true, rate);
        OfflineRenderer renderer = new(engineOptions => _rack.Builder.Build(Preset.OfEffects(effects), engineOptions,
            (sets ?? []).Select(ParameterOverride.Parse)), thread);
        return renderer.Render(_folder.File("in.wav"), _folder.File("out.wav"), options ?? new RenderOptions(), progress, _cancellation);
    }

    private float[] Output() => MemoryAudio.Load(_folder.File("out.wav")).Samples.ToArray();

    private sealed class FakeThread : IAudioThread
    {
        public List<bool> Entered { get; } = [];

        public long CpuNanoseconds => 0;

        public void Enter(bool ours) => Entered.Add(ours);

        public IBlockSignal CreateSignal() => throw new NotSupportedException();
    }
}
