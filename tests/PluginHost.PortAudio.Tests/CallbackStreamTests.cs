using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.PortAudio.Tests;

public class CallbackStreamTests(JackServer server)
{
    [Fact]
    public void A_duplex_stream_calls_back_with_the_devices_own_blocks()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();
        using var stream = rig.Backend.Open(rig.Duplex(), callback);
        Assert.False(stream.IsActive);
        Assert.Equal(0, stream.Info.PeriodFrames);

        stream.Start();
        callback.WaitForBlocks(200);

        Assert.True(stream.IsActive);
        Assert.Equal(JackServer.Period, callback.LastFrames);
        Assert.Equal((128, 128), (callback.InputSamples, callback.OutputSamples));
        Assert.Equal((JackServer.Rate, 2, 2, JackServer.Period),
            (stream.Info.SampleRate, stream.Info.InputChannels, stream.Info.OutputChannels, stream.Info.PeriodFrames));
        Assert.Equal(0, rig.Backend.CallbackFaults);
    }

    [Fact]
    public void A_stopped_stream_calls_back_no_more_and_starts_again()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();
        using var stream = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(20);

        stream.Stop();
        var blocks = callback.Blocks;
        Assert.False(stream.IsActive);
        rig.Backend.ListDevices();
        Assert.Equal(blocks, callback.Blocks);
        stream.Start();

        callback.WaitForBlocks(blocks + 20);
        Assert.True(stream.IsActive);
    }

    [Fact]
    public void Nothing_is_allocated_on_the_devices_thread()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();

        using var stream = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(3000);

        Assert.Equal(0, callback.AllocatedBytes);
    }

    [Fact]
    public void The_devices_thread_flushes_denormals()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();

        using var stream = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(200);

        Assert.True(callback.FlushesDenormals);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_wired_loop_carries_every_sample_in_order(int channels)
    {
        using var rig = new Rig(server);
        var callback = new CountingLoopback(channels);
        using var stream = rig.Start(rig.Duplex(channels, channels), callback);
        for (var i = 0; i < channels; i++)
            server.Connect($"pluginhost:out_{i}", $"pluginhost:in_{i}");

        Wait.Until(() => callback.InOrder >= 20_000, "20000 frames in order");

        // The loop itself takes one period.
        Assert.Equal(JackServer.Period, callback.RoundTrip);
    }

    [Fact]
    public void An_input_only_stream_has_no_output()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();

        using var stream = rig.Start(new StreamRequest(rig.Jack(), null, JackServer.Rate, 2, 0), callback);
        callback.WaitForBlocks(50);

        Assert.Equal((128, 0), (callback.InputSamples, callback.OutputSamples));
    }

    [Fact]
    public void An_output_only_stream_has_no_input()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();

        using var stream = rig.Start(new StreamRequest(null, rig.Jack(), JackServer.Rate, 0, 1), callback);
        callback.WaitForBlocks(50);

        Assert.Equal((0, 64), (callback.InputSamples, callback.OutputSamples));
    }

    [Fact]
    public void An_input_and_an_output_stream_run_side_by_side()
    {
        using var rig = new Rig(server);
        var (recorder, player) = (new CountingCallback(), new CountingCallback());

        using var input = rig.Start(new StreamRequest(rig.Jack(), null, JackServer.Rate, 2, 0), recorder);
        using var output = rig.Start(new StreamRequest(null, rig.Jack(), JackServer.Rate, 0, 2), player);
        recorder.WaitForBlocks(50);
        player.WaitForBlocks(50);

        Assert.True(input.IsActive && output.IsActive);
    }

    [Fact]
    public void A_fixed_block_size_is_kept()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();

        using var stream = rig.Start(rig.Duplex() with { Frames = 48 }, callback);
        callback.WaitForBlocks(50);

        Assert.Equal(48, callback.LastFrames);
        Assert.Equal(48, stream.Info.PeriodFrames);
    }

    [Fact]
    public void A_callback_that_throws_gives_silence_and_is_counted()
    {
        using var rig = new Rig(server);
        var callback = new Throwing();
        using var stream = rig.Start(rig.Duplex(1, 1), callback);
        server.Connect("pluginhost:out_0", "pluginhost:in_0");

        callback.WaitForBlocks(callback.Blocks + 20);

        Assert.True(stream.IsActive);
        Assert.True(rig.Backend.CallbackFaults >= 20);
        Assert.Equal(0, callback.Loudest);
    }

    private sealed class Throwing : CountingCallback, IStreamCallback
    {
        public float Loudest { get; private set; }

        void IStreamCallback.OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            OnBlock(input, output, frames, flags);
            foreach (var sample in input)
                Loudest = Math.Max(Loudest, Math.Abs(sample));
            output.Fill(0.5f);
            throw new InvalidOperationException("on purpose");
        }
    }
}
