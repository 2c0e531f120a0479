using PluginHost.Dsp.Resampling;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class HalfBandTests
{
    private static readonly HalfBandVector Vector = BlockVectors.Instance.HalfBand;
    private static readonly HalfBandDesign Design = new(Vector.AttenuationDb, Vector.PassEdge);

    [Fact]
    public void Doubled_rate_equals_scipys_upfirdn()
    {
        float[] output = new float[2 * Vector.Input.Length];
        new HalfBandUpsampler(Design).Process(Vector.Input, output);
        Assert.Equal(Vector.Taps, (4 * Design.Half) - 1);
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(Vector.Up[i], output[i], 1e-6);
    }

    [Fact]
    public void Halved_rate_equals_scipys_upfirdn()
    {
        float[] output = new float[Vector.Input.Length / 2];
        new HalfBandDownsampler(Design).Process(Vector.Input, output);
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(Vector.Down[i], output[i], 1e-6);
    }

    [Theory]
    [InlineData(60, 20.0 / 48)]
    [InlineData(100, 20.0 / 48)]
    [InlineData(100, 0.25)]
    public void Going_up_keeps_the_pass_band_and_rejects_its_images(double attenuationDb, double passEdge)
    {
        var design = new HalfBandDesign(attenuationDb, passEdge);
        for (double frequency = 0.01; frequency <= passEdge; frequency += passEdge / 23)
        {
            float[] output = new float[2 * Tones.Frames];
            new HalfBandUpsampler(design).Process(Tones.Sine(Tones.Frames, frequency), output);
            double kept = Tones.Db(output, frequency / 2), image = Tones.Db(output, 0.5 - (frequency / 2));
            Assert.Equal(0, kept, 20 * Math.Log10(1 + Math.Pow(10, -attenuationDb / 20)) * 1.05);
            Assert.InRange(image, -200, 0.1 - attenuationDb);
        }
    }

    [Theory]
    [InlineData(60, 20.0 / 48)]
    [InlineData(100, 20.0 / 48)]
    [InlineData(100, 0.25)]
    public void Going_down_keeps_the_pass_band_and_rejects_its_aliases(double attenuationDb, double passEdge)
    {
        var design = new HalfBandDesign(attenuationDb, passEdge);
        for (double frequency = 0.01; frequency <= passEdge; frequency += passEdge / 23)
        {
            Assert.Equal(0, HeardAt(frequency, frequency / 2), 1.2e-5 + (20 * Math.Pow(10, -attenuationDb / 20)));
            Assert.InRange(HeardAt(frequency, 0.5 - (frequency / 2)), -200, 0.1 - attenuationDb);
        }

        double HeardAt(double frequency, double played)
        {
            float[] output = new float[Tones.Frames];
            new HalfBandDownsampler(design).Process(Tones.Sine(2 * Tones.Frames, played), output);
            return Tones.Db(output, frequency);
        }
    }

    [Fact]
    public void A_constant_stays_one_and_makes_no_tone_at_half_the_rate()
    {
        float[] constant = new float[500], output = new float[1000];
        constant.AsSpan().Fill(1);
        new HalfBandUpsampler(Design).Process(constant, output);
        Assert.All(output.AsSpan(200).ToArray(), sample => Assert.Equal(1, sample, 5e-7));
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_bits()
    {
        var random = new Random(5);
        float[] input = Tones.Noise(4000, 6), whole = new float[8000], cut = new float[8000];
        float[] wholeDown = new float[2000], cutDown = new float[2000];
        new HalfBandUpsampler(Design).Process(input, whole);
        new HalfBandDownsampler(Design).Process(input, wholeDown);
        var up = new HalfBandUpsampler(Design);
        var down = new HalfBandDownsampler(Design);
        for (int start = 0, frames; start < 2000; start += frames)
        {
            frames = Math.Min(random.Next(1, 150), 2000 - start);
            up.Process(input.AsSpan(2 * start, 2 * frames), cut.AsSpan(4 * start, 4 * frames));
            down.Process(input.AsSpan(2 * start, 2 * frames), cutDown.AsSpan(start, frames));
        }
        Assert.Equal(whole, cut);
        Assert.Equal(wholeDown, cutDown);
    }

    [Theory]
    [InlineData(10, 0.4)]
    [InlineData(100, 0.5)]
    [InlineData(100, 0)]
    public void Impossible_filters_are_refused(double attenuationDb, double passEdge) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfBandDesign(attenuationDb, passEdge));
}
