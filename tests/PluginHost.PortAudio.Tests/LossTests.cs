using System.Diagnostics;
using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.PortAudio.Tests;

public class LossTests(JackServer server)
{
    [Fact]
    public void After_the_server_died_a_rescan_finds_nothing_and_after_its_return_all_works_again()
    {
        using var rig = new Rig(server);
        for (var round = 0; round < 2; round++)
        {
            var callback = new CountingCallback();
            var stream = rig.Start(rig.Duplex(), callback);
            callback.WaitForBlocks(20);

            server.Kill();
            Wait.Until(() => !stream.IsActive, "the loss");
            Quickly(stream.Dispose);
            Quickly(rig.Backend.Rescan);
            Assert.DoesNotContain(rig.Backend.ListDevices(), d => d.HostApi == "JACK");

            server.Require();
            Quickly(rig.Backend.Rescan);
        }

        var loop = new CountingLoopback(1);
        using var last = rig.Start(rig.Duplex(1, 1), loop);
        server.Connect("pluginhost:out_0", "pluginhost:in_0");
        Wait.Until(() => loop.InOrder > 1000, "the loop");
    }

    [Fact]
    public void A_stream_never_started_survives_the_servers_death()
    {
        using var rig = new Rig(server);
        var stream = rig.Backend.Open(rig.Duplex(), new CountingCallback());

        server.Kill();

        Assert.Throws<AudioDeviceException>(stream.Start);
        Quickly(stream.Dispose);
        Quickly(rig.Backend.Rescan);
    }

    [Fact]
    public void A_backend_without_a_stream_survives_the_servers_death()
    {
        var rig = new Rig(server);
        var request = rig.Duplex();

        server.Kill();

        Assert.Throws<AudioDeviceException>(() => rig.Backend.Open(request, new CountingCallback()));
        Quickly(rig.Dispose);
    }

    [Fact]
    public void A_server_that_hangs_costs_seconds_and_no_more()
    {
        using var rig = new Rig(server);
        var callback = new CountingCallback();
        var stream = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(20);

        server.Signal("STOP");
        try
        {
            Thread.Sleep(50);
            var blocks = callback.Blocks;
            Quickly(stream.Dispose);
            Assert.InRange(callback.Blocks, blocks, blocks + 1);
            Quickly(() => Assert.Throws<AudioDeviceException>(rig.Backend.Rescan));
            var error = Assert.Throws<AudioDeviceException>(() => rig.Backend.ListDevices());
            Assert.Contains("still waits", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
        }

        server.Require();
        Wait.Until(() => Record.Exception(rig.Backend.Rescan) is null, "an answer");
        callback = new CountingCallback();
        using var again = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(20);
    }

    [Fact]
    public void A_callback_that_never_returns_is_given_up()
    {
        using var rig = new Rig(server);
        using var release = new ManualResetEventSlim();
        var callback = new Hanging(release);
        var stream = rig.Start(rig.Duplex(), callback);
        Wait.Until(() => callback.Hangs, "the block that hangs");

        Quickly(stream.Dispose);
        Assert.False(stream.IsActive);

        // What is left is a client of the server that stopped in mid-cycle.
        release.Set();
        server.Kill();
        server.Require();
        Quickly(rig.Backend.Rescan);
        var counting = new CountingCallback();
        using var again = rig.Start(rig.Duplex(), counting);
        counting.WaitForBlocks(20);
    }

    /// <summary>PortAudio's own limit is ten minutes; ours is a few seconds.</summary>
    private static void Quickly(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }

    private sealed class Hanging(ManualResetEventSlim release) : IStreamCallback
    {
        private volatile bool _hangs;

        public bool Hangs => _hangs;

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            _hangs = true;
            release.Wait();
        }
    }
}
