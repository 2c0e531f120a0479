namespace PluginHost.Engine.Timing;

/// <summary>The collector's counters at one moment. Reading them takes some nanoseconds and allocates nothing.</summary>
/// <param name="Count0">Collections of generation 0 and above.</param>
/// <param name="Count1">Collections of generation 1 and above.</param>
/// <param name="Count2">Collections of generation 2.</param>
/// <param name="PauseTicks">All pauses so far, in 100 ns.</param>
internal readonly record struct GcReading(int Count0, int Count1, int Count2, long PauseTicks)
{
    /// <summary>Reads the counters. [any-thread]</summary>
    /// <returns>Their values now.</returns>
    public static GcReading Now() => new(
        GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalPauseDuration().Ticks);

    /// <summary>Gets the highest generation collected since an earlier reading, -1 for none. [any-thread]</summary>
    /// <param name="earlier">An earlier reading.</param>
    /// <returns>2, 1, 0 or -1.</returns>
    public int HighestGenerationSince(in GcReading earlier) =>
        Count2 != earlier.Count2 ? 2 : Count1 != earlier.Count1 ? 1 : Count0 != earlier.Count0 ? 0 : -1;

    /// <summary>Gets the pauses since an earlier reading, in ns. [any-thread]</summary>
    /// <param name="earlier">An earlier reading.</param>
    /// <returns>Nanoseconds.</returns>
    public long PauseNsSince(in GcReading earlier) => (PauseTicks - earlier.PauseTicks) * 100;
}
