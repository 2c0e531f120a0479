using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Sessions;

/// <summary>A million blocks of the full shipped chain in every mode, while parameters move and a session swaps chains.</summary>
[Collection(Plugins.Alone.Name)]
public class SessionAllocationTests
{
    private const int Blocks = 1_000_000;
    private const int BlockFrames = 16;

    // At 8 kHz a block lasts 2 ms: a busy machine seldom takes the processor away for so long.
    private static readonly EngineOptions Options = new(new AudioFormat(8000, 2, BlockFrames)) { FadeMs = 4 };

    [Theory]
    [InlineData(DriverMode.Direct, BlockFrames)]
    [InlineData(DriverMode.Ring, 64 * BlockFrames)]
    [InlineData(DriverMode.Shielded, 64 * BlockFrames)]
    public void A_million_blocks_of_the_shipped_chain_allocate_nothing_on_audio_threads(DriverMode mode, int period)
    {
        // Large device blocks: one switch of threads serves for many blocks of ours.
        using VirtualBackend backend = new(new VirtualOptions
        {
            SampleRate = Options.Format.SampleRate,
            Clock = VirtualClock.Freewheel,
            PeriodFrames = period,
            EndFrame = ((long)Blocks * BlockFrames) + (8 * period),
            Source = VirtualSource.FromSamples(Tone.Noise(9973, level: 0.2f), 1, isLooped: true),
        });
        AudioEngine engine = new(Options, Build());
        DriverOptions driver = new() { Mode = mode, BlockFrames = BlockFrames, ShieldMs = 500 };
        using PluginCatalog none = new();
        using Session session = new(none,
            new AudioDriver(backend, driver, engine, PortableAudioThread.Instance, backend.Time), _ => { });
        session.Start();
        Random random = new(1);
        int swaps = 0;
        for (int round = 0; !backend.WaitForEnd(TimeSpan.FromMilliseconds(1)); round++)
        {
            session.Tick();
            MoveParameters(engine.Chain, random);
            // Should the machine have held a slot up for long, it is to run on all the same.
            foreach (Slot slot in engine.Chain.Slots.Where(slot => slot.Fault != FaultKind.None))
                slot.Rearm();
            if (round % 10 == 0 && engine.IsSettled)
            {
                session.Swap(Build);
                swaps++;
            }
        }
        session.Driver.Stop();
        session.Tick();

        Assert.True(engine.Observer.Blocks >= Blocks, $"{engine.Observer.Blocks} blocks");
        Assert.True(swaps > 5, $"{swaps} swaps");
        Assert.All(engine.Chain.Slots, slot => Assert.True(slot.Timing.Blocks > 0));
        Assert.Equal(0, engine.Observer.AllocatedBytes);
        Assert.Equal(0, session.Driver.Counters.CallbackAllocatedBytes);
        Assert.Equal(0, engine.Chain.Slots.Sum(slot => slot.Timing.AllocatedBytes));
        Assert.Equal(0, engine.InternalErrors);
    }

    private static Chain Build() =>
        Shipped.Builder.Build(Preset.OfEffects("gain", "delay", "parametric-eq", "delay", "gain"), Options);

    private static void MoveParameters(Chain chain, Random random)
    {
        foreach (Slot slot in chain.Slots)
        {
            Parameter parameter = slot.Effect.Parameters[random.Next(slot.Effect.Parameters.Count)];
            if (parameter.Id != "mute")
                parameter.Target = parameter.FromNormalized(random.NextSingle());
            slot.IsBypassed = random.Next(8) == 0;
            slot.Mix = random.Next(2) == 0 ? 1 : 0.7f;
        }
    }
}
