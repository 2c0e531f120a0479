using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;

namespace PluginHost.Neural.Steps;

/// <summary>One draw from a softmax.</summary>
internal readonly unsafe struct Draw(float temperature, float topP)
{
    public float Temperature { get; } = temperature;

    /// <summary>An index of the logits by chance; they are used up. -1 if all are forbidden.</summary>
    public int From(float* logits, int count, ref CounterRandom random)
    {
        float uniform = random.NextSingle();
        int best = 0;
        for (int i = 1; i < count; i++)
            best = logits[i] > logits[best] ? i : best;
        float most = logits[best];
        if (float.IsNegativeInfinity(most))
            return -1;
        if (Temperature == 0)
            return best;
        for (int i = 0; i < count; i++)
            logits[i] = (logits[i] - most) / Temperature;
        float sum = VectorSums.ExpAndSum(logits, count, 0);
        return topP < 1 ? Likely(logits, count, uniform, sum) : Any(logits, count, best, uniform * sum);
    }

    private static int Any(float* weights, int count, int best, float target)
    {
        for (int i = 0; i < count; i++)
        {
            target -= weights[i];
            if (target < 0)
                return i;
        }
        return best;
    }

    // The nucleus (Holtzman et al. 2020): takes the likeliest again and again until the share is reached, then draws among those.
    private int Likely(float* weights, int count, float uniform, float sum)
    {
        int* order = stackalloc int[count];
        int kept = 0;
        float share = 0;
        for (int i = 0; i < count; i++)
            order[i] = i;
        while (kept < count && share < topP * sum)
        {
            int best = kept;
            for (int i = kept + 1; i < count; i++)
                best = weights[order[i]] > weights[order[best]] ? i : best;
            (order[kept], order[best]) = (order[best], order[kept]);
            share += weights[order[kept++]];
        }
        float target = uniform * share;
        for (int i = 0; i < kept; i++)
        {
            target -= weights[order[i]];
            if (target < 0)
                return order[i];
        }
        return order[0];
    }
}
