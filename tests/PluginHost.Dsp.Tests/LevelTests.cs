using PluginHost.Dsp.Levels;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class LevelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(67)]
    public void Scale_multiply_and_peak_reach_every_sample(int frames)
    {
        var random = new Random(frames);
        float[] samples = [.. Enumerable.Range(0, frames).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] scaled = [.. samples], multiplied = [.. samples];
        Level.Scale(scaled, 0.3f);
        Level.Multiply(multiplied, [.. Enumerable.Repeat(0.3f, frames)]);
        Assert.Equal(samples.Select(sample => sample * 0.3f), scaled);
        Assert.Equal(scaled, multiplied);
        Assert.Equal(samples.Select(Math.Abs).DefaultIfEmpty(0).Max(), Level.Peak(samples));
    }

    [Fact]
    public void A_peak_is_found_wherever_it_is_and_whatever_its_sign()
    {
        for (int place = 0; place < 37; place++)
        {
            float[] samples = new float[37];
            samples[place] = -2;
            Assert.Equal(2, Level.Peak(samples));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(67)]
    [InlineData(65536)]
    public void The_mean_square_is_that_of_every_sample(int frames)
    {
        float[] samples = Tones.Noise(frames, frames);
        double expected = samples.Average(sample => (double)sample * sample);
        Assert.Equal(1, Level.MeanSquare(samples) / expected, 1e-5);
        Assert.Equal(0, Level.MeanSquare([]));
    }

    [Fact]
    public void A_glide_starts_gently_and_settles_exactly_on_its_target()
    {
        var glide = new Glide();
        glide.Prepare(100);
        glide.HeadFor(2);
        float[] curve = new float[2001];
        glide.Fill(curve);
        Assert.False(glide.IsMoving);
        Assert.Equal(2, curve[^1]);
        // The step response of two equal low-passes: 1 - (1 + t) e^-t, t in time constants.
        Assert.Equal(2 * (1 - (2 * Math.Exp(-1))), curve[100], 0.02);
        for (int i = 2; i < curve.Length; i++)
            Assert.InRange(Math.Abs(curve[i] - (2 * curve[i - 1]) + curve[i - 2]), 0, 2.0 / (100 * 100) * 1.1);
    }

    [Fact]
    public void A_glide_gives_the_same_frame_by_frame()
    {
        Glide one = new(), many = new();
        one.Prepare(10);
        many.Prepare(10);
        one.HeadFor(-1);
        many.HeadFor(-1);
        float[] curve = new float[500];
        many.Fill(curve.AsSpan(0, 3));
        many.Fill(curve.AsSpan(3));
        Assert.All(curve, value => Assert.Equal(one.Next(), value));
    }

    [Fact]
    public void A_glide_that_turns_back_does_not_stop_on_the_way()
    {
        var glide = new Glide();
        glide.Prepare(10);
        glide.HeadFor(1);
        for (int i = 0; i < 10; i++)
            glide.Next();
        glide.HeadFor(0);
        float[] curve = new float[300];
        glide.Fill(curve);
        Assert.False(glide.IsMoving);
        Assert.Equal(0, curve[^1]);
    }
}
