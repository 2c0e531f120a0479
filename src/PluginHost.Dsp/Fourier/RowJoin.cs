using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// Turns transforms of complex rows, whose real parts were the even rows of a real signal and whose imaginary parts the
/// odd ones, into those of the real rows, and back; on the way each lane is turned by its place in the row.
/// </summary>
/// <remarks>
/// Press et al., "Numerical Recipes", 3rd edition, 2007, section 12.3: with E and O the transforms of the even and the
/// odd rows, X[k] = E + w^k O and X[rows - k] = conj(E - w^k O). Row k and lane l are then turned by -2 pi k l / length,
/// which makes the transforms of lanes one of the whole (Cooley and Tukey, 1965).
/// </remarks>
internal sealed unsafe class RowJoin<T>
    where T : struct, ILanes<T>
{
    private readonly int _rows;
    private readonly PinnedFloats _turns;
    private readonly PinnedFloats _lanes;

    /// <param name="rows">Complex rows, a power of two.</param>
    public RowJoin(int rows)
    {
        _rows = rows;
        _turns = new PinnedFloats(rows + 2);
        _lanes = new PinnedFloats(rows * 2 * T.Count);
        double step = -Math.PI / rows;
        for (int k = 0; k < rows; k++)
        {
            if (k <= rows / 2)
                (_turns.Pointer[2 * k], _turns.Pointer[(2 * k) + 1]) = ((float)Math.Cos(step * k), (float)Math.Sin(step * k));
            for (int lane = 0; lane < T.Count; lane++)
            {
                // Half, for E and O are half a sum and half a difference.
                (double sin, double cos) = Math.SinCos(step * k * lane / T.Count);
                _lanes.Pointer[(k * 2 * T.Count) + lane] = (float)(0.5 * cos);
                _lanes.Pointer[(((k * 2) + 1) * T.Count) + lane] = (float)(0.5 * sin);
            }
        }
    }

    /// <summary>Joins even and odd rows in place.</summary>
    /// <param name="rows">Transforms of the complex rows; then of the real ones, the first half of them.</param>
    /// <param name="middle">Room for one row: the next one, which is real and not turned.</param>
    public void Forward(float* rows, float* middle)
    {
        T even = T.Load(rows), odd = T.Load(rows + T.Count);
        (even + odd).Store(rows);
        T.Broadcast(0).Store(rows + T.Count);
        (even - odd).Store(middle);
        nint row = 2 * T.Count;
        for (nint k = 1; k <= _rows / 2; k++)
        {
            float* low = rows + (k * row);
            float* high = rows + ((_rows - k) * row);
            T ar = T.Load(low), ai = T.Load(low + T.Count), br = T.Load(high), bi = T.Load(high + T.Count);
            T er = ar + br, ei = ai - bi, or = ai + bi, oi = br - ar;
            Butterflies.Turn(ref or, ref oi, T.Broadcast(_turns.Pointer[2 * k]), T.Broadcast(_turns.Pointer[(2 * k) + 1]));
            float* lanes = _lanes.Pointer + (k * row);
            T lowR = er + or, lowI = ei + oi;
            Butterflies.Turn(ref lowR, ref lowI, T.Load(lanes), T.Load(lanes + T.Count));
            lowR.Store(low);
            lowI.Store(low + T.Count);
            lanes = _lanes.Pointer + ((_rows - k) * row);
            T highR = er - or, highI = oi - ei;
            Butterflies.Turn(ref highR, ref highI, T.Load(lanes), T.Load(lanes + T.Count));
            highR.Store(high);
            highI.Store(high + T.Count);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Parts the even from the odd rows in place.</summary>
    /// <param name="rows">Transforms of the first half of the real rows; then of the complex ones, times a scale.</param>
    /// <param name="middle">The next row, which is real and not turned.</param>
    /// <param name="scale">The scale.</param>
    public void Inverse(float* rows, float* middle, float scale)
    {
        T whole = T.Broadcast(scale), twice = T.Broadcast(2 * scale);
        T first = T.Load(rows), last = T.Load(middle);
        ((first + last) * whole).Store(rows);
        ((first - last) * whole).Store(rows + T.Count);
        nint row = 2 * T.Count;
        for (nint k = 1; k <= _rows / 2; k++)
        {
            float* low = rows + (k * row);
            float* high = rows + ((_rows - k) * row);
            T ar = T.Load(low), ai = T.Load(low + T.Count), br = T.Load(high), bi = T.Load(high + T.Count);
            float* lanes = _lanes.Pointer + (k * row);
            Butterflies.TurnBack(ref ar, ref ai, T.Load(lanes), T.Load(lanes + T.Count));
            lanes = _lanes.Pointer + ((_rows - k) * row);
            Butterflies.TurnBack(ref br, ref bi, T.Load(lanes), T.Load(lanes + T.Count));
            T er = (ar + br) * twice, ei = (ai - bi) * twice, or = ar - br, oi = ai + bi;
            T cos = T.Broadcast(_turns.Pointer[2 * k]) * twice, sin = T.Broadcast(_turns.Pointer[(2 * k) + 1]) * twice;
            Butterflies.TurnBack(ref or, ref oi, cos, sin);
            (er - oi).Store(low);
            (ei + or).Store(low + T.Count);
            (er + oi).Store(high);
            (or - ei).Store(high + T.Count);
        }
        GC.KeepAlive(this);
    }
}
