using System.Numerics;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>
/// The discrete Fourier transform of a real signal and its inverse: X[k] = sum over n of x[n] exp(-2 pi i k n / length),
/// for k = 0 to length / 2, unscaled; and x from X, scaled by 1 / length, so that the inverse of the forward transform
/// is the signal.
/// </summary>
/// <remarks>
/// Immutable, so many threads may share one; what changes lies in an <see cref="FftScratch"/>. Real and imaginary parts
/// are apart, so that gains on bins are plain multiplications of spans. Cooley and Tukey, "An algorithm for the machine
/// calculation of complex Fourier series", 1965, laid out for vector registers.
/// </remarks>
public sealed unsafe class RealFft
{
    /// <summary>The least length.</summary>
    public const int MinLength = 16;

    /// <summary>The greatest length.</summary>
    public const int MaxLength = 65_536;

    private readonly FftKernel _kernel;

    /// <summary>Computes the tables and warms the code up; allocates. [control-thread]</summary>
    /// <param name="length">Samples, a power of two from <see cref="MinLength"/> to <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not one of these.</exception>
    public RealFft(int length)
        : this(length, MaxLanes)
    {
    }

    /// <summary>Computes the tables for narrower registers, to test and compare; allocates. [control-thread]</summary>
    /// <param name="length">Samples.</param>
    /// <param name="lanes">Widest register to use: 4, 8 or 16.</param>
    internal RealFft(int length, int lanes)
    {
        if (!BitOperations.IsPow2(length) || length < MinLength || length > MaxLength)
            throw new ArgumentOutOfRangeException(nameof(length), length, "A power of two from 16 to 65536.");
        Length = length;
        _kernel =
            lanes >= 16 && length >= LaneKernel<Lanes16>.MinLength ? new LaneKernel<Lanes16>(length)
            : lanes >= 8 && length >= LaneKernel<Lanes8>.MinLength ? new LaneKernel<Lanes8>(length)
            : length >= LaneKernel<Lanes4>.MinLength ? new LaneKernel<Lanes4>(length)
            : new DirectKernel();
        WarmUp();
    }

    /// <summary>Gets the samples of a signal. [any-thread]</summary>
    public int Length { get; }

    /// <summary>Gets the bins of a spectrum, <see cref="Length"/> / 2 + 1. [any-thread]</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Gets the lanes of the widest register of this machine that are used.</summary>
    internal static int MaxLanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Computes a spectrum, unscaled. Does not allocate. [audio-thread]</summary>
    /// <param name="samples"><see cref="Length"/> samples; kept.</param>
    /// <param name="real">Room for the real parts of <see cref="Bins"/> bins; must not overlap the others.</param>
    /// <param name="imaginary">Room for the imaginary parts; the first and last become 0.</param>
    /// <param name="scratch">Made for this length; in use by nobody else.</param>
    /// <exception cref="ArgumentException">A span is too short or the scratch was made for another length.</exception>
    public void Forward(ReadOnlySpan<float> samples, Span<float> real, Span<float> imaginary, FftScratch scratch)
    {
        Check(samples.Length, real.Length, imaginary.Length, scratch);
        fixed (float* x = samples, r = real, i = imaginary)
            _kernel.Forward(x, r, i, scratch.Floats.Pointer);
        imaginary[0] = imaginary[Length / 2] = 0;
        GC.KeepAlive(scratch);
    }

    /// <summary>Computes the signal of a spectrum, scaled by 1 / <see cref="Length"/>. Does not allocate.
    /// [audio-thread]</summary>
    /// <param name="real">Real parts of <see cref="Bins"/> bins; kept.</param>
    /// <param name="imaginary">Imaginary parts; kept; the first and last are taken for 0.</param>
    /// <param name="samples">Room for <see cref="Length"/> samples; must not overlap the others.</param>
    /// <param name="scratch">Made for this length; in use by nobody else.</param>
    /// <exception cref="ArgumentException">A span is too short or the scratch was made for another length.</exception>
    public void Inverse(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> samples, FftScratch scratch)
    {
        Check(samples.Length, real.Length, imaginary.Length, scratch);
        fixed (float* r = real, i = imaginary, x = samples)
            _kernel.Inverse(r, i, x, scratch.Floats.Pointer);
        GC.KeepAlive(scratch);
    }

    // An effect may transform so rarely that the first time would be on the audio thread, with the code yet to compile.
    private void WarmUp()
    {
        float[] samples = new float[Length];
        float[] real = new float[Bins];
        float[] imaginary = new float[Bins];
        var scratch = new FftScratch(this);
        Forward(samples, real, imaginary, scratch);
        Inverse(real, imaginary, samples, scratch);
    }

    private void Check(int samples, int real, int imaginary, FftScratch scratch)
    {
        if (samples < Length || real < Bins || imaginary < Bins || scratch.Length != Length)
            Refuse(samples, real, imaginary, scratch.Length);
    }

    private void Refuse(int samples, int real, int imaginary, int scratch) => throw new ArgumentException(
        $"A transform of {Length} samples met {samples} samples, {real} real and {imaginary} imaginary parts and a scratch for {scratch}.");
}
