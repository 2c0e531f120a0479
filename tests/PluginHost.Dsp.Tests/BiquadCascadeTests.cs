using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class BiquadCascadeTests
{
    public static TheoryData<int> FilterIndices =>
        [.. Enumerable.Range(0, BlockVectors.Instance.Cascades.Filters.Length)];

    [Theory]
    [MemberData(nameof(FilterIndices))]
    public void Every_channel_equals_scipys_sosfilt(int index)
    {
        CascadeVectors vectors = BlockVectors.Instance.Cascades;
        int frames = vectors.Input.Length;
        for (int channels = 1; channels <= 5; channels++)
        {
            float[] planar = [.. Enumerable.Repeat(vectors.Input, channels).SelectMany(x => x)];
            new BiquadCascade(Sections(index), channels).Process(planar, frames, frames);
            for (int i = 0; i < planar.Length; i++)
                Assert.Equal(vectors.Filters[index].Output[i % frames], planar[i], 3e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_of_any_size_give_the_same_bits(int channels)
    {
        const int frames = 1000;
        float[] whole = Tones.Noise(channels * frames, 1), cut = [.. whole];
        new BiquadCascade(Sections(2), channels).Process(whole, frames, frames);
        var cascade = new BiquadCascade(Sections(2), channels);
        var random = new Random(2);
        for (int start = 0, some; start < frames; start += some)
        {
            // Down to a single frame, where no lane works beside another.
            some = Math.Min(random.Next(10) < 5 ? random.Next(0, 6) : random.Next(150), frames - start);
            cascade.Process(cut.AsSpan(start), frames, some);
        }
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void A_row_of_single_biquads_gives_the_same_within_rounding()
    {
        const int frames = 3000;
        BiquadCoefficients[] sections = [.. Enumerable.Range(1, 6).Select(
            i => BiquadDesign.Peaking(0.0005 * Math.Pow(3, i), 1.5, i % 2 == 0 ? 9 : -12))];
        float[] expected = Tones.Noise(2 * frames, 3), actual = [.. expected];
        foreach (BiquadCoefficients section in sections)
        {
            var biquad = new Biquad(2);
            biquad.Set(section);
            biquad.Process(0, expected.AsSpan(0, frames), 0);
            biquad.Process(1, expected.AsSpan(frames), 0);
        }
        new BiquadCascade(sections, 2).Process(actual, frames, frames);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-6);
    }

    [Fact]
    public void Without_sections_nothing_changes_and_reset_equals_fresh()
    {
        float[] input = Tones.Noise(100, 4), first = [.. input], second = [.. input];
        new BiquadCascade([], 1).Process(first, 100, 100);
        Assert.Equal(input, first);
        var cascade = new BiquadCascade(Sections(0), 1);
        cascade.Process(first, 100, 100);
        cascade.Reset();
        cascade.Process(second, 100, 100);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(0.001, 20)]
    [InlineData(0.1, 1)]
    [InlineData(0.25, 0.71)]
    public void Ringing_ends_in_exact_silence_instead_of_denormals(double frequency, double q)
    {
        const int frames = 1 << 19;
        float[] samples = new float[frames];
        samples[0] = 1;
        BiquadCoefficients[] sections = [.. Enumerable.Repeat(BiquadDesign.LowPass(frequency, q), 5)];
        new BiquadCascade(sections, 1).Process(samples, frames, frames);
        Assert.DoesNotContain(samples, float.IsSubnormal);
        Assert.All(samples.AsSpan(frames - 1000).ToArray(), sample => Assert.Equal(0, sample));
        Assert.Contains(samples.AsSpan(20).ToArray(), sample => sample != 0);
    }

    private static BiquadCoefficients[] Sections(int index) =>
        [.. BlockVectors.Instance.Cascades.Filters[index].Sections.Select(
            s => new BiquadCoefficients(s[0], s[1], s[2], s[3], s[4]))];
}
