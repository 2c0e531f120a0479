using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Tests.Nodes;

/// <summary>The formulas of the recurrences in double, unit by unit, as they stand in the literature.</summary>
internal static class Reference
{
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Output h of every row of the layout.</summary>
    public static double[] Gru(SequenceLayout layout, double[] x, double[] w, double[] b, double[] initial, int hidden)
    {
        double[] y = new double[layout.Rows * hidden];
        double[] state = (double[])initial.Clone();
        for (int t = 0; t < layout.Steps; t++)
            for (int s = 0; s < layout.Active(t); s++)
            {
                int row = layout.Start(t) + s;
                double[] h = state[(s * hidden)..((s + 1) * hidden)];
                double Product(int gate, int j) => b[gate * hidden + j] + Dot(w, (gate * hidden + j) * hidden, h);
                for (int j = 0; j < hidden; j++)
                {
                    double r = Sigmoid(x[row * 3 * hidden + j] + Product(0, j));
                    double z = Sigmoid(x[row * 3 * hidden + hidden + j] + Product(1, j));
                    double n = Math.Tanh(x[row * 3 * hidden + 2 * hidden + j] + r * Product(2, j));
                    state[s * hidden + j] = y[row * hidden + j] = (1 - z) * n + z * h[j];
                }
            }
        return y;
    }

    /// <summary>Output h of every row; the initial state holds h and c for each sequence.</summary>
    public static double[] Lstm(SequenceLayout layout, double[] x, double[] w, double[] b, double[] initial, int hidden)
    {
        double[] y = new double[layout.Rows * hidden];
        double[] state = (double[])initial.Clone();
        for (int t = 0; t < layout.Steps; t++)
            for (int s = 0; s < layout.Active(t); s++)
            {
                int row = layout.Start(t) + s, at = s * 2 * hidden;
                double[] h = state[at..(at + hidden)];
                double Sum(int gate, int j) => x[(row * 4 + gate) * hidden + j] + b[gate * hidden + j] + Dot(w, (gate * hidden + j) * hidden, h);
                for (int j = 0; j < hidden; j++)
                {
                    double c = Sigmoid(Sum(1, j)) * state[at + hidden + j] + Sigmoid(Sum(0, j)) * Math.Tanh(Sum(2, j));
                    state[at + hidden + j] = c;
                    state[at + j] = y[row * hidden + j] = Sigmoid(Sum(3, j)) * Math.Tanh(c);
                }
            }
        return y;
    }

    public static double Dot(double[] matrix, int start, double[] vector)
    {
        double sum = 0;
        for (int k = 0; k < vector.Length; k++)
            sum += matrix[start + k] * vector[k];
        return sum;
    }

    /// <summary>x W^T + b.</summary>
    public static double[] Linear(double[] x, int rows, double[] w, double[] b)
    {
        int inputs = x.Length / rows, outputs = b.Length;
        double[] y = new double[rows * outputs];
        for (int row = 0; row < rows; row++)
            for (int o = 0; o < outputs; o++)
                y[row * outputs + o] = b[o] + Dot(w, o * inputs, x[(row * inputs)..((row + 1) * inputs)]);
        return y;
    }
}
