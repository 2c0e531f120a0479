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
    /// <param name="rate">From 0 (returns x itself, as a tape without a way back does) to 0.99; rounded to a multiple of 1/256.</param>
    public static Tensor Apply(GradientTape tape, Tensor x, float rate)
    {
        if (rate is not (>= 0 and <= 0.99f))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "a dropout rate lies from 0 to 0.99");
        if (rate == 0 || !tape.Differentiates)
            return x;
        DropoutNode node = tape.Record<DropoutNode>();
        Tensor y = tape.Allocate(x.Rows, x.Columns);
        (node._x, node._y) = (x, y);
        node._mask = tape.Arena.Allocate(x.Count + 3);
        CounterRandom random = new(tape.Seed, tape.NextDropoutStream(), 0);
        int limit = (int)MathF.Round(rate * 256);
        int kept = BitConverter.SingleToInt32Bits(256f / (256 - limit));
        for (int i = 0; i < x.Count; i += 4)
        {
            // Without branches, which chance would mispredict: the sign of the difference masks the bits of the scale.
            uint word = random.NextUInt32();
            for (int k = 0; k < 4; k++, word >>= 8)
                node._mask[i + k] = BitConverter.Int32BitsToSingle(kept & ~((int)(word & 0xFF) - limit >> 31));
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
