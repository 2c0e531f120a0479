using PluginHost.Engine.Chains;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class AllocationTests
{
    private const int Blocks = 1_000_000;

    [Fact]
    public void A_million_blocks_allocate_nothing_while_parameters_move_slots_are_bypassed_and_chains_swapped()
    {
        const int frames = 16;
        EngineOptions options = new(new AudioFormat(48_000, 2, frames)) { FadeMs = 1 };
        GainEffect[] gains = Gains();
        using AudioEngine engine = new(options, EngineRig.ChainOf(options, gains));
        float[] input = Noise.Make(frames * 2, 1);
        float[] output = new float[frames * 2];
        Random random = new(3);
        AllocationGate gate = new();
        int swaps = 0;
        for (int block = 0; block < Blocks; block++)
        {
            gains[random.Next(5)].Gain.Target = random.NextSingle();
            if (block % 32 == 0)
                engine.Chain.Slots[random.Next(5)].IsBypassed ^= true;
            if (block % 10_000 == 0)
                engine.Submit(EngineRig.ChainOf(options, gains = Gains()));
            if (engine.TryTakeRetired(out Chain retired))
            {
                swaps++;
                retired.Dispose();
            }
            gate.Open();
            engine.Process(input, 2, output, 2, frames);
            gate.Close();
        }
        Assert.Equal(0, gate.Bytes);
        Assert.Equal((Blocks, 0L, Blocks / 10_000), (engine.Observer.Blocks, engine.InternalErrors, swaps));
        Assert.All(engine.Chain.Slots, slot => Assert.Equal(0, slot.Timing.AllocatedBytes));
    }

    [Fact]
    public void An_effect_that_allocates_is_caught_with_the_bytes_and_the_slot()
    {
        byte[]? garbage = null;
        EngineOptions options = ChainRig.Options;
        using EngineRig rig = new(options, new GainEffect(), new TestEffect((in ProcessContext _) => garbage = new byte[1_000]), new GainEffect());
        float[] block = new float[64];
        long bytes = AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 100; i++)
                rig.Engine.Process(block, 1, block, 1, 64);
        });
        Assert.NotNull(garbage);
        Assert.Equal([0, bytes, 0], rig.Engine.Chain.Slots.Select(slot => slot.Timing.AllocatedBytes));
        Assert.InRange(bytes, 100 * 1_000, 100 * 1_100);
        Assert.Equal(bytes, rig.Engine.Observer.AllocatedBytes);
    }

    private static GainEffect[] Gains() => [.. Enumerable.Range(0, 5).Select(_ => new GainEffect())];
}
