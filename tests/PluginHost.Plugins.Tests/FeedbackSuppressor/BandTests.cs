using System.Numerics;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;
using PluginHost.Plugins.Loop;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>How much is subtracted band by band, so that none loses what the player gave it.</summary>
public class BandTests
{
    private const int Rate = SimulatedLoop.Rate;
    private const float Gain = 0.03f;

    // A path that was learned from the drum took 8 to 12 dB of it, where the loop gave 1.
    [Theory]
    [InlineData(55, -3)]
    [InlineData(72, -3)]
    [InlineData(72, 0)]
    [InlineData(90, -3)]
    public void A_drum_beside_a_voice_keeps_its_bass(double hertz, double limitDb)
    {
        const double Period = 0.8;
        float[] voice = Programme.Sung("speech", 12);
        float[] sung = [.. voice.Select((x, n) => x + (float)(0.03 * Drum(n % (Period * Rate) / Rate) * Math.Sin(Math.Tau * hertz * n / Rate)))];
        float[] output = SimulatedLoop.Room("wedge").Run(sung, t => Math.Min(limitDb, (3 * t) - 6), SimulatedLoop.By(SuppressorTests.Suppressor("both"))).Output;
        Assert.InRange(BassDb(output) - BassDb(sung), -2.7, 1.5);

        static double Drum(double t) => Math.Exp(-2 * t) * Math.Min(1, t / 0.005);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(48_000)]
    [InlineData(192_000)]
    public void A_band_loses_no_more_than_a_loop_could_have_given_it(int rate)
    {
        LoopShape shape = new(rate, 85);
        BandShares shares = Heard(shape, [72, 400, 1_000, 3_000], [0.8, 0.1, 0, -0.5]);
        Assert.True(shares.IsWhole);
        // One that was turned up has shown that it is there: more may be its own.
        foreach ((bool isRinging, double bearableDb) in new[] { (true, 2.3), (false, 0.2) })
        {
            shares.Choose(Gain, isRinging);
            Assert.False(shares.IsWhole);
            double lossDb = -20 * Math.Log10(1 - (0.8 * Share(shares, shape, 72)));
            Assert.Equal(bearableDb + (10 * Math.Log10(1 + (8 * Gain))), lossDb, 0.1);
            foreach (double hertz in new[] { 300, 400, 1_000, 3_000, 3_900 })
                Assert.Equal(1, Share(shares, shape, hertz));
            Assert.All(shares.Bins.ToArray(), share => Assert.InRange(share, 0.1f, 1));
            Assert.InRange(shares.Mean, 0.5f, 0.99f);
        }
        shares.TakeAll();
        Assert.True(shares.IsWhole);
        Assert.All(shares.Bins.ToArray(), share => Assert.Equal(1, share));
        shares.Choose(Gain, false);
        shares.Reset();
        shares.Choose(Gain, false);
        Assert.True(shares.IsWhole);
    }

    [Fact]
    public void What_a_loop_gives_in_the_pauses_may_all_be_taken()
    {
        LoopShape shape = new(Rate, 85);
        BandShares shares = new(Rate, shape.Block, shape.Hop);
        float[] back = [.. WhiteNoise(4 * Rate, 2).Select((x, n) => x * 0.2f * (float)Math.Exp(-3.0 * (n % 24_000) / 24_000))];
        float[] voice = [.. WhiteNoise(4 * Rate, 1).Select((x, n) => n % 24_000 < 8_000 ? x : 0)];
        Hear(shares, shape, Sum(voice, back), back);
        shares.Choose(Gain, false);
        Assert.True(shares.IsWhole);
    }

    [Fact]
    public void What_was_predicted_with_shares_is_completed()
    {
        LoopShape shape = new(Rate, 85);
        BandShares shares = Heard(shape, [72, 1_000], [0.9, 0.9]);
        Spectrum bins = new(shares.Bins.Length);
        Complete();
        Assert.All(bins.Re[..shares.Bins.Length], re => Assert.Equal(2, re));
        shares.Choose(Gain, false);
        Complete();
        for (int k = 0; k < shares.Bins.Length; k++)
        {
            Assert.Equal(2 / shares.Bins[k], bins.Re[k], 1e-5f);
            Assert.Equal(-3 / shares.Bins[k], bins.Im[k], 1e-5f);
        }

        void Complete()
        {
            Array.Fill(bins.Re, 2);
            Array.Fill(bins.Im, -3);
            shares.Complete(bins);
        }
    }

    [Fact]
    public void A_path_predicts_the_share_of_each_band_and_keeps_its_phase()
    {
        LoopShape shape = new(Rate, 340);
        ShapedFilter shaped = new(shape);
        PathFilter whole = new(shape.Step, shape.Taps);
        // It takes the sound 10 ms to come back.
        float[] path = [.. WhiteNoise(shape.Taps, 7).Select((x, n) => n < Rate / 100 ? 0 : x * (float)Math.Exp(-6.0 * n / shape.Taps))];
        Hear(shaped.Shares, shape, Tones(Rate, [72, 1_000, 5_000]), Tones(Rate, [72, 1_000, 5_000], [0.9, 0.5, 0]));
        shaped.Shares.Choose(Gain, false);
        shaped.UseShares(path);
        for (int p = 0; p < shape.Partitions; p++)
            shaped.Work();
        whole.Use(path, 1);
        foreach (double centre in new[] { 72, 1_000, 5_000 })
        {
            float share = Share(shaped.Shares, shape, centre);
            double all = 0, off = 0;
            for (double hertz = 0.98 * centre; hertz < 1.02 * centre; hertz += 0.01 * centre)
            {
                Complex expected = Share(shaped.Shares, shape, hertz) * Response(whole.Predict, hertz);
                all += Math.Pow(expected.Magnitude, 2);
                off += Math.Pow((Response(shaped.Predict, hertz) - expected).Magnitude, 2);
            }
            Assert.InRange(off / all, 0, centre < 5_000 ? 0.01 : 1e-6);
            Assert.InRange(share, 0.1, centre < 5_000 ? 0.7 : 1);
        }
        // A whole path takes over at once.
        shaped.Use(path, 1);
        Assert.True(shaped.Shares.IsWhole);
        Assert.Equal(1, (Response(shaped.Predict, 72) / Response(whole.Predict, 72)).Magnitude, 1e-3);

        Complex Response(Predictor predict, double hertz)
        {
            float[] step = new float[shape.Step], made = new float[shape.Step];
            Complex sum = 0;
            for (int at = 0; at < 2 * Rate; at += shape.Step)
            {
                for (int n = 0; n < shape.Step; n++)
                    step[n] = (float)Math.Sin(Math.Tau * hertz * (at + n) / Rate);
                predict(step, made);
                for (int n = 0; n < shape.Step && at >= Rate; n++)
                    sum += made[n] * Complex.FromPolarCoordinates(1, -Math.Tau * hertz * (at + n) / Rate);
            }
            return sum;
        }
    }

    private delegate void Predictor(ReadOnlySpan<float> sent, Span<float> prediction);

    private static float Share(BandShares shares, LoopShape shape, double hertz) =>
        shares.Bins[(int)Math.Round(hertz * shape.Block / shape.SampleRate)];

    private static BandShares Heard(LoopShape shape, double[] hertz, double[] parts)
    {
        BandShares shares = new(shape.SampleRate, shape.Block, shape.Hop);
        Hear(shares, shape, Tones(shape.SampleRate, hertz), Tones(shape.SampleRate, hertz, parts));
        return shares;
    }

    private static float[] Tones(int rate, double[] hertz, double[]? parts = null) =>
        [.. Enumerable.Range(0, 2 * rate).Select(n => (float)hertz.Select((hz, i) => (parts is null ? 1 : parts[i]) * Math.Sin(Math.Tau * hz * n / rate)).Sum())];

    private static void Hear(BandShares shares, LoopShape shape, float[] heard, float[] predicted)
    {
        RealFft fft = new(shape.Block);
        FftScratch scratch = new(fft);
        float[] window = Windows.Hann(fft.Length);
        Spectrum heardBins = new(fft.Bins), predictedBins = new(fft.Bins);
        for (int at = 0; at + fft.Length <= heard.Length; at += shape.Hop)
        {
            Look(heard, heardBins);
            Look(predicted, predictedBins);
            shares.Listen(heardBins, predictedBins);

            void Look(float[] signal, Spectrum bins) =>
                fft.Forward([.. signal.AsSpan(at, fft.Length).ToArray().Zip(window, (x, w) => x * w)], bins.Re, bins.Im, scratch);
        }
    }

    private static double BassDb(float[] signal)
    {
        float[] bass = [.. signal];
        Biquad filter = new(1);
        for (int i = 0; i < 2; i++)
        {
            filter.Set(BiquadDesign.LowPass(120.0 / Rate, 0.7));
            filter.Reset();
            filter.Process(0, bass, 0);
        }
        return LevelDb(bass.AsSpan(6 * Rate));
    }
}
