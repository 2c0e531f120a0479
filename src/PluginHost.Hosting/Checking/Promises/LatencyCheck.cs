namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Measured latency equals declared: at the defaults, and once more wherever a parameter extreme changes the declared
/// latency, a burst of noise has to arrive when <c>LatencyFrames</c> says.
/// </summary>
/// <remarks>
/// <para>Arrival is the first trace of the burst or the peak of the cross-correlation with it, so that neither a filter
/// without latency (trace at once, bulk later) nor a linear-phase or block transform (ringing before, bulk in time) is
/// blamed.</para>
/// <para>An echo: when the bulk comes later but within the declared tail, it may be a delay that is all wet. Then the
/// parameter extremes decide: if one of them lets sound arrive in time, or if they move the echo, it is no latency; if
/// it is equally late everywhere, it is. A delay of one fixed time without a dry path is latency by this measure, and
/// by any other. Clearly too early, or later than latency and tail together, is a fault at once. What resembles the
/// input too little (below a normalised correlation of 0.15) is not measured.</para>
/// </remarks>
internal sealed class LatencyCheck : ICheck
{
    public string Name => "latency";

    public Verdict Try(Bench bench)
    {
        Instance loud = bench.Prepared(), quiet = bench.Prepared();
        List<Setting> settings = [.. Setting.Extremes(loud.Effect, bench.Seed, corners: 2)];
        Arrival first = Arrival.Measure(loud, quiet, settings[0], bench.Seed);
        if (first.IsImpossible)
            return Failed(first, settings[0]);
        return first.IsAligned
            ? OtherLatencies(bench, loud, quiet, settings, first)
            : Explore(bench, loud, quiet, settings, first);
    }

    private static Verdict OtherLatencies(
        Bench bench, Instance loud, Instance quiet, List<Setting> settings, Arrival first)
    {
        HashSet<int> measured = [first.Declared];
        foreach (Setting setting in settings)
        {
            setting.ApplyTo(loud.Effect);
            loud.Reset();
            loud.Process(new Signal(2, 512), Cuts.Of(512));
            if (!measured.Add(loud.Latency))
                continue;
            Arrival arrival = Arrival.Measure(loud, quiet, setting, bench.Seed);
            if (arrival.IsImpossible)
                return Failed(arrival, setting);
        }
        string also = measured.Count > 1 ? $", and so for {measured.Count - 1} other latencies" : "";
        return Verdict.Passed($"{first.Declared} frames declared and measured{also}");
    }

    private static Verdict Explore(Bench bench, Instance loud, Instance quiet, List<Setting> settings, Arrival first)
    {
        HashSet<int> excesses = [];
        foreach (Setting setting in settings)
        {
            Arrival arrival = Arrival.Measure(loud, quiet, setting, bench.Seed);
            if (arrival.IsAligned)
                return Verdict.Passed($"{arrival.Declared} frames declared and measured ({setting.Name})");
            if (arrival.IsClear)
                excesses.Add(arrival.Excess);
        }
        return excesses.Count switch
        {
            0 => Verdict.Skipped("the output resembles the input too little to measure"),
            1 => Failed(first, "at every setting"),
            _ => Verdict.Passed($"an echo that parameters move; {first.Declared} frames declared"),
        };
    }

    private static Verdict Failed(Arrival arrival, Setting setting) => Failed(arrival, setting.Name);

    private static Verdict Failed(Arrival arrival, string where) => Verdict.Failed(
        $"LatencyFrames is {arrival.Declared}, but sound arrives after {arrival.Peak} frames ({where})");
}
