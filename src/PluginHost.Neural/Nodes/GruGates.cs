using System.Runtime.Intrinsics;
using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Nodes;

/// <summary>One step of one sequence of the gated recurrent unit, without its matrix product.</summary>
internal static unsafe class GruGates
{
    /// <param name="x">Input part, 3 hidden; receives r, z and n for the way back.</param>
    /// <param name="w">W h + b of r and z, 2 hidden; or of that only what <paramref name="x"/> does not hold yet.</param>
    /// <param name="product">W_n h + b_n.</param>
    /// <param name="before">The state before.</param>
    /// <param name="after">Receives the state after; may be <paramref name="before"/>.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Forward(float* x, float* w, float* product, float* before, float* after, int hidden)
    {
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> r = VectorMath.Sigmoid(Vector256.Load(x + j) + Vector256.Load(w + j));
            Vector256<float> z = VectorMath.Sigmoid(Vector256.Load(x + hidden + j) + Vector256.Load(w + hidden + j));
            Vector256<float> n = VectorMath.Tanh(Vector256.FusedMultiplyAdd(r, Vector256.Load(product + j), Vector256.Load(x + 2 * hidden + j)));
            Vector256.FusedMultiplyAdd(z, Vector256.Load(before + j) - n, n).Store(after + j);
            r.Store(x + j);
            z.Store(x + hidden + j);
            n.Store(x + 2 * hidden + j);
        }
    }

    /// <param name="gates">As <see cref="Forward"/> left them in x; receive the gradient of the input part.</param>
    /// <param name="product">W_n h + b_n; receives its gradient. Those of the other products are the input part's.</param>
    /// <param name="before">The state before.</param>
    /// <param name="after">Gradient of the state after.</param>
    /// <param name="carry">Gradient of the state before, to which the part that needs no product is added; null if nobody asks.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Backward(float* gates, float* product, float* before, float* after, float* carry, int hidden)
    {
        Vector256<float> one = Vector256<float>.One;
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> r = Vector256.Load(gates + j), z = Vector256.Load(gates + hidden + j);
            Vector256<float> n = Vector256.Load(gates + 2 * hidden + j), p = Vector256.Load(product + j);
            Vector256<float> dh = Vector256.Load(after + j), keep = one - z;
            Vector256<float> dz = dh * (Vector256.Load(before + j) - n) * z * keep;
            Vector256<float> dn = dh * keep * (one - n * n);
            (dn * p * r * (one - r)).Store(gates + j);
            dz.Store(gates + hidden + j);
            dn.Store(gates + 2 * hidden + j);
            (dn * r).Store(product + j);
            if (carry is not null)
                Vector256.FusedMultiplyAdd(dh, z, Vector256.Load(carry + j)).Store(carry + j);
        }
    }
}
