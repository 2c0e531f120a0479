using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.Hosting.Tests.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Sessions;

/// <summary>A session on a virtual device that moves only when the test says so, with effects of a sandbox's plugins.</summary>
internal sealed class SessionRig : IDisposable
{
    public const int BlockFrames = 64;

    /// <summary>Without deadlines, which a busy machine misses; nothing is cut, so that what is heard is what the effects gave.</summary>
    public static readonly EngineOptions Offline = new(new AudioFormat(48_000, 2, BlockFrames))
    {
        IsRealTime = false, Guard = OutputGuardMode.Count,
    };

    public SessionRig(PluginSandbox sandbox, string[] effects, DriverMode mode = DriverMode.Direct, EngineOptions? options = null)
    {
        Catalog = sandbox.Catalog();
        Builder = new ChainBuilder(Create, () => Catalog.Effects.Select(effect => effect.Id));
        Options = options ?? Offline;
        Backend = new VirtualBackend(new VirtualOptions
        {
            SampleRate = Options.Format.SampleRate,
            PeriodFrames = BlockFrames,
            Clock = VirtualClock.Stepped,
            Source = VirtualSource.FromFunction((_, _) => 0.25f),
            Sink = Ear,
        });
        AudioEngine engine = new(Options, Build(effects));
        AudioDriver driver = new(Backend, new DriverOptions { Mode = mode, BlockFrames = BlockFrames }, engine,
            PortableAudioThread.Instance, Backend.Time);
        Session = new Session(Catalog, driver, Told.Add);
        Session.Start();
    }

    public PluginCatalog Catalog { get; }

    public ChainBuilder Builder { get; }

    public EngineOptions Options { get; }

    public VirtualBackend Backend { get; }

    public Ear Ear { get; } = new();

    public Session Session { get; }

    /// <summary>Every notice, in the order in which it was told.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The right to use each effect, in the order in which they were created.</summary>
    public List<EffectInstance> Leases { get; } = [];

    public Chain Build(params string[] effects) => Builder.Build(Preset.OfEffects(effects), Options);

    public Slot Slot(int index) => Session.Engine.Chain.Slots[index];

    public void Set(int slot, string parameter, float value) =>
        Slot(slot).Effect.Parameters.Single(known => known.Id == parameter).Target = value;

    /// <summary>Lets blocks pass, looking after the session as often as a user's program does.</summary>
    public void Run(int blocks, bool waits = true)
    {
        for (int i = 0; i < blocks; i++)
        {
            Backend.Step(1, waits);
            if (i % 20 == 0)
                Session.Tick();
        }
        Session.Tick();
    }

    /// <summary>Lets blocks pass until something was brought about.</summary>
    public void RunUntil(Func<bool> condition, string what, bool waits = true)
    {
        long limit = Environment.TickCount64 + 60_000;
        for (; !condition(); Thread.Sleep(1))
        {
            if (Environment.TickCount64 > limit)
                throw new TimeoutException($"It did not happen: {what}. Told: {string.Join(" | ", Told)}");
            Run(1, waits);
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        Backend.Dispose();
        Catalog.Dispose();
    }

    private Slot Create(string id)
    {
        EffectInstance instance = Catalog.Create(id);
        Leases.Add(instance);
        return new Slot(id, instance.Effect, instance);
    }
}

/// <summary>Hears the first channel: the last sample, and the largest step from one to the next.</summary>
internal sealed class Ear : IVirtualSink
{
    private bool _hasHeard;

    public float Last { get; private set; }

    public float LargestStep { get; private set; }

    /// <summary>Forgets the steps so far.</summary>
    public void Clear() => LargestStep = 0;

    public void Write(ReadOnlySpan<float> interleaved, int channels, long position)
    {
        for (int i = 0; i < interleaved.Length; i += channels)
        {
            if (_hasHeard)
                LargestStep = Math.Max(LargestStep, Math.Abs(interleaved[i] - Last));
            (Last, _hasHeard) = (interleaved[i], true);
        }
    }
}
