namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// <c>LatencyFrames</c> stays between 0 and the <c>MaxLatencyFrames</c> read right after <c>Prepare</c>, from which the
/// host sizes its dry path, whatever the parameters become later.
/// </summary>
internal sealed class LatencyBoundCheck : ICheck
{
    public string Name => "latency-bound";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        int bound = instance.MaxLatency, settings = 0;
        foreach (Setting setting in Setting.Extremes(instance.Effect, bench.Seed, corners: 8))
        {
            settings++;
            setting.ApplyTo(instance.Effect);
            int atOnce = instance.Latency;
            // Some effects take a new latency up while they process.
            instance.Process(Signal.Noise(2, 2048, bench.Seed), Cuts.Of(512));
            int later = instance.Latency;
            foreach (int latency in new[] { atOnce, later })
            {
                if (latency < 0 || latency > bound)
                {
                    return Verdict.Failed($"LatencyFrames is {latency} with {setting.Name}, "
                        + $"but MaxLatencyFrames was {bound} after Prepare");
                }
            }
        }
        return Verdict.Passed($"0 to {bound} frames at {settings} settings");
    }
}
