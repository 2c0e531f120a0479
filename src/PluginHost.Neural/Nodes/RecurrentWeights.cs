using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// What both recurrences share: the state before each step in packed rows, the product with the recurrent matrix at every step (packed once
/// per sequence), and that matrix' gradient, to which a product adds whenever enough steps are there to be worth one.
/// </summary>
internal sealed unsafe class RecurrentWeights
{
    private GradientTape _tape = null!;
    private Parameter _weight = null!, _bias = null!;
    private MatrixView _first, _last;
    private float* _panels, _lastPanels, _scratch;
    private int _end;

    public SequenceLayout Layout { get; private set; } = null!;

    public int Hidden { get; private set; }

    /// <summary>Width of all gates together.</summary>
    public int Gates { get; private set; }

    /// <summary>The state before each step (rows x hidden).</summary>
    public float* Before { get; private set; }

    private MatrixView Weights => MatrixView.RowMajor(_tape.Values(_weight), Gates, Hidden);

    public void Begin(GradientTape tape, SequenceLayout layout, Parameter weight, Parameter bias)
    {
        if (weight.Columns % 8 != 0)
            throw new ArgumentException($"'{weight.Name}' has {weight.Columns} hidden units; the recurrences need a multiple of 8");
        (_tape, _weight, _bias, Layout) = (tape, weight, bias, layout);
        (Hidden, Gates) = (weight.Columns, weight.Rows);
        Before = tape.Arena.Allocate(layout.Rows * Hidden);
        _scratch = tape.Arena.Allocate(MatrixProduct.PackedScratchFloats(Gates));
        _panels = Pack(Weights.Part(0, Gates - Hidden, 0, Hidden).Transposed);
        _lastPanels = Pack(Weights.Part(Gates - Hidden, Hidden, 0, Hidden).Transposed);
    }

    /// <summary>Puts the state of the step before, or the initial one (null: zeros), in place and multiplies it by W.</summary>
    /// <param name="step">Which step.</param>
    /// <param name="outputs">The states after all steps before it.</param>
    /// <param name="initial">Batch x hidden, or null.</param>
    /// <param name="first">Receives the products of all gates but the last.</param>
    /// <param name="last">Receives that of the last.</param>
    public void Forward(int step, float* outputs, float* initial, MatrixSum first, MatrixSum last)
    {
        int active = Layout.Active(step);
        float* before = Before + (nint)Layout.Start(step) * Hidden;
        if (step > 0)
            VectorOps.Copy(outputs + (nint)Layout.Start(step - 1) * Hidden, before, active * Hidden);
        else if (initial is not null)
            VectorOps.Copy(initial, before, active * Hidden);
        else
            VectorOps.Clear(before, active * Hidden);
        MatrixView states = MatrixView.RowMajor(before, active, Hidden);
        MatrixProduct.MultiplyPacked(states, _panels, Gates - Hidden, first, _scratch);
        MatrixProduct.MultiplyPacked(states, _lastPanels, Hidden, last, _scratch);
    }

    /// <summary>Begins the way back.</summary>
    /// <param name="first">Where the gradients of all gates but the last will be, rows x (gates - hidden).</param>
    /// <param name="last">Where those of the last will be, rows x hidden.</param>
    public void BeginBackward(MatrixView first, MatrixView last)
    {
        (_first, _last, _end) = (first, last, Layout.Rows);
        _panels = Pack(Weights.Part(0, first.Columns, 0, Hidden));
        _lastPanels = Pack(Weights.Part(first.Columns, last.Columns, 0, Hidden));
    }

    /// <summary>A step whose gate gradients are there: adds to the gradients of the weights and of the state before.</summary>
    /// <param name="step">Which step.</param>
    /// <param name="before">Gradient of the state before, active x hidden; null if nobody asks.</param>
    public void Backward(int step, float* before)
    {
        int start = Layout.Start(step), active = Layout.Active(step);
        MatrixView first = _first.Part(start, active, 0, _first.Columns), last = _last.Part(start, active, 0, _last.Columns);
        if (before is not null)
        {
            MatrixProduct.MultiplyPacked(first, _panels, Hidden, MatrixSum.AddTo(before, Hidden), _scratch);
            MatrixProduct.MultiplyPacked(last, _lastPanels, Hidden, MatrixSum.AddTo(before, Hidden), _scratch);
        }
        // Now, while they are in the cache, and the matrix before the oldest of them have left it.
        VectorOps.AddRows(first, _tape.Gradient(_bias));
        VectorOps.AddRows(last, _tape.Gradient(_bias) + _first.Columns);
        if (step > 0 && _end - Layout.Start(step - 1) <= MatrixProduct.DepthBlock)
            return;
        AddToMatrix(_first, start, 0);
        AddToMatrix(_last, start, _first.Columns);
        _end = start;
    }

    private void AddToMatrix(MatrixView gradients, int start, int gate)
    {
        MatrixView before = MatrixView.RowMajor(Before, Layout.Rows, Hidden).Part(start, _end - start, 0, Hidden);
        _tape.Multiply(gradients.Part(start, _end - start, 0, gradients.Columns).Transposed, before,
            MatrixSum.AddTo(_tape.Gradient(_weight) + (nint)gate * Hidden, Hidden));
    }

    private float* Pack(MatrixView b)
    {
        float* panels = _tape.Arena.Allocate(MatrixPacking.PanelFloats(b.Rows, b.Columns));
        MatrixPacking.Panels(b, panels);
        return panels;
    }
}
