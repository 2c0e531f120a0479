using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// A causal dilated convolution over time, as in temporal convolutional networks (Bai, Kolter and Koltun 2018): y(t) = b + sum over taps k of
/// W_k x(t - (taps - 1 - k) dilation), zeros before the start. Weights are outputs x inputs x taps, as in PyTorch.
/// </summary>
internal sealed unsafe class ConvolutionNode : Node
{
    private Tensor _x, _y;
    private SequenceLayout _layout = null!;
    private Parameter _weight = null!, _bias = null!;
    private float* _windows;
    private int _dilation;

    public static Tensor Apply(GradientTape tape, SequenceLayout layout, Tensor x, Parameter weight, Parameter bias, int dilation)
    {
        ConvolutionNode node = tape.Record<ConvolutionNode>();
        Tensor y = tape.Allocate(x.Rows, weight.Rows);
        (node._x, node._y, node._layout, node._weight, node._bias, node._dilation) = (x, y, layout, weight, bias, dilation);
        node._windows = tape.Arena.AllocateClear(x.Rows * weight.Columns);
        node.Move(node._windows, gather: true);
        tape.Multiply(node.View(node._windows), node.Weights(tape).Transposed, MatrixSum.OnRow(y.Data, y.Columns, tape.Values(bias)));
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        VectorOps.AddRows(_y.GradientView, tape.Gradient(_bias));
        tape.Multiply(_y.GradientView.Transposed, View(_windows), MatrixSum.AddTo(tape.Gradient(_weight), _weight.Columns));
        if (_x.Gradient is null)
            return;
        float* windows = tape.Arena.Allocate(_x.Rows * _weight.Columns);
        tape.Multiply(_y.GradientView, Weights(tape), MatrixSum.Set(windows, _weight.Columns));
        Move(windows, gather: false);
    }

    private MatrixView View(float* windows) => MatrixView.RowMajor(windows, _x.Rows, _weight.Columns);

    private MatrixView Weights(GradientTape tape) => MatrixView.RowMajor(tape.Values(_weight), _weight.Rows, _weight.Columns);

    // Each row of the windows holds inputs x taps values, in the order of the weights; the way back adds them to the input's gradient.
    private void Move(float* windows, bool gather)
    {
        int inputs = _x.Columns, taps = _weight.Columns / inputs;
        for (int t = 0; t < _layout.Steps; t++)
            for (int tap = Math.Max(0, taps - 1 - t / _dilation); tap < taps; tap++)
                for (int i = 0; i < _layout.Active(t); i++)
                {
                    nint source = (nint)(_layout.Start(t - (taps - 1 - tap) * _dilation) + i) * inputs;
                    float* window = windows + (nint)(_layout.Start(t) + i) * _weight.Columns + tap;
                    for (int c = 0; c < inputs; c++)
                        if (gather)
                            window[c * taps] = _x.Data[source + c];
                        else
                            _x.Gradient[source + c] += window[c * taps];
                }
    }
}
