using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>
/// Quick functions for signals, each with the band in which it holds and its largest error there. One number, a vector
/// and a span give the same bits. None makes denormal numbers.
/// </summary>
/// <remarks>
/// The errors were measured against <see cref="Math"/> over every third float of the band, and hold with and without a
/// fused multiply-add. Minimax coefficients are our own, by Lawson's algorithm (Rice, "The Approximation of Functions",
/// 1969).
/// Not a number stays so. Spans: results and arguments are the same memory or do not overlap; results are at least as
/// long as arguments.
/// </remarks>
public static class FastMath
{
    /// <summary>Computes e^x. [any-thread]</summary>
    /// <param name="x">Band: -87.33 to 88.72; below it gives 0, above it infinity. Relative error at most
    /// 1e-7.</param>
    /// <returns>The result.</returns>
    public static float Exp(float x) => FastExp.At<ScalarLanes, float>(x);

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => FastExp.At<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => FastExp.At<Lanes512, Vector512<float>>(x);

    /// <summary>Computes e^x. Does not allocate. [any-thread]</summary>
    /// <param name="x">Arguments, as for one number.</param>
    /// <param name="results">One for each argument; may be the same memory.</param>
    public static void Exp(ReadOnlySpan<float> x, Span<float> results) => Map<FastExp>(x, results);

    /// <summary>Computes 2^x. [any-thread]</summary>
    /// <param name="x">Band: -126 to 128; below it gives 0, from 128 on infinity. Relative error at most 1e-7. Exact
    /// on whole numbers.</param>
    /// <returns>The result.</returns>
    public static float Exp2(float x) => FastExp2.At<ScalarLanes, float>(x);

    /// <inheritdoc cref="Exp2(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp2(Vector256<float> x) => FastExp2.At<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Exp2(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> x) => FastExp2.At<Lanes512, Vector512<float>>(x);

    /// <summary>Computes 2^x. Does not allocate. [any-thread]</summary>
    /// <param name="x">Arguments, as for one number.</param>
    /// <param name="results">One for each argument; may be the same memory.</param>
    public static void Exp2(ReadOnlySpan<float> x, Span<float> results) => Map<FastExp2>(x, results);

    /// <summary>Computes the natural logarithm. [any-thread]</summary>
    /// <param name="x">Band: every normal number above 0; 0 and denormals give minus infinity, negative numbers are not
    /// a number. Relative error at most 1.2e-7.</param>
    /// <returns>The result.</returns>
    public static float Log(float x) => FastLog.At<ScalarLanes, float>(x);

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => FastLog.At<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Log(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => FastLog.At<Lanes512, Vector512<float>>(x);

    /// <summary>Computes the natural logarithm. Does not allocate. [any-thread]</summary>
    /// <param name="x">Arguments, as for one number.</param>
    /// <param name="results">One for each argument; may be the same memory.</param>
    public static void Log(ReadOnlySpan<float> x, Span<float> results) => Map<FastLog>(x, results);

    /// <summary>Computes the logarithm to base 2. [any-thread]</summary>
    /// <param name="x">Band: every normal number above 0; 0 and denormals give minus infinity, negative numbers are not
    /// a number. Relative error at most 1.6e-7. Exact on powers of 2.</param>
    /// <returns>The result.</returns>
    public static float Log2(float x) => FastLog2.At<ScalarLanes, float>(x);

    /// <inheritdoc cref="Log2(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log2(Vector256<float> x) => FastLog2.At<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Log2(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log2(Vector512<float> x) => FastLog2.At<Lanes512, Vector512<float>>(x);

    /// <summary>Computes the logarithm to base 2. Does not allocate. [any-thread]</summary>
    /// <param name="x">Arguments, as for one number.</param>
    /// <param name="results">One for each argument; may be the same memory.</param>
    public static void Log2(ReadOnlySpan<float> x, Span<float> results) => Map<FastLog2>(x, results);

    /// <summary>Computes the hyperbolic tangent, odd and never beyond 1. [any-thread]</summary>
    /// <param name="x">Band: everywhere; from 9.02 on it stays within 1e-7 of 1. Relative error at most 3.5e-7.</param>
    /// <returns>The result.</returns>
    public static float Tanh(float x) => FastTanh.At<ScalarLanes, float>(x);

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => FastTanh.At<Lanes256, Vector256<float>>(x);

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => FastTanh.At<Lanes512, Vector512<float>>(x);

    /// <summary>Computes the hyperbolic tangent, odd and never beyond 1. Does not allocate. [any-thread]</summary>
    /// <param name="x">Arguments, as for one number.</param>
    /// <param name="results">One for each argument; may be the same memory.</param>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> results) => Map<FastTanh>(x, results);

    // The rest of a span takes the same path as its vectors, so that a sample's result does not depend on its place.
    private static void Map<F>(ReadOnlySpan<float> x, Span<float> y)
        where F : struct, IFastFunction
    {
        y = y[..x.Length];
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; done <= x.Length - Vector512<float>.Count; done += Vector512<float>.Count)
                F.At<Lanes512, Vector512<float>>(Vector512.Create(x[done..])).CopyTo(y[done..]);
        }
        for (; done <= x.Length - Vector256<float>.Count; done += Vector256<float>.Count)
            F.At<Lanes256, Vector256<float>>(Vector256.Create(x[done..])).CopyTo(y[done..]);
        if (done == x.Length)
            return;
        Span<float> rest = stackalloc float[Vector256<float>.Count];
        x[done..].CopyTo(rest);
        F.At<Lanes256, Vector256<float>>(Vector256.Create<float>(rest)).CopyTo(rest);
        rest[..(x.Length - done)].CopyTo(y[done..]);
    }
}
