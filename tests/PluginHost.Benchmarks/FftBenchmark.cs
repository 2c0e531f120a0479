using System.Diagnostics;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>Our real transform beside FFTW's, by turns in one process and on one processor.</summary>
internal static class FftBenchmark
{
    public static void Run()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
        int[] lanes = [.. new[] { 16, 8, 4 }.Where(count => count <= RealFft.MaxLanes)];
        Console.WriteLine("Real FFT, single precision, ns per transform, median of batches by turns, beside FFTW (FFTW_MEASURE)");
        if (Fftw.TryPlan(RealFft.MinLength) is null)
            Console.WriteLine("  there is no libfftw3f.so.3 (Debian: libfftw3-single3): ours alone");
        Console.WriteLine($"                          {"forward",-10}{"FFTW",10}{"ratio",8}   {"inverse",-10}{"FFTW",10}{"ratio",8}");
        foreach (int count in lanes)
        {
            for (int length = count == lanes[0] ? 64 : 256; length <= (count == lanes[0] ? 16_384 : 4_096); length *= 2)
                Compare(length, count);
        }
        Hop();
    }

    // Two channels through the windows of a spectral gate, spectra left alone: what one hop costs at its end.
    private static void Hop()
    {
        const int length = 2_048, latency = 512, hop = 128;
        var stft = new Stft(new RealFft(length), WindowPair.LowDelay(length, latency, hop), 2);
        var editor = new Nothing();
        float[] left = Noise.Make(hop, seed: 1);
        float[] right = Noise.Make(hop, seed: 2);
        Sample sample = Sampler.Run(() =>
        {
            stft.Exchange(0, left);
            stft.Exchange(1, right);
            stft.Advance(hop, editor);
        });
        Console.WriteLine($"  Stft, {length} points, latency {latency}, hop {hop}, 2 channels: {sample.MedianNs:0} ns a hop, {sample.Bytes} bytes");
    }

    private static void Compare(int length, int lanes)
    {
        var fft = new RealFft(length, lanes);
        var scratch = new FftScratch(fft);
        float[] samples = new float[length];
        float[] real = new float[fft.Bins];
        float[] imaginary = new float[fft.Bins];
        Noise.Fill(samples, seed: 1);
        fft.Forward(samples, real, imaginary, scratch);
        float[] signal = new float[length];
        List<Action> calls =
        [
            () => fft.Forward(samples, real, imaginary, scratch),
            () => fft.Inverse(real, imaginary, signal, scratch),
        ];
        if (Fftw.TryPlan(length) is { } fftw)
            calls.AddRange([fftw.Forward, fftw.Inverse]);
        Sample[] times = Sampler.Run(calls);
        string Of(int i) => times.Length == 2
            ? $"{times[i].MedianNs,10:0.0}"
            : $"{times[i].MedianNs,10:0.0}{times[i + 2].MedianNs,10:0.0}{times[i].MedianNs / times[i + 2].MedianNs,8:0.00}";
        Console.WriteLine($"  up to {lanes,2} lanes {length,6} {Of(0)}{Of(1)}   {times[0].Bytes + times[1].Bytes} bytes");
    }

    private sealed class Nothing : ISpectrumEditor
    {
        public void Edit(ChannelSpectra spectra)
        {
        }
    }
}
