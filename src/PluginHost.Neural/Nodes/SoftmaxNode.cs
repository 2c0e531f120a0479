using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>The cross-entropy of a softmax over the classes that are allowed, summed over items: weight * -ln p(target). Logits may have a part shared by the items of a row.</summary>
internal sealed unsafe class SoftmaxNode : Node
{
    private Tensor _probabilities, _logits, _shared;
    private Choices _choices = null!;
    private float _scale;

    /// <param name="tape">Its loss grows by scale times the sum.</param>
    /// <param name="logits">Items x classes.</param>
    /// <param name="shared">Rows x classes, or empty.</param>
    /// <param name="choices">One for each item.</param>
    /// <param name="scale">What a nat counts in the loss.</param>
    /// <returns>The sum over items in nats, without the scale.</returns>
    public static double Apply(GradientTape tape, Tensor logits, Tensor shared, Choices choices, float scale)
    {
        SoftmaxNode node = tape.Record<SoftmaxNode>();
        Tensor probabilities = new(tape.Arena.AllocateClear(logits.Count), null, logits.Rows, logits.Columns);
        (node._probabilities, node._logits, node._shared, node._choices, node._scale) = (probabilities, logits, shared, choices, scale);
        int classes = logits.Columns;
        double nats = 0;
        for (int item = 0; item < choices.Count; item++)
        {
            ref readonly Choice choice = ref choices[item];
            if (choice.Weight == 0)
                continue;
            int allowed = classes - choice.First;
            float* p = probabilities.Data + (nint)item * classes + choice.First;
            VectorOps.Copy(logits.Data + (nint)item * classes + choice.First, p, allowed);
            if (!shared.IsEmpty)
                VectorOps.Add(shared.Data + (nint)choice.Row * classes + choice.First, p, allowed);
            float most = VectorSums.Max(p, allowed), target = p[choice.Target - choice.First];
            float sum = VectorSums.ExpAndSum(p, allowed, most);
            for (int i = 0; i < allowed; i++)
                p[i] /= sum;
            nats += choice.Weight * (Math.Log(sum) + most - target);
        }
        tape.Loss += scale * nats;
        return nats;
    }

    public override void Backward(GradientTape tape)
    {
        int classes = _logits.Columns;
        for (int item = 0; item < _choices.Count; item++)
        {
            ref readonly Choice choice = ref _choices[item];
            if (choice.Weight == 0)
                continue;
            float weight = _scale * choice.Weight;
            float* p = _probabilities.Data + (nint)item * classes;
            p[choice.Target] -= 1;
            VectorOps.AddScaled(weight, p, _logits.Gradient + (nint)item * classes, classes);
            if (!_shared.IsEmpty)
                VectorOps.AddScaled(weight, p, _shared.Gradient + (nint)choice.Row * classes, classes);
        }
    }
}
