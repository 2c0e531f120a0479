using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Optimisers;

/// <summary>An exponential moving average of all weights: it generalises better than the weights themselves (Polyak and Juditsky 1992).</summary>
internal sealed unsafe class MovingAverage(int count, double decay)
{
    /// <summary>The average; part of the state.</summary>
    public float[] Values { get; } = new float[count];

    /// <summary>Updates so far; part of the state.</summary>
    public long Steps { get; set; }

    /// <summary>Follows the weights; early updates weigh more, so that the random start is soon forgotten.</summary>
    public void Update(ReadOnlySpan<float> weights)
    {
        float share = (float)(1 - Math.Min(decay, Steps / (Steps + 10.0)));
        Steps++;
        fixed (float* from = weights, to = Values)
            VectorOps.Approach(share, from, to, Values.Length);
    }
}
