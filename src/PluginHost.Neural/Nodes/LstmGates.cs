using System.Runtime.Intrinsics;
using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Nodes;

/// <summary>One step of one sequence of the long short-term memory, without its matrix product.</summary>
internal static unsafe class LstmGates
{
    /// <param name="x">Input part, 4 hidden; receives i, f, g, o for the way back.</param>
    /// <param name="w">W h + b, 4 hidden; or of that only what <paramref name="x"/> does not hold yet.</param>
    /// <param name="before">The cell before.</param>
    /// <param name="cell">Receives the cell after; may be <paramref name="before"/>.</param>
    /// <param name="output">Receives the output h.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Forward(float* x, float* w, float* before, float* cell, float* output, int hidden)
    {
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> i = VectorMath.Sigmoid(Vector256.Load(x + j) + Vector256.Load(w + j));
            Vector256<float> f = VectorMath.Sigmoid(Vector256.Load(x + hidden + j) + Vector256.Load(w + hidden + j));
            Vector256<float> g = VectorMath.Tanh(Vector256.Load(x + 2 * hidden + j) + Vector256.Load(w + 2 * hidden + j));
            Vector256<float> o = VectorMath.Sigmoid(Vector256.Load(x + 3 * hidden + j) + Vector256.Load(w + 3 * hidden + j));
            Vector256<float> c = Vector256.FusedMultiplyAdd(f, Vector256.Load(before + j), i * g);
            c.Store(cell + j);
            (o * VectorMath.Tanh(c)).Store(output + j);
            i.Store(x + j);
            f.Store(x + hidden + j);
            g.Store(x + 2 * hidden + j);
            o.Store(x + 3 * hidden + j);
        }
    }

    /// <param name="gates">As <see cref="Forward"/> left them in x; receive the gradient of all four sums.</param>
    /// <param name="before">The cell before.</param>
    /// <param name="cell">The cell after.</param>
    /// <param name="output">Gradient of the output.</param>
    /// <param name="cellCarry">Gradient of the cell after; receives that of the cell before.</param>
    /// <param name="hidden">A multiple of 8.</param>
    public static void Backward(float* gates, float* before, float* cell, float* output, float* cellCarry, int hidden)
    {
        Vector256<float> one = Vector256<float>.One;
        for (int j = 0; j < hidden; j += 8)
        {
            Vector256<float> i = Vector256.Load(gates + j), f = Vector256.Load(gates + hidden + j);
            Vector256<float> g = Vector256.Load(gates + 2 * hidden + j), o = Vector256.Load(gates + 3 * hidden + j);
            Vector256<float> dh = Vector256.Load(output + j);
            Vector256<float> squashed = VectorMath.Tanh(Vector256.Load(cell + j));
            Vector256<float> dc = Vector256.FusedMultiplyAdd(dh * o, one - squashed * squashed, Vector256.Load(cellCarry + j));
            (dc * g * i * (one - i)).Store(gates + j);
            (dc * Vector256.Load(before + j) * f * (one - f)).Store(gates + hidden + j);
            (dc * i * (one - g * g)).Store(gates + 2 * hidden + j);
            (dh * squashed * o * (one - o)).Store(gates + 3 * hidden + j);
            (dc * f).Store(cellCarry + j);
        }
    }
}
