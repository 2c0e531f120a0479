using PluginHost.Dsp.Resampling;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class OversamplerTests
{
    [Theory]
    [InlineData(2, 39)]
    [InlineData(4, 46)]
    [InlineData(8, 48)]
    public void There_and_back_is_the_signal_late_by_the_latency(int factor, int latency)
    {
        var oversampler = new Oversampler(factor, Tones.Frames);
        Assert.Equal(latency, oversampler.LatencyFrames);
        float[] input = new float[Tones.Frames], output = new float[Tones.Frames];
        foreach (double frequency in new[] { 0.001, 0.0371, 0.2123, 0.41 })
        {
            float[] tone = Tones.Sine(Tones.Frames, frequency, 0.25);
            for (int i = 0; i < input.Length; i++)
                input[i] += tone[i];
        }
        oversampler.Up(input);
        oversampler.Down(output);
        // Behind the first frames, where the tones begin with a step that holds every frequency.
        for (int i = 400; i < output.Length; i++)
            Assert.Equal(input[i - latency], output[i], 5e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Blocks_of_any_size_give_the_same_bits(int factor)
    {
        float[] input = Tones.Noise(3000, 1), whole = new float[3000], cut = new float[3000];
        Clip(new Oversampler(factor, 3000), input, whole);
        var oversampler = new Oversampler(factor, 300);
        var random = new Random(2);
        for (int start = 0, frames; start < 3000; start += frames)
        {
            frames = Math.Min(random.Next(0, 301), 3000 - start);
            Clip(oversampler, input.AsSpan(start, frames), cut.AsSpan(start, frames));
        }
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void Reset_equals_fresh()
    {
        float[] input = Tones.Noise(500, 3), first = new float[500], second = new float[500];
        var oversampler = new Oversampler(8, 500);
        Clip(oversampler, input, first);
        oversampler.Reset();
        Clip(oversampler, input, second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Cubing_a_tone_aliases_only_without_oversampling()
    {
        // sin^3 holds 3 f: at 0.4 it folds to 0.2 of the plain rate, and lies beyond the band of a doubled one.
        const double frequency = 0.4;
        float[] tone = Tones.Sine(Tones.Frames, frequency), plain = [.. tone.Select(x => x * x * x)];
        float[] output = new float[Tones.Frames];
        var oversampler = new Oversampler(4, Tones.Frames);
        foreach (ref float x in oversampler.Up(tone))
            x = x * x * x;
        oversampler.Down(output);
        Assert.Equal(20 * Math.Log10(0.25), Tones.Db(plain, 0.2), 0.01);
        Assert.InRange(Tones.Db(output, 0.2), -200, -100);
        Assert.Equal(20 * Math.Log10(0.75), Tones.Db(output, frequency), 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Other_factors_are_refused_by_value(int factor)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new Oversampler(factor, 64));
        Assert.Equal(factor, refusal.ActualValue);
    }

    private static void Clip(Oversampler oversampler, ReadOnlySpan<float> input, Span<float> output)
    {
        foreach (ref float x in oversampler.Up(input))
            x = Math.Clamp(x, -0.5f, 0.5f);
        oversampler.Down(output);
    }
}
