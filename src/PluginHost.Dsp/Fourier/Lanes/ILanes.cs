namespace PluginHost.Dsp.Fourier.Lanes;

/// <summary>
/// A vector register of floats, seen as pieces of four. The transform is written once over this and compiled for each
/// width; every member becomes one or two instructions.
/// </summary>
/// <typeparam name="T">The implementing type itself.</typeparam>
internal unsafe interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Gets the floats in the register: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T Load(float* source);

    static abstract T Broadcast(float value);

    /// <summary>Loads pieces of four that lie a stride apart.</summary>
    static abstract T LoadPieces(float* source, nint stride);

    /// <summary>Computes a * b + c, rounded once where the processor can.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>Computes c - a * b, rounded once where the processor can.</summary>
    static abstract T SubtractProduct(T c, T a, T b);

    /// <summary>Puts the last lane first.</summary>
    static abstract T Reverse(T a);

    /// <summary>Of each piece: a0 b0 a1 b1.</summary>
    static abstract T ZipLow(T a, T b);

    /// <summary>Of each piece: a2 b2 a3 b3.</summary>
    static abstract T ZipHigh(T a, T b);

    /// <summary>Of each piece: a0 a1 b0 b1.</summary>
    static abstract T PairLow(T a, T b);

    /// <summary>Of each piece: a2 a3 b2 b3.</summary>
    static abstract T PairHigh(T a, T b);

    void Store(float* destination);

    /// <summary>Stores pieces of four a stride apart.</summary>
    void StorePieces(float* destination, nint stride);
}
