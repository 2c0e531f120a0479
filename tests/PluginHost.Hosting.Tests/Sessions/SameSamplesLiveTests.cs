using System.Runtime.InteropServices;
using PluginHost.Engine;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Hosting.Tests.Rendering;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Sessions;

/// <summary>One shipped chain, through a driver on the virtual device, through a file and through a pipe.</summary>
public class SameSamplesLiveTests
{
    private const int Frames = 24_000;
    private const int Channels = 2;

    // Quiet enough for the live guard, which cuts at full scale, to change nothing.
    private static readonly float[] Input = Tone.Noise(Frames * Channels, seed: 5, level: 0.1f);

    private static readonly Preset Chain = new("full chain",
    [
        Slot("gain", ("gain", -2.5f), ("balance", 30), ("invert", 1)),
        Slot("delay", ("time", 37), ("feedback", 55), ("mix", 40), ("low-cut", 150), ("high-cut", 4000), ("ping-pong", 1)),
        Slot("parametric-eq", ("low-cut", 1), ("low-cut-frequency", 90), ("low-shelf-gain", 4), ("band1-frequency", 400), ("band1-gain", -6),
            ("band2-gain", 3), ("band2-q", 4), ("band4-gain", 5), ("high-shelf-gain", -3), ("high-cut", 1), ("output", -2)) with { Mix = 0.8f },
    ]);

    public static TheoryData<DriverMode, int[]> Ways => new()
    {
        { DriverMode.Direct, [64] },
        { DriverMode.Direct, [1, 300, 17, 64] },
        { DriverMode.Ring, [64] },
        { DriverMode.Ring, [63] },
        { DriverMode.Ring, [1000] },
        { DriverMode.Ring, [1, 64, 17, 200] },
        { DriverMode.Ring, [480, 481, 479] },
        { DriverMode.Shielded, [64] },
        { DriverMode.Shielded, [100, 37] },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Live_gives_the_samples_of_a_pipe_latency_removed(DriverMode mode, int[] sizes)
    {
        float[] expected = Pipe();
        (MemorySink heard, int latency) = Live(mode, sizes);

        // Blocks larger than any before make the ring's reserve grow once, with a gap; from then on nothing is lost.
        int from = mode == DriverMode.Ring ? 4000 : latency;
        Assert.True(heard.Frames >= Frames / 2);
        for (int channel = 0; channel < Channels; channel++)
        {
            float[] row = heard.Channel(channel);
            Assert.Equal(Row(expected, channel)[(from - latency)..(row.Length - latency)], row[from..]);
        }
    }

    [Fact]
    public void A_file_rendered_to_float_holds_the_samples_of_a_pipe()
    {
        Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);
        using TempFolder folder = new();
        AudioFileTests.Write(folder.File("in.wav"), Input, Channels, AudioEncoding.WavFloat32, rate: 48000);

        RenderReport report = new OfflineRenderer(options => Shipped.Builder.Build(Chain, options)).Render(folder.File("in.wav"),
            folder.File("out.wav"), new RenderOptions { Encoding = AudioEncoding.WavFloat32 },
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((0, 0L), (report.LatencyFrames, report.Overs));
        Assert.True(report.TailFrames > 0);
        Assert.Equal(Pipe(), MemoryAudio.Load(folder.File("out.wav")).Samples.ToArray()[..Input.Length]);
    }

    [Fact]
    public void The_chain_changes_what_it_is_given() => Assert.NotEqual(Input, Pipe());

    private static (MemorySink Heard, int LatencyFrames) Live(DriverMode mode, int[] sizes)
    {
        MemorySink sink = new(Frames, Channels);
        using VirtualBackend backend = new(new VirtualOptions
        {
            PeriodFrames = sizes[0],
            Clock = VirtualClock.Stepped,
            Source = VirtualSource.FromSamples(Input, Channels),
            Sink = sink,
            Faults = sizes.Length > 1 ? new VirtualFaults { BlockSizes = sizes } : VirtualFaults.None,
        });
        // As live, but without deadlines, which a busy machine misses.
        EngineOptions options = new(new AudioFormat(48_000, Channels, 256)) { IsRealTime = false };
        using AudioEngine engine = new(options, Shipped.Builder.Build(Chain, options));
        using AudioDriver driver = new(backend, new DriverOptions { Mode = mode, BlockFrames = 64 }, engine,
            PortableAudioThread.Instance, backend.Time);
        driver.Start();
        while (sink.Frames < Frames)
            backend.Step(1);
        driver.Stop();
        Assert.Equal((0L, 0L, 0L), (engine.Overs, engine.SilencedBlocks, engine.InternalErrors));
        return (sink, driver.ReportedLatencyFrames);
    }

    private static float[] Pipe()
    {
        EngineOptions options = RenderOptions.Offline(new AudioFormat(48_000, Channels, 64));
        using AudioEngine engine = new(options, Shipped.Builder.Build(Chain, options));
        RecordedOutput output = new();
        new PipeRunner(engine, 64).Run(new ScriptedInput(MemoryMarshal.AsBytes(Input.AsSpan()).ToArray(), 4000), output,
            TestContext.Current.CancellationToken);
        return output.Samples();
    }

    private static float[] Row(float[] interleaved, int channel) =>
        [.. interleaved.Where((_, i) => i % Channels == channel)];

    private static PresetSlot Slot(string effect, params (string Id, float Value)[] values) => new(effect)
    {
        Parameters = [.. values.Select(value => new PresetParameter(value.Id, PresetValue.Of(value.Value)))],
    };
}
