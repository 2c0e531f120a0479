using PluginHost.Dsp.Levels;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class TruePeakLimiterTests
{
    private const int Rate = 48_000;

    [Fact]
    public void A_peak_between_samples_is_read_as_annex_2_says()
    {
        // A quarter of the rate, 45 degrees off: every sample is 0.7071 of the peak.
        float[] sine = [.. Enumerable.Range(0, 4_800).Select(n => (float)Math.Sin((Math.PI / 2 * n) + (Math.PI / 4)))];
        Assert.Equal(0.7071f, sine.Max(MathF.Abs), 1e-4f);
        Assert.InRange(20 * Math.Log10(Peak(sine)), -0.25, 0.25);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(997)]
    [InlineData(7_919)]
    [InlineData(15_013)]
    public void A_sine_reads_its_amplitude_wherever_it_is_sampled(double hertz)
    {
        double db = 20 * Math.Log10(Peak(Tones.Sine(Rate, hertz / Rate, 0.5)) / 0.5);
        Assert.InRange(db, -0.42, 0.25);
    }

    [Fact]
    public void Readings_do_not_depend_on_how_the_stream_is_cut()
    {
        float[] noise = Tones.Noise(5_000, 3);
        float[] whole = new float[noise.Length];
        new TruePeakDetector(noise.Length).Raise(noise, whole);
        float[] pieces = new float[noise.Length];
        TruePeakDetector cut = new(97);
        for (int at = 0, some; at < noise.Length; at += some)
        {
            some = Math.Min(1 + (at * 7 % 97), noise.Length - at);
            cut.Raise(noise.AsSpan(at, some), pieces.AsSpan(at, some));
        }
        for (int i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i], pieces[i], 1e-6f);
    }

    [Theory]
    [InlineData(1f, 1)]
    [InlineData(0.5f, 7)]
    [InlineData(0.891f, 97)]
    public void Nothing_rises_above_the_ceiling_between_samples_by_an_independent_reading(float ceiling, int block)
    {
        foreach (float[] loud in (float[][])[Bursts(1), [.. Tones.Sine(Rate / 2, 0.2499, 3)], Squares(), Sparse()])
        {
            float[] limited = Limit(loud, ceiling, block);
            Assert.True(limited.Max(MathF.Abs) <= ceiling);
            Assert.InRange(20 * Math.Log10(Peak(limited) / ceiling), -1, 0.1);
            // These have all frequencies up to half the rate: four times oversampling may miss as much.
            Assert.InRange(20 * Math.Log10(SincPeak(limited) / ceiling), -1, 0.55);
        }
    }

    [Fact]
    public void What_stays_below_the_ceiling_comes_out_bit_by_bit_and_delayed_by_what_is_declared()
    {
        float[] noise = [.. Tones.Noise(20_000, 5).Select(sample => sample * 0.3f)];
        TruePeakLimiter limiter = new(1, 64, Rate);
        float[] heard = Limit(limiter, noise, 64);
        Assert.Equal(noise[..^limiter.LatencyFrames], heard[limiter.LatencyFrames..]);
        Assert.Equal((0L, 0L, 1f), (limiter.Reductions, limiter.ReducedFrames, limiter.TakeLowestGain()));
    }

    [Fact]
    public void After_a_peak_it_lets_go_completely_and_says_how_far_it_went_down()
    {
        float[] sound = [.. Tones.Noise(Rate * 2, 9).Select(sample => sample * 0.25f)];
        sound[1_000] = 2;
        TruePeakLimiter limiter = new(1, 512, Rate);
        float[] heard = Limit(limiter, sound, 512);
        Assert.Equal(1, limiter.Reductions);
        Assert.InRange(limiter.TakeLowestGain(), 0.4f, 0.5f);
        Assert.InRange(limiter.ReducedFrames, limiter.LatencyFrames, Rate);
        Assert.Equal(1, heard[1_000 + limiter.LatencyFrames], 0.05);
        Assert.Equal(sound[Rate..^limiter.LatencyFrames], heard[(Rate + limiter.LatencyFrames)..]);
    }

    [Fact]
    public void The_channels_keep_their_balance_and_bad_samples_are_silence()
    {
        TruePeakLimiter limiter = new(2, 256, Rate);
        float[] planar = new float[512];
        float largest = 0;
        for (int block = 0; block < 40; block++)
        {
            for (int i = 0; i < 256; i++)
                (planar[i], planar[256 + i]) = (2 * MathF.Sin(0.05f * ((block * 256) + i)), 0.5f * MathF.Sin(0.05f * ((block * 256) + i)));
            if (block == 3)
                (planar[5], planar[300]) = (float.NaN, float.PositiveInfinity);
            limiter.Process(planar, 256, 256);
            for (int i = 0; i < 256; i++)
            {
                Assert.True(float.IsFinite(planar[i]) && float.IsFinite(planar[256 + i]));
                if (block > 20)
                    Assert.Equal(planar[i] / 4, planar[256 + i], 1e-5f);
                largest = MathF.Max(largest, MathF.Abs(planar[i]));
            }
        }
        Assert.InRange(largest, 0.9f, 1);
    }

    private static float Peak(float[] samples)
    {
        float[] peaks = new float[samples.Length];
        new TruePeakDetector(samples.Length).Raise(samples, peaks);
        // A signal that is switched on has frequencies of its own there.
        return peaks[100..].Max();
    }

    private static float[] Limit(float[] samples, float ceiling, int block) => Limit(new TruePeakLimiter(1, block, Rate, ceiling), samples, block);

    private static float[] Limit(TruePeakLimiter limiter, float[] samples, int block)
    {
        float[] heard = [.. samples];
        for (int at = 0; at < heard.Length; at += block)
        {
            int frames = Math.Min(block, heard.Length - at);
            limiter.Process(heard.AsSpan(at, frames), frames, frames);
        }
        return heard;
    }

    /// <summary>Interpolated at 16 times the rate by the sinc itself under a Hann window of 64 samples, in double.</summary>
    private static double SincPeak(float[] samples)
    {
        const int Half = 32;
        double peak = 0;
        for (int n = Half; n < samples.Length - Half; n++)
        {
            if (MathF.Abs(samples[n]) < 0.3f * peak)
                continue;
            for (int phase = 0; phase < 16; phase++)
            {
                double sum = 0;
                for (int k = -Half + 1; k <= Half; k++)
                {
                    double t = k - (phase / 16.0);
                    double sinc = t == 0 ? 1 : Math.Sin(Math.PI * t) / (Math.PI * t);
                    sum += samples[n + k] * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * t / Half)));
                }
                peak = Math.Max(peak, Math.Abs(sum));
            }
        }
        return peak;
    }

    private static float[] Bursts(int seed)
    {
        float[] noise = Tones.Noise(Rate / 2, seed);
        // Like music, without the top octave, where the standard's own reading is coarse.
        float last = 0;
        for (int n = 0; n < noise.Length; n++)
            noise[n] = last += 0.35f * ((noise[n] * (n / 3_000 % 2 == 0 ? 6 : 0.1f)) - last);
        return noise;
    }

    private static float[] Squares() => [.. Enumerable.Range(0, Rate / 4).Select(n => n / 50 % 2 == 0 ? 1.2f : -1.2f)];

    private static float[] Sparse() => [.. Enumerable.Range(0, Rate / 4).Select(n => n % 1_500 == 700 ? 3f : n % 1_500 == 701 ? 2.5f : 0.01f)];
}
