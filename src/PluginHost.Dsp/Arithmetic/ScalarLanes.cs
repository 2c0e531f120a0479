namespace PluginHost.Dsp.Arithmetic;

internal readonly struct ScalarLanes : ILanes<float>
{
    public static float Of(float value) => value;

    public static float OfBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    public static float Add(float a, float b) => a + b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    public static float Magnitude(float a) => MathF.Abs(a);

    public static float AddBits(float a, float b) => OfBits(Bits(a) + Bits(b));

    public static float SubtractBits(float a, float b) => OfBits(Bits(a) - Bits(b));

    public static float ShiftBitsLeft(float a, int places) => OfBits(Bits(a) << places);

    public static float ShiftBitsRight(float a, int places) => OfBits(Bits(a) >> places);

    public static float NumberOfBits(float bits) => Bits(bits);

    public static float IfLess(float a, float b, float then, float otherwise) => a < b ? then : otherwise;

    public static float IfNaN(float a, float then, float otherwise) => float.IsNaN(a) ? then : otherwise;

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}
