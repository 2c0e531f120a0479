using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// The transform across the lanes of the one row that is its own mirror image: bins rows * (1 + 2j), j = 0 to
/// lanes / 2 - 1, straight from the definition, as it fits no block of rows.
/// </summary>
internal sealed unsafe class MiddleRow<T>
    where T : struct, ILanes<T>
{
    private readonly nint _rows;
    private readonly PinnedFloats _parts = new(T.Count * T.Count);
    private readonly PinnedFloats _lanes = new(T.Count * T.Count);

    /// <param name="rows">Rows before this one.</param>
    public MiddleRow(int rows)
    {
        _rows = rows;
        for (int lane = 0; lane < T.Count; lane++)
        {
            for (int j = 0; j < T.Count / 2; j++)
            {
                (double sin, double cos) = Math.SinCos(-Math.PI * lane * (1 + (2 * j)) / T.Count);
                Put(lane, j, (float)cos);
                Put(lane, (T.Count / 2) + j, (float)sin);
            }
        }

        void Put(int lane, int part, float value) =>
            _parts.Pointer[(lane * T.Count) + part] = _lanes.Pointer[(part * T.Count) + lane] = value;
    }

    /// <summary>Computes the bins.</summary>
    /// <param name="middle">The row; then scratch.</param>
    /// <param name="real">Real parts of all bins.</param>
    /// <param name="imaginary">Imaginary parts of all bins.</param>
    public void Forward(float* middle, float* real, float* imaginary)
    {
        Weigh(_parts.Pointer, middle).Store(middle);
        for (int j = 0; j < T.Count / 2; j++)
        {
            real[_rows * (1 + (2 * j))] = middle[j];
            imaginary[_rows * (1 + (2 * j))] = middle[(T.Count / 2) + j];
        }
        GC.KeepAlive(this);
    }

    /// <summary>Computes the row, times the number of lanes.</summary>
    /// <param name="real">Real parts of all bins.</param>
    /// <param name="imaginary">Imaginary parts of all bins.</param>
    /// <param name="middle">Room for the row.</param>
    public void Inverse(float* real, float* imaginary, float* middle)
    {
        for (int j = 0; j < T.Count / 2; j++)
        {
            middle[j] = 2 * real[_rows * (1 + (2 * j))];
            middle[(T.Count / 2) + j] = 2 * imaginary[_rows * (1 + (2 * j))];
        }
        Weigh(_lanes.Pointer, middle).Store(middle);
        GC.KeepAlive(this);
    }

    // Four sums side by side, for each multiplication waits for the one before.
    private static T Weigh(float* matrix, float* weights)
    {
        T a = T.Broadcast(0), b = a, c = a, d = a;
        for (int i = 0; i < T.Count; i += 4)
        {
            a = T.MultiplyAdd(T.Load(matrix), T.Broadcast(weights[i]), a);
            b = T.MultiplyAdd(T.Load(matrix + T.Count), T.Broadcast(weights[i + 1]), b);
            c = T.MultiplyAdd(T.Load(matrix + (2 * T.Count)), T.Broadcast(weights[i + 2]), c);
            d = T.MultiplyAdd(T.Load(matrix + (3 * T.Count)), T.Broadcast(weights[i + 3]), d);
            matrix += 4 * T.Count;
        }
        return (a + b) + (c + d);
    }
}
