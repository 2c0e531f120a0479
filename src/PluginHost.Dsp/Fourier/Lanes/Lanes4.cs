using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PluginHost.Dsp.Fourier.Lanes;

/// <summary>One register of SSE or Neon; or four floats where there is neither.</summary>
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadPieces(float* source, nint stride) => Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 SubtractProduct(Lanes4 c, Lanes4 a, Lanes4 b) => new(Vector128.MultiplyAddEstimate(-a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Reverse(Lanes4 a) => new(Vector128.Shuffle(
        a._value, Vector128.Create(3, 2, 1, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ZipLow(Lanes4 a, Lanes4 b) => new(
        Sse.IsSupported ? Sse.UnpackLow(a._value, b._value)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a._value, b._value)
        : Vector128.Create(a._value[0], b._value[0], a._value[1], b._value[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ZipHigh(Lanes4 a, Lanes4 b) => new(
        Sse.IsSupported ? Sse.UnpackHigh(a._value, b._value)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a._value, b._value)
        : Vector128.Create(a._value[2], b._value[2], a._value[3], b._value[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 PairLow(Lanes4 a, Lanes4 b) => new(
        Sse2.IsSupported ? Sse2.UnpackLow(a._value.AsDouble(), b._value.AsDouble()).AsSingle()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a._value.AsDouble(), b._value.AsDouble()).AsSingle()
        : Vector128.Create(a._value[0], a._value[1], b._value[0], b._value[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 PairHigh(Lanes4 a, Lanes4 b) => new(
        Sse2.IsSupported ? Sse2.UnpackHigh(a._value.AsDouble(), b._value.AsDouble()).AsSingle()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a._value.AsDouble(), b._value.AsDouble()).AsSingle()
        : Vector128.Create(a._value[2], a._value[3], b._value[2], b._value[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => _value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePieces(float* destination, nint stride) => Store(destination);
}
