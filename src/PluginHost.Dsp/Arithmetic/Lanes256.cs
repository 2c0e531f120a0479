using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Arithmetic;

internal readonly struct Lanes256 : ILanes<Vector256<float>>
{
    public static Vector256<float> Of(float value) => Vector256.Create(value);

    public static Vector256<float> OfBits(int bits) => Vector256.Create(bits).AsSingle();

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    public static Vector256<float> Magnitude(Vector256<float> a) => Vector256.Abs(a);

    public static Vector256<float> AddBits(Vector256<float> a, Vector256<float> b) =>
        (a.AsInt32() + b.AsInt32()).AsSingle();

    public static Vector256<float> SubtractBits(Vector256<float> a, Vector256<float> b) =>
        (a.AsInt32() - b.AsInt32()).AsSingle();

    public static Vector256<float> ShiftBitsLeft(Vector256<float> a, int places) =>
        (a.AsInt32() << places).AsSingle();

    public static Vector256<float> ShiftBitsRight(Vector256<float> a, int places) =>
        (a.AsInt32() >> places).AsSingle();

    public static Vector256<float> NumberOfBits(Vector256<float> bits) => Vector256.ConvertToSingle(bits.AsInt32());

    public static Vector256<float> IfLess(
        Vector256<float> a, Vector256<float> b, Vector256<float> then, Vector256<float> otherwise) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), then, otherwise);

    public static Vector256<float> IfNaN(Vector256<float> a, Vector256<float> then, Vector256<float> otherwise) =>
        Vector256.ConditionalSelect(Vector256.Equals(a, a), otherwise, then);
}
