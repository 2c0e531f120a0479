using System.Runtime.InteropServices;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Rendering;

public class SameSamplesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_chain_gives_the_same_samples_live_offline_and_through_a_pipe(int channels) =>
        RequireSame(channels, options => new TestRack().Builder.Build(Preset.OfEffects("gain", "late", "echo"), options,
            ParameterOverride.Parse("gain.gain=-7"), ParameterOverride.Parse("late.mix=0.6"), ParameterOverride.Parse("echo.feedback=0.4")));

    [Theory]
    [InlineData("vocal-echo")]
    [InlineData("tempo-delay")]
    [InlineData("clean-voice")]
    [InlineData("clean-guitar")]
    [InlineData("guitar-clean")]
    [InlineData("jam-drums")]
    [InlineData("jam-band")]
    public void So_does_a_shipped_preset(string name) =>
        RequireSame(2, options => Shipped.Builder.Build(Shipped.Presets.Load(name), options));

    // Below the howl, as what is cut at full scale is not the same live and offline.
    [Fact]
    public void So_does_a_chain_that_hears_itself_through_a_room() =>
        RequireSame(2, options => Shipped.Builder.Build(Shipped.Presets.Load("stage-vocal-demo"), options,
            ParameterOverride.Parse("room-loop-microphone.gain=-3")));

    private static void RequireSame(int channels, Func<EngineOptions, Chain> build)
    {
        Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);
        using TempFolder folder = new();
        float[] input = Tone.Noise(40_000 * channels, seed: channels, level: 0.1f);
        (float[] live, int latencyFrames) = Live(input, channels, build);

        AudioFileTests.Write(folder.File("in.wav"), input, channels, AudioEncoding.WavFloat32, rate: 48000);
        RenderReport report = new OfflineRenderer(build).Render(folder.File("in.wav"), folder.File("out.wav"),
            new RenderOptions { KeepTail = false }, cancellation: TestContext.Current.CancellationToken);
        float[] offline = MemoryAudio.Load(folder.File("out.wav")).Samples.ToArray();

        EngineOptions options = RenderOptions.Offline(new AudioFormat(48000, channels, 64));
        using AudioEngine engine = new(options, build(options));
        RecordedOutput output = new();
        new PipeRunner(engine, 64).Run(new ScriptedInput(MemoryMarshal.AsBytes(input.AsSpan()).ToArray(), 5000), output,
            TestContext.Current.CancellationToken);

        int latency = latencyFrames * channels;
        Assert.Equal((latencyFrames, 0L), (report.LatencyFrames, report.Overs));
        Assert.NotEqual(input, live);
        Assert.Equal(live, output.Samples());
        Assert.Equal(live[latency..], offline[..^latency]);
        Assert.Equal(input.Length, offline.Length);
    }

    private static (float[] Samples, int LatencyFrames) Live(float[] input, int channels, Func<EngineOptions, Chain> build)
    {
        // As with a device: guarded, blocks of any size, some larger than the chain's. But without deadlines, which a busy machine misses.
        EngineOptions options = new(new AudioFormat(48000, channels, 256)) { IsRealTime = false };
        using AudioEngine engine = new(options, build(options));
        float[] output = new float[input.Length];
        Random random = new(11);
        for (int at = 0; at < input.Length;)
        {
            int samples = Math.Min(random.Next(1, 400) * channels, input.Length - at);
            engine.Process(input.AsSpan(at, samples), channels, output.AsSpan(at, samples), channels, samples / channels);
            at += samples;
        }
        return (output, engine.Chain.LatencyFrames);
    }
}
