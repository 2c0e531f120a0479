using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PluginHost.Benchmarks;

/// <summary>One real transform of FFTW 3 in single precision, forward and back, planned by measuring.</summary>
internal sealed unsafe class Fftw
{
    private const uint Measure = 0;
    // Measuring on a machine that others use may pick a poor plan: the fastest of some is kept.
    private const int Plans = 5;

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
        var forgetWisdom = (delegate* unmanaged<void>)NativeLibrary.GetExport(library, "fftwf_forget_wisdom");
        // For the life of the process, as the plans.
        float* samples = malloc((nuint)length * sizeof(float));
        float* bins = malloc((nuint)(length + 2) * sizeof(float));
        float* silent = malloc((nuint)(length + 2) * sizeof(float));
        float* signal = malloc((nuint)length * sizeof(float));
        for (int i = 0; i < Plans; i++)
        {
            Keep(planForward(length, samples, bins, Measure), ref _forward);
            Keep(planInverse(length, silent, signal, Measure), ref _inverse);
            forgetWisdom();
        }
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

    private void Keep(nint plan, ref nint best)
    {
        if (best == 0 || Fastest(plan) < Fastest(best))
            best = plan;
    }

    private long Fastest(nint plan)
    {
        long fastest = long.MaxValue;
        for (int batch = 0; batch < 50; batch++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < 20; i++)
                _execute(plan);
            fastest = Math.Min(fastest, Stopwatch.GetTimestamp() - begin);
        }
        return fastest;
    }
}
