namespace PluginHost.Benchmarks;

/// <summary>What a benchmark cost beside time.</summary>
internal readonly record struct Usage(int Gen0, int Gen1, int Gen2, long Bytes)
{
    public static Usage Now() =>
        new(GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetAllocatedBytesForCurrentThread());

    public string Since(Usage earlier) =>
        $"collections {Gen0 - earlier.Gen0}/{Gen1 - earlier.Gen1}/{Gen2 - earlier.Gen2}, {Bytes - earlier.Bytes:N0} bytes by set-up and report";
}
