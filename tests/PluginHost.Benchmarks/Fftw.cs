using System.Runtime.InteropServices;

namespace PluginHost.Benchmarks;

/// <summary>One real transform of FFTW 3 in single precision, forward and back, planned by measuring.</summary>
internal sealed unsafe class Fftw
{
    private const uint Measure = 0;

    // Without the transition that makes way for the collector: nothing but the transform counts.
    private readonly delegate* unmanaged[SuppressGCTransition]<nint, void> _execute;
    private readonly nint _forward;
    private readonly nint _inverse;

    private Fftw(nint library, int length)
    {
        var malloc = (delegate* unmanaged<nuint, float*>)NativeLibrary.GetExport(library, "fftwf_malloc");
        var planForward = (delegate* unmanaged<int, float*, float*, uint, nint>)NativeLibrary.GetExport(library, "fftwf_plan_dft_r2c_1d");
        var planInverse = (delegate* unmanaged<int, float*, float*, uint, nint>)NativeLibrary.GetExport(library, "fftwf_plan_dft_c2r_1d");
        _execute = (delegate* unmanaged[SuppressGCTransition]<nint, void>)NativeLibrary.GetExport(library, "fftwf_execute");
        // For the life of the process, as the plans.
        float* samples = malloc((nuint)length * sizeof(float));
        float* bins = malloc((nuint)(length + 2) * sizeof(float));
        float* silent = malloc((nuint)(length + 2) * sizeof(float));
        float* signal = malloc((nuint)length * sizeof(float));
        _forward = planForward(length, samples, bins, Measure);
        _inverse = planInverse(length, silent, signal, Measure);
        // The inverse spoils its input, so it is given silence, which stays; the time does not depend on the numbers.
        new Span<float>(silent, length + 2).Clear();
        Random random = new(1);
        for (int i = 0; i < length; i++)
            samples[i] = (2 * random.NextSingle()) - 1;
    }

    /// <summary>Finds the library and plans, or returns null where there is none.</summary>
    public static Fftw? TryPlan(int length) =>
        NativeLibrary.TryLoad("libfftw3f.so.3", out nint library) ? new Fftw(library, length) : null;

    public void Forward() => _execute(_forward);

    public void Inverse() => _execute(_inverse);
}
