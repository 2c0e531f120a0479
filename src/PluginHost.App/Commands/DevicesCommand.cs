using System.CommandLine;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost devices</c>: the sound devices that are there.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "For scripts" };
        Command command = new("devices", """
            List the sound devices. '>' marks the default input, '<' the default output.

            Examples:
              pluginhost devices
              pluginhost live --device "USB Audio"      part of a name is enough
              pluginhost live --input "JACK: system" --output "JACK: system"
            """) { json };
        command.SetAction(parsed =>
        {
            using PortAudioBackend backend = new(new AudioThread());
            IReadOnlyList<AudioDevice> devices = backend.ListDevices();
            if (parsed.GetValue(json))
                Json.Print(new { backend = backend.Name, devices });
            else
                Print(backend, devices);
            return devices.Count == 0 ? ExitCode.NoDevice : ExitCode.Done;
        });
        return command;
    }

    private static void Print(PortAudioBackend backend, IReadOnlyList<AudioDevice> devices)
    {
        if (devices.Count == 0)
        {
            Console.Error.WriteLine($"pluginhost: {backend.Name} finds no sound device; 'pluginhost live' plays the demo through the virtual one");
            return;
        }
        Table.Print(Console.Out, ["", "device", "host API", "in", "out", "rate Hz", "latency ms in/out"],
            [.. devices.Select(device => new[]
            {
                (device.IsDefaultInput ? ">" : " ") + (device.IsDefaultOutput ? "<" : " "), device.Name, device.HostApi,
                $"{device.MaxInputChannels}", $"{device.MaxOutputChannels}", $"{device.DefaultSampleRate}",
                FormattableString.Invariant($"{device.LowInputLatencyMs:0.0}/{device.LowOutputLatencyMs:0.0}"),
            })]);
    }
}
