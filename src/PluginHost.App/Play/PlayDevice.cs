using System.CommandLine;
using PluginHost.App.Commands;
using PluginHost.App.Live;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Hosting.Audio;
using PluginHost.PortAudio;

namespace PluginHost.App.Play;

/// <summary>The device that files play on. It runs at its own rate and the files are taken to that, unless the user names another.</summary>
internal sealed class PlayDevice : IDisposable
{
    private PlayDevice(IAudioBackend backend, DriverOptions options, string? recording) =>
        (Backend, DriverOptions, StandardRecording) = (backend, options, recording);

    public IAudioBackend Backend { get; }

    public DriverOptions DriverOptions { get; }

    /// <summary>Where to record when the user does not say; null for nowhere.</summary>
    public string? StandardRecording { get; }

    public static PlayDevice Choose(LiveOptions options, ParseResult parsed, AudioFileInfo first, IAudioThread thread, Action<string> tell)
    {
        string? name = parsed.GetValue(options.Device) ?? parsed.GetValue(options.Output);
        if (parsed.GetValue(options.Device) is not null && parsed.GetValue(options.Output) is not null)
            throw new CommandError("--device and --output both name the device; use one of them");
        int? rate = parsed.GetResult(options.Rate) is { Implicit: false } ? parsed.GetValue(options.Rate) : null;
        DriverOptions driver = Read(options, parsed, name);
        if (string.Equals(name, "virtual", StringComparison.OrdinalIgnoreCase))
            return Virtual(driver, rate ?? first.SampleRate, null, thread);
        PortAudioBackend? backend = null;
        try
        {
            backend = new PortAudioBackend(thread);
            if (DeviceNames.Find(backend.ListDevices(), name, forInput: false) is { } device)
            {
                // A chain of one channel is heard on two.
                int channels = Math.Min(Math.Max(2, parsed.GetValue(options.Channels)), device.MaxOutputChannels);
                return new PlayDevice(backend, driver with { SampleRate = rate ?? device.DefaultSampleRate, OutputChannels = channels }, null);
            }
            backend.Dispose();
            tell("no sound device found: playing into pluginhost-play.wav");
        }
        catch (AudioDeviceException exception) when (name is null)
        {
            backend?.Dispose();
            tell($"no sound device ({exception.Message}): playing into pluginhost-play.wav");
        }
        catch
        {
            backend?.Dispose();
            throw;
        }
        return Virtual(driver, rate ?? first.SampleRate, "pluginhost-play.wav", thread);
    }

    public void Dispose() => Backend.Dispose();

    // The native ring of the shielded mode is one of both directions.
    private static DriverOptions Read(LiveOptions options, ParseResult parsed, string? name) => new()
    {
        Mode = parsed.GetValue(options.Mode) ?? DriverMode.Ring,
        UseInput = parsed.GetValue(options.Mode) == DriverMode.Shielded,
        Input = name,
        Output = name,
        BlockFrames = parsed.GetValue(options.Block),
        RingBlocks = parsed.GetValue(options.RingBlocks),
        ShieldMs = parsed.GetValue(options.ShieldMs),
    };

    private static PlayDevice Virtual(DriverOptions driver, int rate, string? recording, IAudioThread thread)
    {
        VirtualBackend backend = new(new VirtualOptions { SampleRate = rate, PeriodFrames = driver.BlockFrames }, thread);
        return new PlayDevice(backend, driver with { Input = null, Output = null, SampleRate = rate }, recording);
    }
}
