using System.Runtime.CompilerServices;
using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>The two steps of <see cref="LaneFft{T}"/> over a block of rows, and their inverses.</summary>
internal static unsafe class LaneSteps<T>
    where T : struct, ILanes<T>
{
    private static int Pieces => T.Count / 4;

    private static nint Row => 2 * T.Count;

    // Four rows at a time: this one and each fourth after it, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OverPieces(float* rows, float* block)
    {
        nint next = 4 * Row;
        T r0 = T.LoadPieces(rows, next), i0 = T.LoadPieces(rows + T.Count, next);
        if (Pieces == 4)
        {
            T r1 = T.LoadPieces(rows + 4, next), i1 = T.LoadPieces(rows + T.Count + 4, next);
            T r2 = T.LoadPieces(rows + 8, next), i2 = T.LoadPieces(rows + T.Count + 8, next);
            T r3 = T.LoadPieces(rows + 12, next), i3 = T.LoadPieces(rows + T.Count + 12, next);
            Butterflies.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
            Put(block + next, r1, i1);
            Put(block + (2 * next), r2, i2);
            Put(block + (3 * next), r3, i3);
        }
        else if (Pieces == 2)
        {
            T r1 = T.LoadPieces(rows + 4, next), i1 = T.LoadPieces(rows + T.Count + 4, next);
            Put(block + next, r0 - r1, i0 - i1);
            (r0, i0) = (r0 + r1, i0 + i1);
        }
        Put(block, r0, i0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromPieces(float* block, float* rows)
    {
        nint next = 4 * Row;
        T r0 = T.Load(block), i0 = T.Load(block + T.Count);
        if (Pieces == 4)
        {
            T r1 = T.Load(block + next), i1 = T.Load(block + next + T.Count);
            T r2 = T.Load(block + (2 * next)), i2 = T.Load(block + (2 * next) + T.Count);
            T r3 = T.Load(block + (3 * next)), i3 = T.Load(block + (3 * next) + T.Count);
            Butterflies.Four(ref i0, ref r0, ref i1, ref r1, ref i2, ref r2, ref i3, ref r3);
            PutPieces(rows + 4, r1, i1);
            PutPieces(rows + 8, r2, i2);
            PutPieces(rows + 12, r3, i3);
        }
        else if (Pieces == 2)
        {
            T r1 = T.Load(block + next), i1 = T.Load(block + next + T.Count);
            PutPieces(rows + 4, r0 - r1, i0 - i1);
            (r0, i0) = (r0 + r1, i0 + i1);
        }
        PutPieces(rows, r0, i0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OverQuarters(float* block, float* twiddles, bool turned, float* real, float* imaginary, nint low, nint quarter)
    {
        T r0 = T.Load(block), i0 = T.Load(block + T.Count);
        T r1 = T.Load(block + Row), i1 = T.Load(block + Row + T.Count);
        T r2 = T.Load(block + (2 * Row)), i2 = T.Load(block + (2 * Row) + T.Count);
        T r3 = T.Load(block + (3 * Row)), i3 = T.Load(block + (3 * Row) + T.Count);
        Butterflies.Transpose(ref r0, ref r1, ref r2, ref r3);
        Butterflies.Transpose(ref i0, ref i1, ref i2, ref i3);
        if (turned)
        {
            Butterflies.Turn(ref r1, ref i1, T.Broadcast(twiddles[2]), T.Broadcast(twiddles[3]));
            Butterflies.Turn(ref r2, ref i2, T.Broadcast(twiddles[4]), T.Broadcast(twiddles[5]));
            Butterflies.Turn(ref r3, ref i3, T.Broadcast(twiddles[6]), T.Broadcast(twiddles[7]));
        }
        Butterflies.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
        r0.Store(real);
        i0.Store(imaginary);
        r1.Store(real + quarter);
        i1.Store(imaginary + quarter);
        // The bins of the upper half are low + 2 and 3 quarters and the lanes above; their images count down.
        nint image = (4 * quarter) - (2 * low) - (T.Count - 1);
        T zero = T.Broadcast(0);
        T.Reverse(r2).Store(real + image - (2 * quarter));
        (zero - T.Reverse(i2)).Store(imaginary + image - (2 * quarter));
        T.Reverse(r3).Store(real + image - (3 * quarter));
        (zero - T.Reverse(i3)).Store(imaginary + image - (3 * quarter));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromQuarters(float* real, float* imaginary, nint low, nint quarter, float* twiddles, bool turned, float* block)
    {
        nint image = (4 * quarter) - (2 * low) - (T.Count - 1);
        T zero = T.Broadcast(0);
        T r0 = T.Load(real), i0 = T.Load(imaginary);
        T r1 = T.Load(real + quarter), i1 = T.Load(imaginary + quarter);
        T r2 = T.Reverse(T.Load(real + image - (2 * quarter)));
        T i2 = zero - T.Reverse(T.Load(imaginary + image - (2 * quarter)));
        T r3 = T.Reverse(T.Load(real + image - (3 * quarter)));
        T i3 = zero - T.Reverse(T.Load(imaginary + image - (3 * quarter)));
        Butterflies.Four(ref i0, ref r0, ref i1, ref r1, ref i2, ref r2, ref i3, ref r3);
        if (turned)
        {
            Butterflies.TurnBack(ref r1, ref i1, T.Broadcast(twiddles[2]), T.Broadcast(twiddles[3]));
            Butterflies.TurnBack(ref r2, ref i2, T.Broadcast(twiddles[4]), T.Broadcast(twiddles[5]));
            Butterflies.TurnBack(ref r3, ref i3, T.Broadcast(twiddles[6]), T.Broadcast(twiddles[7]));
        }
        Butterflies.Transpose(ref r0, ref r1, ref r2, ref r3);
        Butterflies.Transpose(ref i0, ref i1, ref i2, ref i3);
        Put(block, r0, i0);
        Put(block + Row, r1, i1);
        Put(block + (2 * Row), r2, i2);
        Put(block + (3 * Row), r3, i3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* row, T r, T i)
    {
        r.Store(row);
        i.Store(row + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPieces(float* rows, T r, T i)
    {
        r.StorePieces(rows, 4 * Row);
        i.StorePieces(rows + T.Count, 4 * Row);
    }
}
