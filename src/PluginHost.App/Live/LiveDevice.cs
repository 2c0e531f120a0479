using System.CommandLine;
using PluginHost.App.Commands;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
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
            return Virtual(driver, thread, parsed.GetValue(options.Seconds), tell);
        bool named = driver.Input is not null || driver.Output is not null;
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
        return Virtual(driver, thread, parsed.GetValue(options.Seconds), tell);
    }

    public void Dispose() => Backend.Dispose();

    private static DriverOptions Read(LiveOptions options, ParseResult parsed)
    {
        string? device = parsed.GetValue(options.Device);
        if (device is not null && (parsed.GetValue(options.Input) ?? parsed.GetValue(options.Output)) is not null)
            throw new CommandError("--device names input and output at once; use it, or --input and --output");
        return new DriverOptions
        {
            Mode = parsed.GetValue(options.Mode) ?? DriverMode.Ring,
            Input = device ?? parsed.GetValue(options.Input),
            Output = device ?? parsed.GetValue(options.Output),
            SampleRate = parsed.GetValue(options.Rate),
            ConvertRate = parsed.GetValue(options.Convert),
            BlockFrames = parsed.GetValue(options.Block),
            RingBlocks = parsed.GetValue(options.RingBlocks),
            ShieldMs = parsed.GetValue(options.ShieldMs),
            InputChannels = parsed.GetValue(options.InputChannels),
        };
    }

    /// <summary>The demo once when nobody says how long, else again and again.</summary>
    private static LiveDevice Virtual(DriverOptions driver, IAudioThread thread, double? seconds, Action<string> tell)
    {
        MemoryAudio demo = MemoryAudio.Load(AppPaths.Find().Demo);
        if (driver.SampleRate != demo.SampleRate)
            tell($"the demo recording has {demo.SampleRate} Hz: it plays at {driver.SampleRate} Hz, higher or lower than it was");
        VirtualBackend backend = new(new VirtualOptions
        {
            SampleRate = driver.SampleRate,
            PeriodFrames = driver.BlockFrames,
            InputChannels = demo.Channels,
            Source = VirtualSource.FromSamples(demo.Samples.ToArray(), demo.Channels, isLooped: seconds is not null),
        }, thread);
        double length = (demo.Frames / (double)driver.SampleRate) + DemoTailSeconds;
        return new LiveDevice(backend, driver with { Input = null, Output = null }, thread, length, "pluginhost-live.wav");
    }
}
