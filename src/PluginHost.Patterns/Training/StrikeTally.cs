using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Training;

/// <summary>Counts bars of drums and what was struck in them. [control-thread]</summary>
internal sealed class StrikeTally(PatternLayout layout)
{
    private readonly double[] _struck = new double[SelfBias.PlacesOf(layout) * layout.Vocabulary.Tokens];
    private readonly double[] _hits = new double[DensityScale.Classes + 1];
    private readonly int[] _bars = new int[DensityScale.Classes + 1];
    private int _all;

    /// <param name="struck">Place times pieces plus piece, for every hit of a bar.</param>
    /// <param name="density">A tenth, or <see cref="SelfBias.Untold"/>.</param>
    public void Add(ReadOnlySpan<int> struck, int density)
    {
        foreach (int one in struck)
            _struck[one]++;
        _hits[density] += struck.Length;
        _bars[density]++;
        _all++;
    }

    /// <summary>How often a bar each piece was struck at each place; NaN when there was no bar.</summary>
    public double[] Places() => [.. _struck.Select(count => count / _all)];

    /// <summary>Hits a bar at each density; NaN where there was no bar.</summary>
    public double[] Hits() => [.. _hits.Select((count, density) => count / _bars[density])];
}
