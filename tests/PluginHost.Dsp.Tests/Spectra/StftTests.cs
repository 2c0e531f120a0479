using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;
using PluginHost.Dsp.Tests.Fourier;
using Xunit;

namespace PluginHost.Dsp.Tests.Spectra;

public class StftTests
{
    public static TheoryData<string> Setups() => ["low delay", "low delay, odd hop", "half overlap", "odd hop", "hop is latency"];

    [Theory]
    [MemberData(nameof(Setups))]
    public void Spectra_left_alone_give_the_signal_back_late(string setup)
    {
        WindowPair windows = Windows(setup);
        var stft = new Stft(new RealFft(windows.Analysis.Length), windows, 2);
        float[][] input = [Noise(20_000, 1), Noise(20_000, 2)];
        float[][] output = Run(stft, input, new Random(3), new Editor(_ => { }));
        for (int channel = 0; channel < 2; channel++)
        {
            Assert.All(output[channel][..stft.LatencyFrames], sample => Assert.InRange(sample, -1e-6, 1e-6));
            Assert.InRange(ErrorDb(input[channel], output[channel], stft.LatencyFrames), double.NegativeInfinity, -120);
        }
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public void The_output_does_not_depend_on_how_the_stream_is_cut(string setup)
    {
        WindowPair windows = Windows(setup);
        var fft = new RealFft(windows.Analysis.Length);
        float[][] input = [Noise(6_000, 1), Noise(6_000, 2)];
        var stft = new Stft(fft, windows, 2);
        float[][] whole = Run(stft, input, null, new Editor(Tilt));
        float[][] cut = Run(new Stft(fft, windows, 2), input, new Random(3), new Editor(Tilt));
        stft.WarmUp(new Editor(Tilt));
        float[][] again = Run(stft, input, new Random(4), new Editor(Tilt));
        stft.Reset();
        float[][] afresh = Run(stft, input, new Random(5), new Editor(Tilt));
        for (int channel = 0; channel < 2; channel++)
        {
            Assert.Equal(whole[channel], cut[channel]);
            Assert.Equal(whole[channel], again[channel]);
            Assert.Equal(whole[channel], afresh[channel]);
        }
    }

    [Fact]
    public void All_channels_come_in_one_call_with_the_spectra_of_the_last_samples()
    {
        const int length = 256, hop = 64;
        WindowPair windows = WindowPair.Symmetric(Dsp.Spectra.Windows.SqrtHann(length), hop);
        float[][] input = [Noise(2_000, 1), Noise(2_000, 2), Noise(2_000, 3)];
        int calls = 0;
        Run(new Stft(new RealFft(length), windows, 3), input, new Random(5), new Editor(spectra =>
        {
            calls++;
            Assert.Equal((3, 129), (spectra.Channels, spectra.Bins));
            for (int channel = 0; channel < 3; channel++)
                AssertSpectrum(input[channel], calls * hop, windows.Analysis.ToArray(), spectra, channel);
        }));
        Assert.Equal(2_000 / hop, calls);
    }

    [Fact]
    public void A_gain_on_all_bins_is_a_gain_on_the_signal()
    {
        WindowPair windows = Windows("low delay");
        float[] input = Noise(10_000, 1);
        float[][] output = Run(new Stft(new RealFft(windows.Analysis.Length), windows, 1), [input], null, new Editor(spectra =>
        {
            foreach (ref float value in spectra.Real(0))
                value *= 0.25f;
            foreach (ref float value in spectra.Imaginary(0))
                value *= 0.25f;
        }));
        Assert.InRange(ErrorDb([.. input.Select(sample => 0.25f * sample)], output[0], windows.LatencyFrames), double.NegativeInfinity, -120);
    }

    [Fact]
    public void Silenced_bins_leave_only_the_other_tone()
    {
        const int length = 1024;
        WindowPair windows = WindowPair.LowDelay(length, 256, 64);
        float[] low = Tone(20.0 / length), both = [.. low.Zip(Tone(200.0 / length), (a, b) => a + b)];
        float[][] output = Run(new Stft(new RealFft(length), windows, 1), [both], null, new Editor(spectra =>
        {
            spectra.Real(0)[100..].Clear();
            spectra.Imaginary(0)[100..].Clear();
        }));
        Assert.InRange(ErrorDb(low[(2 * length)..], output[0][(2 * length)..], windows.LatencyFrames), double.NegativeInfinity, -60);

        static float[] Tone(double frequency) =>
            [.. Enumerable.Range(0, 10_000).Select(n => (float)(0.4 * Math.Sin(2 * Math.PI * frequency * n)))];
    }

    [Fact]
    public void An_analyzer_alone_sees_the_last_samples_however_the_stream_is_cut()
    {
        const int length = 128, hop = 50;
        float[] window = Dsp.Spectra.Windows.Hann(length);
        float[] input = Noise(3_000, 1);
        var analyzer = new StftAnalyzer(new RealFft(length), window, hop, 1);
        var random = new Random(6);
        for (int done = 0, run; done < input.Length; done += run)
        {
            run = Math.Min(Math.Min(analyzer.FramesToHop, random.Next(0, 80)), input.Length - done);
            analyzer.Write(0, input.AsSpan(done, run));
            bool fresh = analyzer.Advance(run);
            Assert.Equal(run > 0 && (done + run) % hop == 0, fresh);
            if (fresh)
                AssertSpectrum(input, done + run, window, analyzer.Spectra, 0);
        }
    }

    [Fact]
    public void Processing_does_not_allocate()
    {
        WindowPair windows = Windows("low delay");
        var stft = new Stft(new RealFft(windows.Analysis.Length), windows, 1);
        var editor = new Editor(Tilt);
        float[] block = Noise(4_096, 1);
        Exchange(stft, [block], 0, block.Length, null, editor);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int done = 0, run; done < block.Length; done += run)
        {
            run = Math.Min(stft.FramesToHop, block.Length - done);
            stft.Exchange(0, block.AsSpan(done, run));
            stft.Advance(run, editor);
        }
        stft.Reset();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Frames_beyond_the_hop_and_windows_that_do_not_fit_are_refused()
    {
        WindowPair windows = Windows("low delay");
        var stft = new Stft(new RealFft(windows.Analysis.Length), windows, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stft.Exchange(0, new float[stft.FramesToHop + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => stft.Advance(stft.FramesToHop + 1, new Editor(_ => { })));
        Assert.Throws<ArgumentException>(() => new Stft(new RealFft(64), windows, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stft.Spectra.Real(1).Length);
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>(() => new StftAnalyzer(new RealFft(64), new float[64], 8, 0)).ActualValue);
        Assert.Equal(65, Assert.Throws<ArgumentOutOfRangeException>(() => new StftAnalyzer(new RealFft(64), new float[64], 65, 1)).ActualValue);
    }

    private static WindowPair Windows(string setup) => setup switch
    {
        "low delay" => WindowPair.LowDelay(2048, 512, 128),
        "low delay, odd hop" => WindowPair.LowDelay(1024, 300, 77),
        "half overlap" => WindowPair.Symmetric(Dsp.Spectra.Windows.SqrtHann(512), 256),
        "odd hop" => WindowPair.Symmetric(Dsp.Spectra.Windows.Hann(256), 61),
        _ => WindowPair.Symmetric(Dsp.Spectra.Windows.Hamming(128), 128),
    };

    private static void AssertSpectrum(float[] input, int end, float[] window, ChannelSpectra spectra, int channel)
    {
        float[] windowed = new float[window.Length];
        for (int n = 0; n < window.Length; n++)
        {
            int frame = end - window.Length + n;
            windowed[n] = frame < 0 ? 0 : input[frame] * window[n];
        }
        var exact = Reference.Spectrum(windowed);
        for (int k = 0; k < spectra.Bins; k++)
        {
            Assert.Equal(exact[k].Real, spectra.Real(channel)[k], 1e-4);
            Assert.Equal(exact[k].Imaginary, spectra.Imaginary(channel)[k], 1e-4);
        }
    }

    private static void Tilt(ChannelSpectra spectra)
    {
        for (int channel = 0; channel < spectra.Channels; channel++)
        {
            Span<float> real = spectra.Real(channel), imaginary = spectra.Imaginary(channel);
            for (int k = 0; k < real.Length; k++)
            {
                float gain = 1f / (1 + k + channel);
                real[k] *= gain;
                imaginary[k] *= -gain;
            }
        }
    }

    private static float[][] Run(Stft stft, float[][] input, Random? cuts, ISpectrumEditor editor)
    {
        float[][] output = [.. input.Select(samples => samples.ToArray())];
        int block;
        for (int done = 0; done < output[0].Length; done += block)
        {
            block = Math.Min(cuts?.Next(1, 700) ?? 512, output[0].Length - done);
            Exchange(stft, output, done, block, cuts, editor);
        }
        return output;
    }

    // One block of a host, now and then cut into single frames.
    private static void Exchange(Stft stft, float[][] block, int start, int frames, Random? cuts, ISpectrumEditor editor)
    {
        int most = cuts?.Next(4) == 0 ? 1 : int.MaxValue;
        for (int done = 0, run; done < frames; done += run)
        {
            run = Math.Min(Math.Min(stft.FramesToHop, most), frames - done);
            for (int channel = 0; channel < block.Length; channel++)
                stft.Exchange(channel, block[channel].AsSpan(start + done, run));
            stft.Advance(run, editor);
        }
    }

    private static double ErrorDb(float[] expected, float[] late, int latency)
    {
        double error = 0;
        double power = 0;
        for (int n = 0; n < expected.Length - latency; n++)
        {
            double difference = (double)late[n + latency] - expected[n];
            error += difference * difference;
            power += (double)expected[n] * expected[n];
        }
        return 10 * Math.Log10(error / power);
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private sealed class Editor(Action<ChannelSpectra> edit) : ISpectrumEditor
    {
        public void Edit(ChannelSpectra spectra) => edit(spectra);
    }
}
