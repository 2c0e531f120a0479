using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

/// <summary>A million blocks in every mode, while parameters move and chains are swapped: not a byte on any audio thread.</summary>
public class AllocationTests
{
    private const int Blocks = 1_000_000;
    private const int BlockFrames = 16;
    private const int ShieldMs = 100;
    private const int SampleRate = 48_000;

    [Theory]
    [InlineData(DriverMode.Direct, VirtualBackend.DuplexName, VirtualBackend.DuplexName, BlockFrames)]
    [InlineData(DriverMode.Ring, VirtualBackend.DuplexName, VirtualBackend.DuplexName, 64 * BlockFrames)]
    [InlineData(DriverMode.Ring, VirtualBackend.InputName, VirtualBackend.OutputName, 64 * BlockFrames)]
    [InlineData(DriverMode.Shielded, VirtualBackend.DuplexName, VirtualBackend.DuplexName, 64 * BlockFrames)]
    public void A_million_blocks_allocate_nothing_on_audio_threads(DriverMode mode, string input, string output, int period)
    {
        // Large device blocks: one switch of threads serves for many blocks of ours. What the device heard last may lie in a ring
        // still, whole periods or the whole of the shield, when it ends before the engine's thread has its turn.
        long slack = (4 * period) + (ShieldMs * SampleRate / 1000);
        using VirtualBackend backend = new(new VirtualOptions
        {
            Clock = VirtualClock.Freewheel, PeriodFrames = period, EndFrame = ((long)Blocks * BlockFrames) + slack,
        });
        EngineOptions options = new(new AudioFormat(SampleRate, 2, BlockFrames)) { FadeMs = 1 };
        using AudioEngine engine = new(options, NewChain(options));
        DriverOptions driverOptions = new() { Mode = mode, Input = input, Output = output, BlockFrames = BlockFrames, ShieldMs = ShieldMs };
        using AudioDriver driver = new(backend, driverOptions, engine, PortableAudioThread.Instance, backend.Time);
        driver.Start();
        int swaps = 0;
        for (int round = 0; !backend.WaitForEnd(TimeSpan.FromMilliseconds(1)); round++)
        {
            driver.Poll();
            Assert.True(driver.State is DriverState.Running or DriverState.Ended);
            ((GainEffect)engine.Chain.Slots[0].Effect).Gain.Target = round % 5 * 0.25f;
            engine.Chain.Slots[1].IsBypassed = round % 2 == 0;
            if (round % 4 == 0 && engine.IsSettled)
            {
                engine.Submit(NewChain(options))?.Dispose();
                swaps++;
            }
            while (engine.TryTakeRetired(out Chain retired))
                retired.Dispose();
        }
        driver.Stop();

        Assert.True(engine.Observer.Blocks >= Blocks, $"{engine.Observer.Blocks} blocks");
        Assert.True(swaps > 2, $"{swaps} swaps");
        Assert.Equal(0, engine.Observer.AllocatedBytes);
        Assert.Equal(0, driver.Counters.CallbackAllocatedBytes);
        Assert.Equal(0, engine.InternalErrors);
    }

    private static Chain NewChain(EngineOptions options) =>
        new(options, new Slot("gain", new GainEffect()), new Slot("gain", new GainEffect()));
}
