using System.Runtime.Intrinsics;
using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Nodes;

/// <summary>One step of one sequence of the gated recurrent unit, without its matrix product.</summary>
internal static unsafe class GruGates
{
    /// <param name="x">Input part, 3 hidden.</param>
    /// <param name="w">W h + b, 3 hidden.</param>
    /// <param name="before">The state before.</param>
    /// <param name="gates">Receives r, z and n for the way back; may be <paramref name="x"/>.</param>
    /// <param name="product">Receives W_n h + b_n for the way back.</param>
    /// <param name="after">Receives the state after; may be <paramref name="before"/>.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Forward(float* x, float* w, float* before, float* gates, float* product, float* after, int hidden)
    {
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> r = VectorMath.Sigmoid(Vector256.Load(x + j) + Vector256.Load(w + j));
            Vector256<float> z = VectorMath.Sigmoid(Vector256.Load(x + hidden + j) + Vector256.Load(w + hidden + j));
            Vector256<float> p = Vector256.Load(w + 2 * hidden + j);
            Vector256<float> n = VectorMath.Tanh(Vector256.FusedMultiplyAdd(r, p, Vector256.Load(x + 2 * hidden + j)));
            Vector256.FusedMultiplyAdd(z, Vector256.Load(before + j) - n, n).Store(after + j);
            r.Store(gates + j);
            z.Store(gates + hidden + j);
            n.Store(gates + 2 * hidden + j);
            p.Store(product + j);
        }
    }

    /// <param name="gates">As <see cref="Forward"/> left them; receive the gradient of the input part.</param>
    /// <param name="product">As <see cref="Forward"/> left it; receives the gradient of W_n h + b_n. That of the other products is the input part's.</param>
    /// <param name="before">The state before.</param>
    /// <param name="output">Gradient of the state after, from its readers.</param>
    /// <param name="carry">Gradient of the state after, from the next step; receives the part for the state before that needs no product.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Backward(float* gates, float* product, float* before, float* output, float* carry, int hidden)
    {
        Vector256<float> one = Vector256<float>.One;
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> r = Vector256.Load(gates + j), z = Vector256.Load(gates + hidden + j);
            Vector256<float> n = Vector256.Load(gates + 2 * hidden + j), p = Vector256.Load(product + j);
            Vector256<float> dh = Vector256.Load(output + j) + Vector256.Load(carry + j);
            Vector256<float> keep = one - z;
            Vector256<float> dz = dh * (Vector256.Load(before + j) - n) * z * keep;
            Vector256<float> dn = dh * keep * (one - n * n);
            Vector256<float> dr = dn * p * r * (one - r);
            (dh * z).Store(carry + j);
            dr.Store(gates + j);
            dz.Store(gates + hidden + j);
            dn.Store(gates + 2 * hidden + j);
            (dn * r).Store(product + j);
        }
    }
}
