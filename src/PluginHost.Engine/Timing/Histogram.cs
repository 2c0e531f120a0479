using System.Numerics;

namespace PluginHost.Engine.Timing;

/// <summary>
/// Counts values in buckets that are 1/16 octave wide, so any percentile is known to within 6.25 % for ever, without growing.
/// One thread adds, any thread reads.
/// </summary>
public sealed class Histogram
{
    private const int StepsPerOctave = 16;
    private readonly long[] _buckets = new long[StepsPerOctave * 60];
    private long _count;
    private long _sum;
    private long _max;

    /// <summary>Gets how many values were added. [any-thread]</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Gets the largest value, exactly. [any-thread]</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>Gets the mean, exactly; 0 when empty. [any-thread]</summary>
    public double Mean => Count is 0 ? 0 : (double)Volatile.Read(ref _sum) / Count;

    /// <summary>Adds a value. [audio-thread]</summary>
    /// <param name="value">Not negative; a negative one counts as 0.</param>
    public void Add(long value)
    {
        value = Math.Max(0, value);
        _buckets[Bucket(value)]++;
        Volatile.Write(ref _sum, _sum + value);
        Volatile.Write(ref _count, _count + 1);
        if (value > _max)
            Volatile.Write(ref _max, value);
    }

    /// <summary>Gets the value that a share of all values does not exceed. [any-thread]</summary>
    /// <param name="percent">0 to 100.</param>
    /// <returns>The upper edge of the bucket, at most 6.25 % too high; 0 when empty.</returns>
    public long Percentile(double percent)
    {
        long wanted = (long)Math.Ceiling(Count * Math.Clamp(percent, 0, 100) / 100);
        long seen = 0;
        for (int bucket = 0; bucket < _buckets.Length && wanted > 0; bucket++)
        {
            seen += Volatile.Read(ref _buckets[bucket]);
            if (seen >= wanted)
                return Math.Min(UpperEdge(bucket), Max);
        }
        return wanted > 0 ? Max : 0;
    }

    private static int Bucket(long value)
    {
        if (value < StepsPerOctave)
            return (int)value;
        int octave = BitOperations.Log2((ulong)value) - 4;
        return ((octave + 1) * StepsPerOctave) + (int)((value >> octave) - StepsPerOctave);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < StepsPerOctave)
            return bucket;
        int octave = (bucket / StepsPerOctave) - 1;
        return ((long)((bucket % StepsPerOctave) + StepsPerOctave + 1) << octave) - 1;
    }
}
