namespace PluginHost.Neural.Optimisers;

/// <summary>A learning rate that rises in a line and then falls along half a cosine (Loshchilov and Hutter, SGDR, 2017, one cycle).</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Warmup">Steps of the rise.</param>
/// <param name="Total">Steps until the rate has fallen to <paramref name="Floor"/> times the peak, where it stays.</param>
/// <param name="Floor">From 0 to 1.</param>
internal readonly record struct CosineSchedule(double Peak, long Warmup, long Total, double Floor)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public double Rate(long step)
    {
        if (step < Warmup)
            return Peak * (step + 1) / Warmup;
        double share = Math.Min(1, (step - Warmup) / (double)Math.Max(1, Total - Warmup));
        return Peak * (Floor + (1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * share)));
    }
}
