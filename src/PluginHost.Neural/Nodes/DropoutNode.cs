using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>Sets a share of the values to zero and scales the others so that the mean stays (Srivastava et al. 2014).</summary>
internal sealed unsafe class DropoutNode : Node
{
    private Tensor _x, _y;
    private float* _mask;

    /// <param name="tape">Its seed decides what is dropped.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="rate">From 0 (returns x itself, as a tape without a way back does) to below 1; kept to multiples of 2^-16.</param>
    public static Tensor Apply(GradientTape tape, Tensor x, float rate)
    {
        if (rate is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "a dropout rate lies from 0 to below 1");
        if (rate == 0 || !tape.Differentiates)
            return x;
        DropoutNode node = tape.Record<DropoutNode>();
        Tensor y = tape.Allocate(x.Rows, x.Columns);
        (node._x, node._y) = (x, y);
        node._mask = tape.Arena.Allocate(x.Count + 1);
        CounterRandom random = new(tape.Seed, tape.NextDropoutStream(), 0);
        uint limit = (uint)(rate * 65536);
        int kept = BitConverter.SingleToInt32Bits(1 / (1 - limit / 65536f));
        for (int i = 0; i < x.Count; i += 2)
        {
            uint word = random.NextUInt32();
            // Without branches, which chance would mispredict: the sign of the difference is the mask.
            node._mask[i] = BitConverter.Int32BitsToSingle(kept & ~((int)((word & 0xFFFF) - limit) >> 31));
            node._mask[i + 1] = BitConverter.Int32BitsToSingle(kept & ~((int)((word >> 16) - limit) >> 31));
        }
        VectorOps.Clear(y.Data, y.Count);
        VectorOps.AddProduct(x.Data, node._mask, y.Data, x.Count);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        VectorOps.AddProduct(_y.Gradient, _mask, _x.Gradient, _x.Count);
    }
}
