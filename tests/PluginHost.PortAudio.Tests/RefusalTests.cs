using Xunit;

namespace PluginHost.PortAudio.Tests;

public class RefusalTests(JackServer server)
{
    [Fact]
    public void A_rate_the_server_does_not_run_at_is_named_with_the_one_it_does()
    {
        using var rig = new Rig(server);

        Assert.Equal("JACK device 'system' does not offer 44100 Hz; it offers 48000 Hz.", rig.Refusal(rig.Duplex(rate: 44100)));
    }

    [Theory]
    [InlineData(9, 2, "JACK device 'system' has 2 input channels; 9 were asked for.")]
    [InlineData(2, 3, "JACK device 'system' has 2 output channels; 3 were asked for.")]
    [InlineData(0, 2, "JACK device 'system' has 2 input channels; 0 were asked for.")]
    [InlineData(-1, 2, "JACK device 'system' has 2 input channels; -1 were asked for.")]
    public void A_channel_count_the_device_does_not_have_is_named_with_what_it_has(int input, int output, string message)
    {
        using var rig = new Rig(server);

        Assert.Equal(message, rig.Refusal(rig.Duplex(input, output)));
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        using var rig = new Rig(server);
        var duplex = rig.Duplex();
        var jack = rig.Jack();

        Assert.Contains("Neither", rig.Refusal(duplex with { Input = null, Output = null }), StringComparison.Ordinal);
        Assert.Contains("0 Hz", rig.Refusal(duplex with { SampleRate = 0 }), StringComparison.Ordinal);
        Assert.Contains("-64 frames", rig.Refusal(duplex with { Frames = -64 }), StringComparison.Ordinal);
        Assert.Contains("no input device", rig.Refusal(duplex with { Input = null }), StringComparison.Ordinal);
        Assert.Equal("JACK device 'gone' is not there any more.",
            rig.Refusal(duplex with { Input = jack with { Name = "gone" } }));
        Assert.Equal("JACK device 'system' is not there any more.",
            rig.Refusal(duplex with { Output = jack with { Index = 99 } }));
        Assert.Equal("ALSA device 'system' and JACK device 'system' cannot be one stream: both must be ALSA or both JACK.",
            rig.Refusal(duplex with { Input = jack with { HostApi = "ALSA" } }));
    }

    [Fact]
    public void A_refusal_leaves_the_backend_usable()
    {
        using var rig = new Rig(server);
        rig.Refusal(rig.Duplex(rate: 44100));
        var callback = new CountingCallback();

        using var stream = rig.Start(rig.Duplex(), callback);

        callback.WaitForBlocks(10);
    }
}
