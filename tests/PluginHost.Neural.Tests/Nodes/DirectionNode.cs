using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Tests.Nodes;

/// <summary>Ends a record with the loss sum(y * direction).</summary>
internal sealed class DirectionNode : Node
{
    private Tensor _y;
    private float[] _direction = [];

    public static void Apply(GradientTape tape, Tensor y, float[] direction)
    {
        DirectionNode node = tape.Record<DirectionNode>();
        (node._y, node._direction) = (y, direction);
    }

    public override void Backward(GradientTape tape)
    {
        for (int i = 0; i < _direction.Length; i++)
            _y.GradientSpan[i] += _direction[i];
    }
}
