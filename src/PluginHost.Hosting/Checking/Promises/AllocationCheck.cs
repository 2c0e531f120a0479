namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// <c>Process</c> and <c>Reset</c> allocate 0 bytes: counted on the thread that calls them, after a warm-up, over
/// 10,000 blocks of 64 frames while parameters move, with a reset every hundred blocks.
/// </summary>
internal sealed class AllocationCheck : ICheck
{
    private const int Block = 64;
    private const int WarmUpBlocks = 2_000;
    private const int Blocks = 10_000;
    private const int Rounds = 3;

    public string Name => "allocation";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        Setting[] settings = [.. Enumerable.Range(0, 8).Select(i => Setting.Random(instance.Effect, bench.Seed + i))];
        Signal noise = Signal.Noise(2, Block, bench.Seed), block = noise.Copy();

        Run(instance, settings, noise, block, WarmUpBlocks);
        (long process, long reset, int firstBlock) = (0, 0, -1);
        // A background collection counts the rest of a thread's allocation buffer as allocated when it is half way through; what the
        // effect allocates it allocates in every round.
        for (int round = 0; round < Rounds && (round == 0 || process + reset > 0); round++)
            (process, reset, firstBlock) = Run(instance, settings, noise, block, Blocks);
        if (process > 0)
            return Verdict.Failed($"Process allocated {process} bytes in {Blocks} blocks, first in block {firstBlock}");
        if (reset > 0)
            return Verdict.Failed($"Reset allocated {reset} bytes in {Blocks / 100} calls");
        return Verdict.Passed($"0 bytes in {Blocks} blocks while parameters moved, and in {Blocks / 100} resets");
    }

    private static (long Process, long Reset, int FirstBlock) Run(
        Instance instance, Setting[] settings, Signal noise, Signal block, int blocks)
    {
        long process = 0, reset = 0;
        int firstBlock = -1;
        for (int i = 0; i < blocks; i++)
        {
            if (i % 20 == 0)
                settings[i / 20 % settings.Length].ApplyTo(instance.Effect);
            noise.Buffer.CopyTo(block.Buffer);

            long before = GC.GetAllocatedBytesForCurrentThread();
            instance.Process(block.Buffer);
            long after = GC.GetAllocatedBytesForCurrentThread();
            process += after - before;
            if (after != before && firstBlock < 0)
                firstBlock = i;

            if (i % 100 == 99)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                instance.Reset();
                reset += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
        return (process, reset, firstBlock);
    }
}
