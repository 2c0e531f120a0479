namespace PluginHost.Dsp.Arithmetic;

/// <summary>
/// The few operations that the quick functions are made of, on one float or on a vector of them, so that each function
/// is written once and gives the same bits at every width. Implementations are empty structs; the JIT leaves nothing of
/// them.
/// </summary>
/// <typeparam name="V">float, or a vector of float.</typeparam>
internal interface ILanes<V>
{
    static abstract V Of(float value);

    static abstract V OfBits(int bits);

    static abstract V Add(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    /// <summary>a b + c: in one rounding where the processor can, else in two; alike at every width.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    static abstract V Magnitude(V a);

    /// <summary>Adds the bit patterns as integers.</summary>
    static abstract V AddBits(V a, V b);

    static abstract V SubtractBits(V a, V b);

    static abstract V ShiftBitsLeft(V a, int places);

    /// <summary>Keeps the sign.</summary>
    static abstract V ShiftBitsRight(V a, int places);

    /// <summary>Reads the bit pattern as an integer and gives that number.</summary>
    static abstract V NumberOfBits(V bits);

    /// <summary>Where a is less than b, and both are numbers.</summary>
    static abstract V IfLess(V a, V b, V then, V otherwise);

    /// <summary>Where a is not a number.</summary>
    static abstract V IfNaN(V a, V then, V otherwise);
}
