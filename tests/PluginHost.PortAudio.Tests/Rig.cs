using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.PortAudio.Tests;

/// <summary>A backend on the test's JACK server, and requests for it.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(JackServer server)
    {
        server.Require();
        Backend = new PortAudioBackend(new AudioThread());
    }

    public PortAudioBackend Backend { get; }

    public AudioDevice Jack() => Backend.ListDevices().Single(d => d.HostApi == "JACK" && d.Name == "system");

    public StreamRequest Duplex(int input = 2, int output = 2, int rate = JackServer.Rate) =>
        new(Jack(), Jack(), rate, input, output);

    public IDeviceStream Start(in StreamRequest request, IStreamCallback callback)
    {
        var stream = Backend.Open(request, callback);
        stream.Start();
        return stream;
    }

    public string Refusal(StreamRequest request) =>
        Assert.Throws<AudioDeviceException>(() => Backend.Open(request, new CountingCallback())).Message;

    public void Dispose() => Backend.Dispose();
}
