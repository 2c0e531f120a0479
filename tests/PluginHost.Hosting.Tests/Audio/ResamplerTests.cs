using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;

namespace PluginHost.Hosting.Tests.Audio;

public sealed class ResamplerTests
{
    public ResamplerTests() => Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(48_000, 44_100)]
    [InlineData(96_000, 44_100)]
    [InlineData(8_000, 192_000)]
    public void The_pass_band_is_flat_within_a_thousandth_of_a_dB(int from, int to)
    {
        double edge = 0.45 * Math.Min(from, to);
        for (double hertz = 20; hertz < edge; hertz *= 1.7)
        {
            float[] output = Resample(Sine(from, hertz, from), from, to);
            double level = 20 * Math.Log10(Amplitude(Middle(output), hertz / to));
            Assert.Equal(0, level, 1e-3);
        }
    }

    [Theory]
    [InlineData(48_000, 44_100, 23_000)]
    [InlineData(96_000, 44_100, 30_000)]
    [InlineData(192_000, 8_000, 11_000)]
    public void What_would_alias_is_gone(int from, int to, double hertz)
    {
        float[] output = Resample(Sine(from, hertz, from), from, to);
        Assert.InRange(20 * Math.Log10(Peak(Middle(output))), double.NegativeInfinity, -135);
    }

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(44_100, 96_000)]
    [InlineData(48_000, 44_100)]
    public void A_sine_stays_where_it_was_and_gains_nothing(int from, int to)
    {
        const double hertz = 997;
        float[] output = Middle(Resample(Sine(from, hertz, from), from, to));
        // In time, too: its own start, not only its shape, is where the formula says.
        int start = to / 4;
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(Math.Sin(Math.Tau * hertz * (start + i) / to), output[i], 2e-7);
    }

    [Fact]
    public void Any_cut_of_the_input_gives_the_same_samples()
    {
        float[] input = Tone.Noise(2 * 20_000);
        float[] expected = Resample(input, 44_100, 48_000, 2, pieces: [4096]);
        Assert.Equal(expected, Resample(input, 44_100, 48_000, 2, pieces: [1, 7, 333, 5000]));
        Assert.Equal(Math.Round(20_000 * 48.0 / 44.1), expected.Length / 2, 1.0);
    }

    [Fact]
    public void After_a_reset_it_is_as_new()
    {
        float[] input = Tone.Noise(5000);
        Samples source = new(input, 44_100, 1, [1000]);
        using ResampledSource resampled = new(source, 48_000);
        float[] first = ReadAll(resampled);
        source.Rewind();
        resampled.Reset();
        Assert.Equal(first, ReadAll(resampled));
        Assert.Equal(first.Length, resampled.Frames);
    }

    [Fact]
    public void A_rate_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(44_100, 4_000, 1));

    private static float[] Resample(float[] input, int from, int to, int channels = 1, int[]? pieces = null)
    {
        using ResampledSource resampled = new(new Samples(input, from, channels, pieces ?? [4096]), to);
        return ReadAll(resampled);
    }

    private static float[] ReadAll(ResampledSource source)
    {
        List<float> all = [];
        float[] block = new float[999 * source.Channels];
        for (int frames; (frames = source.ReadInterleaved(block)) > 0;)
            all.AddRange(block.AsSpan(0, frames * source.Channels));
        return [.. all];
    }

    private static float[] Sine(int rate, double hertz, int frames) =>
        [.. Enumerable.Range(0, frames).Select(i => (float)Math.Sin(Math.Tau * hertz * i / rate))];

    private static float[] Middle(float[] samples) => samples[(samples.Length / 4)..(samples.Length * 3 / 4)];

    private static double Peak(float[] samples) => samples.Max(Math.Abs) + 1e-12;

    /// <summary>Amplitude of the sine of that frequency that fits best (least squares), whatever its phase.</summary>
    private static double Amplitude(float[] samples, double cycles)
    {
        double ss = 0, sc = 0, cc = 0, sy = 0, cy = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            (double s, double c) = Math.SinCos(Math.Tau * cycles * i);
            ss += s * s;
            sc += s * c;
            cc += c * c;
            sy += s * samples[i];
            cy += c * samples[i];
        }
        double determinant = (ss * cc) - (sc * sc);
        double a = ((sy * cc) - (cy * sc)) / determinant;
        double b = ((cy * ss) - (sy * sc)) / determinant;
        return Math.Sqrt((a * a) + (b * b));
    }

    private sealed class Samples(float[] samples, int rate, int channels, int[] pieces) : IAudioSource
    {
        private int _at;
        private int _piece;

        public int SampleRate => rate;

        public int Channels => channels;

        public long? Frames => samples.Length / channels;

        public void Rewind() => (_at, _piece) = (0, 0);

        public int ReadInterleaved(Span<float> interleaved)
        {
            int frames = Math.Min(pieces[_piece++ % pieces.Length], interleaved.Length / channels);
            ReadOnlySpan<float> rest = samples.AsSpan(_at);
            rest = rest[..Math.Min(frames * channels, rest.Length)];
            rest.CopyTo(interleaved);
            _at += rest.Length;
            return rest.Length / channels;
        }
    }
}
