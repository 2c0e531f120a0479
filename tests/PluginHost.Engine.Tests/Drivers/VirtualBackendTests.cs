using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class VirtualBackendTests
{
    [Fact]
    public void There_is_a_device_for_both_one_for_input_and_one_for_output()
    {
        using VirtualBackend backend = new(new VirtualOptions { SampleRate = 44_100, InputChannels = 1 });

        IReadOnlyList<AudioDevice> devices = backend.ListDevices();

        Assert.Equal(["virtual", "virtual input", "virtual output"], devices.Select(device => device.Name));
        Assert.Equal([(1, 2), (1, 0), (0, 2)], devices.Select(device => (device.MaxInputChannels, device.MaxOutputChannels)));
        Assert.All(devices, device => Assert.Equal(44_100, device.DefaultSampleRate));
        Assert.Equal("virtual", Assert.Single(devices, device => device.IsDefaultInput && device.IsDefaultOutput).Name);
    }

    [Theory]
    [InlineData(VirtualClock.RealTime)]
    [InlineData(VirtualClock.Freewheel)]
    [InlineData(VirtualClock.Stepped)]
    public void A_stream_ends_at_its_frame_and_gives_every_frame_once(VirtualClock clock)
    {
        Recorder recorder = new();
        MemorySink sink = new(5000, 2);
        using VirtualBackend backend = Backend(new VirtualOptions { Clock = clock, EndFrame = 1000, Sink = sink, Source = VirtualSource.FromFunction(DriverRig.Signal) });
        using IDeviceStream stream = backend.Open(Duplex(backend), recorder);
        stream.Start();

        if (clock == VirtualClock.Stepped)
            backend.Step(20);

        Assert.True(backend.WaitForEnd(TimeSpan.FromSeconds(20)));
        Assert.True(stream.HasEnded);
        Assert.Equal([.. Enumerable.Repeat(64, 15), 40], recorder.Frames);
        for (int channel = 0; channel < 2; channel++)
            Assert.Equal(Enumerable.Range(0, 1000).Select(frame => DriverRig.Signal(frame, channel)), sink.Channel(channel));
    }

    [Fact]
    public void Block_sizes_come_in_turn()
    {
        Recorder recorder = new();
        using VirtualBackend backend = Backend(new VirtualOptions { Faults = new VirtualFaults { BlockSizes = [1, 100, 17] } });
        using IDeviceStream stream = backend.Open(Duplex(backend), recorder);
        stream.Start();
        backend.Step(5);

        Assert.Equal([1, 100, 17, 1, 100], recorder.Frames);
        Assert.Equal(0, stream.Info.PeriodFrames);
    }

    [Fact]
    public void Flags_come_every_so_many_blocks()
    {
        Recorder recorder = new();
        using VirtualBackend backend = Backend(new VirtualOptions
        {
            Faults = new VirtualFaults { FlagsEveryBlocks = 3, Flags = StreamFlags.InputOverflow },
        });
        using IDeviceStream stream = backend.Open(Duplex(backend), recorder);
        stream.Start();
        backend.Step(7);

        Assert.Equal([0, 0, 2, 0, 0, 2, 0], recorder.Flags.Select(flags => (int)flags));
    }

    [Fact]
    public void A_faster_output_clock_asks_for_more_blocks()
    {
        (Recorder input, Recorder output) = (new(), new());
        using VirtualBackend backend = Backend(new VirtualOptions { Faults = new VirtualFaults { DriftPpm = 10_000 } });
        IReadOnlyList<AudioDevice> devices = backend.ListDevices();
        using IDeviceStream capture = backend.Open(new StreamRequest(devices[1], null, 48_000, 2, 0), input);
        using IDeviceStream playback = backend.Open(new StreamRequest(null, devices[2], 48_000, 0, 2), output);
        capture.Start();
        playback.Start();
        backend.Step(2010);

        Assert.Equal((1000, 1010), (input.Frames.Count, output.Frames.Count));
    }

    [Fact]
    public void One_of_two_devices_may_be_unplugged_and_return()
    {
        using VirtualBackend backend = Backend(new VirtualOptions
        {
            Faults = new VirtualFaults { UnplugAtFrame = 640, UnplugDevice = VirtualBackend.OutputName, ReturnAfterMs = 100 },
        });
        IReadOnlyList<AudioDevice> devices = backend.ListDevices();
        using IDeviceStream capture = backend.Open(new StreamRequest(devices[1], null, 48_000, 2, 0), new Recorder());
        using IDeviceStream playback = backend.Open(new StreamRequest(null, devices[2], 48_000, 0, 2), new Recorder());
        capture.Start();
        playback.Start();
        backend.Step(25);

        Assert.Equal((true, false), (capture.IsActive, playback.IsActive));
        Assert.DoesNotContain(backend.ListDevices(), device => device.Name == VirtualBackend.OutputName);
        StreamRequest again = new(null, devices[2], 48_000, 0, 2);
        Assert.Equal("'virtual output' is not plugged in.",
            Assert.Throws<AudioDeviceException>(() => backend.Open(again, new Recorder())).Message);
        backend.Step(100);
        Assert.Contains(backend.ListDevices(), device => device.Name == VirtualBackend.OutputName);
        Assert.False(playback.IsActive);
    }

    [Fact]
    public void No_block_comes_after_stop()
    {
        Recorder recorder = new();
        using VirtualBackend backend = Backend(new VirtualOptions { Clock = VirtualClock.Freewheel });
        using IDeviceStream stream = backend.Open(Duplex(backend), recorder);
        for (int round = 0; round < 20; round++)
        {
            stream.Start();
            int before = recorder.Frames.Count;
            DriverRig.Await(() => recorder.Frames.Count > before, "blocks come");
            stream.Stop();
            int stopped = recorder.Frames.Count;
            Thread.Yield();
            Assert.Equal(stopped, recorder.Frames.Count);
        }
    }

    [Fact]
    public void Only_a_stepped_clock_can_be_stepped()
    {
        using VirtualBackend backend = new(new VirtualOptions { Clock = VirtualClock.Freewheel });

        Assert.Equal("The clock is Freewheel.", Assert.Throws<InvalidOperationException>(() => backend.Step(1)).Message);
    }

    [Theory]
    [InlineData(false, new float[] { 1, 2, 3, 0, 0, 0, 0 })]
    [InlineData(true, new float[] { 1, 2, 3, 1, 2, 3, 1 })]
    public void Samples_are_played_once_or_over_and_over_on_every_channel(bool isLooped, float[] expected)
    {
        float[] block = new float[14];

        VirtualSource.FromSamples([1, 2, 3], 1, isLooped).Read(block, 2, 0);

        Assert.Equal(expected.SelectMany(sample => new[] { sample, sample }), block);
    }

    [Fact]
    public void Channels_go_to_their_like_and_the_others_are_silent()
    {
        float[] block = new float[6];

        VirtualSource.FromSamples([1, 2, 3, 4], 2).Read(block, 3, 0);

        Assert.Equal([1, 2, 0, 3, 4, 0], block);
    }

    [Fact]
    public void A_sink_keeps_what_fits()
    {
        MemorySink sink = new(3, 1);

        sink.Write([1, -1, 2, -2], 2, 0);
        sink.Write([3, -3, 4, -4], 2, 2);

        Assert.Equal([1, 2, 3], sink.Channel(0));
    }

    private static VirtualBackend Backend(VirtualOptions options) =>
        new(options.Clock == VirtualClock.RealTime && options.EndFrame == 0 ? options with { Clock = VirtualClock.Stepped } : options);

    private static StreamRequest Duplex(VirtualBackend backend) =>
        new(backend.ListDevices()[0], backend.ListDevices()[0], 48_000, 2, 2);

    /// <summary>Passes input on and keeps what it was called with.</summary>
    private sealed class Recorder : IStreamCallback
    {
        public List<int> Frames { get; } = [];

        public List<StreamFlags> Flags { get; } = [];

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            if (!output.IsEmpty && !input.IsEmpty)
                input.CopyTo(output);
            Flags.Add(flags);
            Frames.Add(frames);
        }
    }
}
