using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;
using Xunit;

namespace PluginHost.PortAudio.Tests;

public class DeviceTests(JackServer server)
{
    [Fact]
    public void The_server_is_listed_with_its_channels_and_rate()
    {
        using var rig = new Rig(server);

        var device = rig.Jack();

        Assert.Equal(2, device.MaxInputChannels);
        Assert.Equal(2, device.MaxOutputChannels);
        Assert.Equal(JackServer.Rate, device.DefaultSampleRate);
        Assert.Equal(1000.0 * JackServer.Period / JackServer.Rate, device.LowInputLatencyMs, 3);
        Assert.Single(rig.Backend.ListDevices(), d => d.IsDefaultInput);
        Assert.Single(rig.Backend.ListDevices(), d => d.IsDefaultOutput);
        Assert.StartsWith("PortAudio V19", rig.Backend.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Rescanning_again_and_again_finds_the_same_devices()
    {
        using var rig = new Rig(server);
        var names = rig.Backend.ListDevices().Select(d => d.Name).ToArray();

        for (var i = 0; i < 3; i++)
        {
            rig.Backend.Rescan();
            Assert.Equal(names, rig.Backend.ListDevices().Select(d => d.Name));
        }
    }

    [Fact]
    public void Rescanning_under_an_open_stream_is_refused()
    {
        using var rig = new Rig(server);
        using var stream = rig.Backend.Open(rig.Duplex(), new CountingCallback());

        Assert.Throws<InvalidOperationException>(rig.Backend.Rescan);
        stream.Dispose();
        rig.Backend.Rescan();
    }

    [Fact]
    public void A_missing_library_says_how_to_install_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the message is another elsewhere");

        var error = Assert.Throws<AudioDeviceException>(() => LibraryLoader.Load(["libnot-there.so.2"]));

        Assert.Contains("apt-get install libportaudio2", error.Message, StringComparison.Ordinal);
        Assert.Contains("libnot-there.so.2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_noise_is_held_back_and_everything_else_passed_on()
    {
        var text = StderrFilter.WithoutNoise("ALSA lib pcm.c:1: Unknown PCM\nreal trouble\nExpression 'x' failed in 'y', line: 1\n");

        Assert.Equal("real trouble\n", text);
    }
}
