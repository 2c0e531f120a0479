using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Silence after the tail: <c>LatencyFrames + TailFrames</c> after full-scale noise ended, the output stays below -90
/// dBFS. Tried at every parameter extreme whose tail is not endless and not beyond 30 s, up to six minutes of tails in
/// all.
/// </summary>
internal sealed class TailCheck : ICheck
{
    private const float Quiet = 3.1623e-5f;
    private const int NoiseFrames = 12_000;
    private const int ListenFrames = 4_800;
    private const int LongestFrames = 30 * 48_000;
    private const long BudgetFrames = 360 * 48_000;

    public string Name => "tail";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        int tried = 0, untried = 0;
        long spent = 0;
        foreach (Setting setting in Setting.Extremes(instance.Effect, bench.Seed, corners: 2))
        {
            setting.ApplyTo(instance.Effect);
            instance.Reset();
            instance.Process(Signal.Noise(2, NoiseFrames, bench.Seed), Cuts.Of(512));
            long ringing = instance.Ringing;
            if (ringing > LongestFrames || spent + ringing > BudgetFrames)
            {
                untried++;
                continue;
            }
            spent += ringing;
            tried++;

            for (long left = ringing; left > 0; left -= ListenFrames)
                instance.Process(new Signal(2, (int)Math.Min(left, ListenFrames)), Cuts.Of(512));
            Signal rest = new(2, ListenFrames);
            instance.Process(rest, Cuts.Of(512));
            int loud = rest.FirstBeyond(Quiet);
            if (loud >= 0)
            {
                float level = Decibels.FromGain(rest.Peak(0, ListenFrames));
                return Verdict.Failed($"{level:0.0} dBFS more than {ringing} frames of latency and tail "
                    + $"after the input ended, at {setting.Name}");
            }
        }
        if (tried == 0)
            return Verdict.Skipped("the declared tail is endless or longer than 30 s at every setting");
        string also = untried > 0 ? $"; {untried} more with an endless or very long tail not waited for" : "";
        return Verdict.Passed($"below -90 dBFS after the tail at {tried} settings{also}");
    }
}
