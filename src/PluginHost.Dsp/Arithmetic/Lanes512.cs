using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Arithmetic;

internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static Vector512<float> Of(float value) => Vector512.Create(value);

    public static Vector512<float> OfBits(int bits) => Vector512.Create(bits).AsSingle();

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static Vector512<float> Magnitude(Vector512<float> a) => Vector512.Abs(a);

    public static Vector512<float> AddBits(Vector512<float> a, Vector512<float> b) =>
        (a.AsInt32() + b.AsInt32()).AsSingle();

    public static Vector512<float> SubtractBits(Vector512<float> a, Vector512<float> b) =>
        (a.AsInt32() - b.AsInt32()).AsSingle();

    public static Vector512<float> ShiftBitsLeft(Vector512<float> a, int places) =>
        (a.AsInt32() << places).AsSingle();

    public static Vector512<float> ShiftBitsRight(Vector512<float> a, int places) =>
        (a.AsInt32() >> places).AsSingle();

    public static Vector512<float> NumberOfBits(Vector512<float> bits) => Vector512.ConvertToSingle(bits.AsInt32());

    public static Vector512<float> IfLess(
        Vector512<float> a, Vector512<float> b, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), then, otherwise);

    public static Vector512<float> IfNaN(Vector512<float> a, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(a, a), otherwise, then);
}
