namespace PluginHost.Neural.Tape;

/// <summary>One recorded operation: what it needs to turn the gradient of its result into gradients of its inputs and weights.</summary>
internal abstract class Node
{
    /// <summary>Adds this operation's vector-Jacobian products to the gradients of its inputs.</summary>
    public abstract void Backward(GradientTape tape);
}
