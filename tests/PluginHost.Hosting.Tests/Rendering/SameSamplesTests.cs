using System.Runtime.InteropServices;
using PluginHost.Engine;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Hosting.Tests.Rendering;

public class SameSamplesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_chain_gives_the_same_samples_live_offline_and_through_a_pipe(int channels)
    {
        Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);
        using TempFolder folder = new();
        float[] input = Tone.Noise(20_000 * channels, seed: channels);
        float[] live = Live(input, channels, maxFrames: 256);

        AudioFileTests.Write(folder.File("in.wav"), input, channels, AudioEncoding.WavFloat32, rate: 48000);
        new OfflineRenderer(Build).Render(folder.File("in.wav"), folder.File("out.wav"), new RenderOptions { KeepTail = false },
            cancellation: TestContext.Current.CancellationToken);
        float[] offline = MemoryAudio.Load(folder.File("out.wav")).Samples.ToArray();

        EngineOptions options = RenderOptions.Offline(new AudioFormat(48000, channels, 64));
        using AudioEngine engine = new(options, Build(options));
        RecordedOutput output = new();
        new PipeRunner(engine, 64).Run(new ScriptedInput(MemoryMarshal.AsBytes(input.AsSpan()).ToArray(), 5000), output,
            TestContext.Current.CancellationToken);
        float[] piped = output.Samples();

        int latency = TestLate.Frames * channels;
        Assert.Equal(live, piped);
        Assert.Equal(live[latency..], offline[..^latency]);
        Assert.Equal(input.Length, offline.Length);
    }

    private static float[] Live(float[] input, int channels, int maxFrames)
    {
        // As a device would: real time, guarded, blocks of any size, some larger than the chain's.
        EngineOptions options = new(new AudioFormat(48000, channels, maxFrames));
        using AudioEngine engine = new(options, Build(options));
        float[] output = new float[input.Length];
        Random random = new(11);
        for (int at = 0; at < input.Length;)
        {
            int samples = Math.Min(random.Next(1, 400) * channels, input.Length - at);
            engine.Process(input.AsSpan(at, samples), channels, output.AsSpan(at, samples), channels, samples / channels);
            at += samples;
        }
        return output;
    }

    private static PluginHost.Engine.Chains.Chain Build(EngineOptions options) => new TestRack().Builder.Build(
        Preset.OfEffects("gain", "late", "echo"), options,
        ParameterOverride.Parse("gain.gain=-7"), ParameterOverride.Parse("late.mix=0.6"), ParameterOverride.Parse("echo.feedback=0.4"));
}
