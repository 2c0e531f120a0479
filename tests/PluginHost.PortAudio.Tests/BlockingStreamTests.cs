using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.PortAudio.Tests;

public class BlockingStreamTests(JackServer server)
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 64)]
    [InlineData(2, 100)]
    [InlineData(1, 700)]
    public void A_wired_loop_carries_every_sample_in_order_behind_the_ring(int channels, int block)
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex(channels, channels) with { LatencyMs = 20 });
        stream.Start();
        for (var i = 0; i < channels; i++)
            server.Connect($"pluginhost:out_{i}", $"pluginhost:in_{i}");
        var loop = new CountingLoopback(channels);
        var (input, output) = (new float[block * channels], new float[block * channels]);

        for (var i = 0; i < 1_000_000 / block && loop.InOrder < 20_000; i++)
        {
            var flags = stream.Read(input);
            loop.OnBlock(input, output, block, flags);
            stream.Write(output);
        }

        Assert.InRange(loop.InOrder, 20_000, int.MaxValue);
        // 20 ms are 960 frames, which the ring rounds up; one period is the loop's own. A block that is no multiple of a period has
        // to wait for one, and a stall of this machine may cost one of each.
        var shortest = 1024 + JackServer.Period;
        Assert.InRange(loop.RoundTrip, shortest, shortest + 2 * (JackServer.Period + block));
    }

    [Theory]
    [InlineData(0, 256)]
    [InlineData(3, 256)]
    [InlineData(20, 1024)]
    [InlineData(22, 2048)]
    public void The_ring_is_as_deep_as_asked_rounded_up(double latencyMs, int frames)
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex() with { LatencyMs = latencyMs });
        stream.Start();
        var native = ((Streams.BlockingStream)stream).Native;

        // Nobody reads: the input ring fills up and stays full.
        Wait.Until(() => Filled() >= frames, "a full ring");
        Thread.Sleep(20);

        Assert.Equal(frames, Filled());
        Assert.True(stream.Info.OutputLatencyFrames >= frames);

        unsafe long Filled() => native.Instance.Pa.GetStreamReadAvailable(native.Pointer).Value;
    }

    [Fact]
    public void A_stall_longer_than_the_ring_is_flagged_once()
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex() with { LatencyMs = 5 });
        stream.Start();
        var block = new float[128];
        Turn();

        Thread.Sleep(50);
        Assert.Equal(StreamFlags.InputOverflow, stream.Read(block));
        Assert.Equal(StreamFlags.OutputUnderflow, stream.Write(block));

        var quiet = 0;
        for (var i = 0; i < 2000 && quiet < 50; i++)
            quiet = Turn() == StreamFlags.None ? quiet + 1 : 0;
        Assert.Equal(50, quiet);

        StreamFlags Turn() => stream.Read(block) | stream.Write(block);
    }

    [Fact]
    public void More_channels_than_the_ring_carries_are_refused()
    {
        using var rig = new Rig(server);

        var error = Assert.Throws<AudioDeviceException>(() => rig.Backend.OpenBlocking(rig.Duplex(2, 4)));

        Assert.Contains("2 channels; 2 in and 4 out", error.Message, StringComparison.Ordinal);
        Assert.Throws<AudioDeviceException>(() => rig.Backend.OpenBlocking(rig.Duplex() with { Output = null, OutputChannels = 0 }));
    }

    [Fact]
    public void Steady_reading_and_writing_allocates_nothing()
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex(1, 1) with { LatencyMs = 20 });
        stream.Start();
        var block = new float[64];
        for (var i = 0; i < 100; i++)
            Turn();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 2000; i++)
            Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            stream.Read(block);
            stream.Write(block);
        }
    }

    [Fact]
    public void The_servers_death_ends_a_read_that_waits()
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex() with { LatencyMs = 20 });
        stream.Start();
        var block = new float[128];
        var reader = Task.Run(() =>
        {
            while (true)
                stream.Read(block);
        }, TestContext.Current.CancellationToken);

        server.Kill();

        var error = Assert.Throws<AudioDeviceException>(() => reader.GetAwaiter().GetResult());
        Assert.Contains("JACK device 'system'", error.Message, StringComparison.Ordinal);
        Assert.False(stream.IsActive);
        stream.Dispose();
        rig.Backend.Rescan();
    }

    [Fact]
    public void A_stopped_stream_throws_instead_of_waiting()
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.OpenBlocking(rig.Duplex());
        var block = new float[128];
        Assert.Throws<AudioDeviceException>(() => stream.Read(block));

        stream.Start();
        stream.Read(block);
        stream.Stop();

        Assert.Throws<AudioDeviceException>(() => stream.Write(block));
    }
}
