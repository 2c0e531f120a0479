using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// The last stage of the transform: a Fourier transform across the lanes of each row. Row k holds what becomes the
/// bins k + rows * j, j = 0 to lanes - 1, which is at once the order wanted; of the upper half the mirror images
/// are stored, as the signal is real.
/// </summary>
/// <remarks>As many rows as lanes make a block. Lane 4p + q is q of piece p: first come transforms over the pieces of
/// a row, then rows and columns are exchanged in fours, then come transforms over q.</remarks>
internal sealed unsafe class LaneFft<T>
    where T : struct, ILanes<T>
{
    private readonly PinnedFloats _twiddles = new(8 * Pieces);
    private readonly nint _rows;

    /// <param name="rows">A multiple of the lanes.</param>
    public LaneFft(int rows)
    {
        _rows = rows;
        for (int i = 0; i < 4 * Pieces; i++)
        {
            (double sin, double cos) = Math.SinCos(-2 * Math.PI * (i % 4) * (i / 4) / T.Count);
            _twiddles.Pointer[2 * i] = (float)cos;
            _twiddles.Pointer[(2 * i) + 1] = (float)sin;
        }
    }

    private static int Pieces => T.Count / 4;

    private static nint Row => 2 * T.Count;

    /// <summary>Computes the bins of all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="real">Room for lanes / 2 * rows + 1 real parts.</param>
    /// <param name="imaginary">As much.</param>
    /// <param name="block">Room for as many rows as there are lanes.</param>
    public void Forward(float* rows, float* real, float* imaginary, float* block)
    {
        float* twiddles = _twiddles.Pointer;
        nint quarter = 2 * Pieces * _rows;
        for (nint k = 0; k < _rows; k += T.Count)
        {
            for (int row = 0; row < 4; row++)
                LaneSteps<T>.OverPieces(rows + ((k + row) * Row), block + (row * Row));
            for (int j = 0; j < Pieces; j++)
            {
                nint low = (2 * _rows * j) + k;
                LaneSteps<T>.OverQuarters(
                    block + (4 * j * Row), twiddles + (8 * j), j > 0, real + low, imaginary + low, low, quarter);
            }
        }
        GC.KeepAlive(_twiddles);
    }

    /// <summary>Computes the rows of all bins, times the number of lanes.</summary>
    /// <param name="real">Lanes / 2 * rows + 1 real parts.</param>
    /// <param name="imaginary">As many imaginary parts; of the first and last nothing reaches the signal.</param>
    /// <param name="rows">Room for the rows.</param>
    /// <param name="block">Room for as many rows as there are lanes.</param>
    public void Inverse(float* real, float* imaginary, float* rows, float* block)
    {
        float* twiddles = _twiddles.Pointer;
        nint quarter = 2 * Pieces * _rows;
        for (nint k = 0; k < _rows; k += T.Count)
        {
            for (int j = 0; j < Pieces; j++)
            {
                nint low = (2 * _rows * j) + k;
                LaneSteps<T>.FromQuarters(
                    real + low, imaginary + low, low, quarter, twiddles + (8 * j), j > 0, block + (4 * j * Row));
            }
            for (int row = 0; row < 4; row++)
                LaneSteps<T>.FromPieces(block + (row * Row), rows + ((k + row) * Row));
        }
        GC.KeepAlive(_twiddles);
    }
}
