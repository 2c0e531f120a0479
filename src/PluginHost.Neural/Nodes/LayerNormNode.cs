using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>Each row minus its mean, over its deviation, times a gain plus a bias (Ba, Kiros and Hinton 2016).</summary>
internal sealed unsafe class LayerNormNode : Node
{
    // As PyTorch's default.
    private const double Epsilon = 1e-5;
    private Tensor _x, _y;
    private Parameter _gain = null!, _bias = null!;
    private float* _normal, _inverse;

    public static Tensor Apply(GradientTape tape, Tensor x, Parameter gain, Parameter bias)
    {
        LayerNormNode node = tape.Record<LayerNormNode>();
        Tensor y = tape.Allocate(x.Rows, x.Columns);
        (node._x, node._y, node._gain, node._bias) = (x, y, gain, bias);
        node._normal = tape.Arena.Allocate(x.Count);
        node._inverse = tape.Arena.Allocate(x.Rows);
        for (int row = 0; row < x.Rows; row++)
            node.Forward(row, tape.Values(gain), tape.Values(bias));
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        for (int row = 0; row < _x.Rows; row++)
            Backward(row, tape.Values(_gain), tape.Gradient(_gain), tape.Gradient(_bias));
    }

    private void Forward(int row, float* gain, float* bias)
    {
        int n = _x.Columns;
        float* x = _x.Data + row * n, y = _y.Data + row * n, normal = _normal + row * n;
        double mean = 0, variance = 0;
        for (int i = 0; i < n; i++)
            mean += x[i];
        mean /= n;
        for (int i = 0; i < n; i++)
            variance += (x[i] - mean) * (x[i] - mean);
        double inverse = 1 / Math.Sqrt(variance / n + Epsilon);
        _inverse[row] = (float)inverse;
        for (int i = 0; i < n; i++)
        {
            normal[i] = (float)((x[i] - mean) * inverse);
            y[i] = normal[i] * gain[i] + bias[i];
        }
    }

    private void Backward(int row, float* gain, float* gainGradient, float* biasGradient)
    {
        int n = _x.Columns;
        float* dy = _y.Gradient + row * n, dx = _x.Gradient + row * n, normal = _normal + row * n;
        double mean = 0, projection = 0;
        for (int i = 0; i < n; i++)
        {
            gainGradient[i] += dy[i] * normal[i];
            biasGradient[i] += dy[i];
            mean += dy[i] * gain[i];
            projection += dy[i] * gain[i] * normal[i];
        }
        for (int i = 0; i < n; i++)
            dx[i] += (float)(_inverse[row] * (dy[i] * gain[i] - mean / n - normal[i] * projection / n));
    }
}
