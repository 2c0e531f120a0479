using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Sdk;

namespace PluginHost.Engine.Tests.Drivers;

/// <summary>An engine on a virtual device that moves only when the test says so, with a known signal going in and all that comes out kept.</summary>
internal sealed class DriverRig : IDisposable
{
    public const int KeptFrames = 200_000;

    public static readonly EngineOptions EngineOptions = new(new AudioFormat(48_000, 2, 256)) { Guard = OutputGuardMode.Count };

    public DriverRig(DriverOptions driver, VirtualOptions? device = null, params AudioEffect[] effects)
    {
        Sink = new MemorySink(KeptFrames, 2);
        device ??= new VirtualOptions();
        Backend = new VirtualBackend(device with
        {
            Clock = device.Clock == VirtualClock.RealTime ? VirtualClock.Stepped : device.Clock,
            Source = device.Source == VirtualSource.Silence ? VirtualSource.FromFunction(Signal) : device.Source,
            Sink = Sink,
        });
        Engine = new AudioEngine(EngineOptions, NewChain(effects));
        Driver = new AudioDriver(Backend, driver, Engine, PortableAudioThread.Instance, Backend.Time);
    }

    public VirtualBackend Backend { get; }

    public MemorySink Sink { get; }

    public AudioEngine Engine { get; }

    public AudioDriver Driver { get; }

    public static Chain NewChain(params AudioEffect[] effects) =>
        new(EngineOptions, effects.Select((effect, i) => new Slot($"slot-{i + 1}", effect)));

    /// <summary>Noise that can be asked for any frame, different in every channel, never 0 from frame 0 on.</summary>
    public static float Signal(long frame, int channel)
    {
        if (frame < 0)
            return 0;
        // The finaliser of MurmurHash3: every input bit stirs every output bit.
        uint bits = (uint)((frame * 2) + channel) + 0x9E3779B9;
        bits = (bits ^ (bits >> 16)) * 0x85EBCA6B;
        bits = (bits ^ (bits >> 13)) * 0xC2B2AE35;
        bits ^= bits >> 16;
        return ((bits >> 8) + 1) / (float)(1 << 25);
    }

    /// <summary>Lets blocks pass, looking after the driver now and then as a session does.</summary>
    public void Run(int blocks, bool waits = true)
    {
        for (int i = 0; i < blocks; i++)
        {
            Backend.Step(1, waits);
            if (i % 10 == 0)
                Driver.Poll();
        }
    }

    /// <summary>Lets the device's time pass, looking 25 times a second.</summary>
    public void RunSeconds(double seconds)
    {
        double block = (double)Backend.Options.PeriodFrames / Backend.Options.SampleRate;
        int blocksPerLook = Math.Max(1, (int)(0.04 / block));
        for (double passed = 0; passed < seconds; passed += block * blocksPerLook)
        {
            Backend.Step(blocksPerLook);
            Driver.Poll();
        }
    }

    public IReadOnlyList<DriverEvent> TakeEvents()
    {
        List<DriverEvent> events = [];
        while (Driver.TryTakeEvent(out DriverEvent happened))
            events.Add(happened);
        return events;
    }

    /// <summary>Waits for something that another thread brings about.</summary>
    public static void Await(Func<bool> condition, string what)
    {
        long limit = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            if (Environment.TickCount64 > limit)
                throw new TimeoutException($"It did not happen: {what}");
            Thread.Sleep(1);
        }
    }

    public void Dispose()
    {
        Driver.Dispose();
        Backend.Dispose();
        Engine.Dispose();
    }
}
