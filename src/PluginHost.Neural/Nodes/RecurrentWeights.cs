using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// What both recurrences share: the state before each step in packed rows, the product with the recurrent matrix at every step (packed once
/// per sequence), and that matrix' gradient as one product at the end.
/// </summary>
internal sealed unsafe class RecurrentWeights
{
    private GradientTape _tape = null!;
    private Parameter _weight = null!, _bias = null!;
    private float* _panels, _scratch;

    public SequenceLayout Layout { get; private set; } = null!;

    public int Hidden { get; private set; }

    /// <summary>Width of all gates together.</summary>
    public int Gates { get; private set; }

    /// <summary>The state before each step (rows x hidden).</summary>
    public float* Before { get; private set; }

    public void Begin(GradientTape tape, SequenceLayout layout, Parameter weight, Parameter bias)
    {
        if (weight.Columns % 8 != 0)
            throw new ArgumentException($"'{weight.Name}' has {weight.Columns} hidden units; the recurrences need a multiple of 8");
        (_tape, _weight, _bias, Layout) = (tape, weight, bias, layout);
        (Hidden, Gates) = (weight.Columns, weight.Rows);
        Before = tape.Arena.Allocate(layout.Rows * Hidden);
        Pack(View(tape).Transposed);
    }

    /// <summary>Puts the state of the step before, or the initial one (null: zeros), in place and gates (active x gates) = b + W h.</summary>
    public void Forward(int step, float* outputs, float* initial, float* gates)
    {
        int active = Layout.Active(step);
        float* before = Before + (nint)Layout.Start(step) * Hidden;
        if (step > 0)
            VectorOps.Copy(outputs + (nint)Layout.Start(step - 1) * Hidden, before, active * Hidden);
        else if (initial is not null)
            VectorOps.Copy(initial, before, active * Hidden);
        else
            VectorOps.Clear(before, active * Hidden);
        Product(MatrixView.RowMajor(before, active, Hidden), Gates, MatrixSum.OnRow(gates, Gates, _tape.Values(_bias)));
    }

    /// <summary>Begins the way back.</summary>
    public void BeginBackward() => Pack(View(_tape));

    /// <summary>carry (active x hidden) += the gradient of the gates times W; adds to the gradient of the bias.</summary>
    public void Backward(int step, float* gateGradients, float* carry)
    {
        float* gradients = gateGradients + (nint)Layout.Start(step) * Gates;
        Product(MatrixView.RowMajor(gradients, Layout.Active(step), Gates), Hidden, MatrixSum.AddTo(carry, Hidden));
        // Now, while they are in the cache.
        VectorOps.AddRows(gradients, Layout.Active(step), Gates, _tape.Gradient(_bias));
    }

    /// <summary>Adds the gradient of the matrix over all steps.</summary>
    public void EndBackward(float* gateGradients)
    {
        MatrixView gradients = MatrixView.RowMajor(gateGradients, Layout.Rows, Gates);
        _tape.Multiply(gradients.Transposed, MatrixView.RowMajor(Before, Layout.Rows, Hidden), MatrixSum.AddTo(_tape.Gradient(_weight), Hidden));
    }

    private MatrixView View(GradientTape tape) => MatrixView.RowMajor(tape.Values(_weight), Gates, Hidden);

    private void Pack(MatrixView b)
    {
        _panels = _tape.Arena.Allocate(MatrixPacking.PanelFloats(b.Rows, b.Columns));
        _scratch = _tape.Arena.Allocate(MatrixProduct.PackedScratchFloats(b.Rows));
        MatrixPacking.Panels(b, _panels);
    }

    private void Product(MatrixView a, int columns, MatrixSum c) => MatrixProduct.MultiplyPacked(a, _panels, columns, c, _scratch);
}
