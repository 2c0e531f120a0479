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
        float scale = 1 / (1 - limit / 65536f);
        for (int i = 0; i < x.Count; i += 2)
        {
            uint word = random.NextUInt32();
            node._mask[i] = (word & 0xFFFF) < limit ? 0 : scale;
            node._mask[i + 1] = word >> 16 < limit ? 0 : scale;
        }
        for (int i = 0; i < x.Count; i++)
            y.Data[i] = x.Data[i] * node._mask[i];
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        for (int i = 0; i < _x.Count; i++)
            _x.Gradient[i] += _y.Gradient[i] * _mask[i];
    }
}
