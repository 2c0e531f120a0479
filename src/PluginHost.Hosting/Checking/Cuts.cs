namespace PluginHost.Hosting.Checking;

/// <summary>Ways to cut a stream into blocks: each gives the length of the next block, at least 1, given the frames
/// left.</summary>
internal static class Cuts
{
    /// <summary>Blocks of one length; the last may be shorter.</summary>
    public static Func<int, int> Of(int frames) => left => Math.Min(frames, left);

    /// <summary>Blocks of seeded random lengths from 1 to <paramref name="largest"/>, short ones as likely as long
    /// ones.</summary>
    public static Func<int, int> Random(int seed, int largest)
    {
        var random = new Random(seed);
        double octaves = Math.Log2(largest);
        return left => Math.Clamp((int)Math.Pow(2, random.NextDouble() * octaves), 1, left);
    }
}
