using System.CommandLine;
using PluginHost.App.Commands;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.PortAudio;

namespace PluginHost.App.Live;

/// <summary>The device a live run plays on: the sound card by way of PortAudio, or the virtual one with the demo at its input.</summary>
internal sealed class LiveDevice : IDisposable
{
    /// <summary>Longer than the shipped effects' tails: the demo's last note is heard out.</summary>
    private const double DemoTailSeconds = 2;

    private LiveDevice(IAudioBackend backend, DriverOptions options, IAudioThread thread, double seconds, string? recording)
    {
        (Backend, DriverOptions, Thread, Seconds, StandardRecording) = (backend, options, thread, seconds, recording);
    }

    public IAudioBackend Backend { get; }

    public DriverOptions DriverOptions { get; }

    public IAudioThread Thread { get; }

    public int SampleRate => DriverOptions.SampleRate;

    /// <summary>How long to play when the user does not say.</summary>
    public double Seconds { get; }

    /// <summary>Where to record when the user does not say; null for nowhere.</summary>
    public string? StandardRecording { get; }

    public static LiveDevice Choose(LiveOptions options, ParseResult parsed, Action<string> tell)
    {
        AudioThread thread = new();
        DriverOptions driver = Read(options, parsed);
        if (parsed.GetValue(options.Device) is { } name && name.Equals("virtual", StringComparison.OrdinalIgnoreCase))
            return Virtual(driver, thread, parsed.GetValue(options.Seconds));
        bool named = driver.InputName is not null || driver.OutputName is not null;
        PortAudioBackend? backend = null;
        try
        {
            backend = new PortAudioBackend(thread);
            if (named || backend.ListDevices().Count > 0)
                return new LiveDevice(backend, driver, thread, double.PositiveInfinity, null);
            backend.Dispose();
            tell("no sound device found: the demo recording plays through the virtual device");
        }
        catch (AudioDeviceException exception) when (!named)
        {
            backend?.Dispose();
            tell($"no sound device ({exception.Message}): the demo recording plays through the virtual device");
        }
        return Virtual(driver, thread, parsed.GetValue(options.Seconds));
    }

    public void Dispose() => Backend.Dispose();
}
