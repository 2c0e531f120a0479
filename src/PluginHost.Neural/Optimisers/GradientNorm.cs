using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Optimisers;

/// <summary>Keeps a gradient from being longer than a limit (Pascanu, Mikolov and Bengio 2013).</summary>
internal static unsafe class GradientNorm
{
    /// <summary>Shortens the vector if need be and returns the length it had; infinite or NaN lengths leave it as it was.</summary>
    public static double Clip(Span<float> gradients, double limit)
    {
        fixed (float* start = gradients)
        {
            double norm = Math.Sqrt(VectorSums.SquaredSum(start, gradients.Length));
            if (norm > limit && double.IsFinite(norm))
                VectorOps.Scale((float)(limit / norm), start, gradients.Length);
            return norm;
        }
    }
}
