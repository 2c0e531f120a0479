using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class BiquadRowTests
{
    private const int Frames = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void Gives_what_one_filter_behind_the_other_gives_within_rounding(int count)
    {
        float[] left = Tones.Noise(Frames, 1), right = Tones.Noise(Frames, 2), alone = [.. left];
        float[] expectedLeft = [.. left], expectedRight = [.. right];
        foreach (Biquad filter in Filters(count))
        {
            filter.Process(0, expectedLeft, 0);
            filter.Process(1, expectedRight, 0);
        }
        Run(new BiquadRow(Filters(count)), left, right, null);
        for (int i = 0; i < Frames; i++)
        {
            Assert.Equal(expectedLeft[i], left[i], 4e-6);
            Assert.Equal(expectedRight[i], right[i], 4e-6);
        }
        Run(new BiquadRow(Filters(count)), alone, [], null);
        Assert.Equal(left, alone);
    }

    [Fact]
    public void Blocks_of_any_size_give_the_same_bits()
    {
        float[] left = Tones.Noise(Frames, 1), right = Tones.Noise(Frames, 2), cutLeft = [.. left], cutRight = [.. right];
        Run(new BiquadRow(Filters(5)), left, right, null);
        Run(new BiquadRow(Filters(5)), cutLeft, cutRight, new Random(3));
        Assert.Equal(left, cutLeft);
        Assert.Equal(right, cutRight);
    }

    [Fact]
    public void A_filter_at_rest_changes_no_bit_and_one_that_still_rings_is_heard_until_it_rests()
    {
        Biquad[] filters = Filters(2);
        Biquad flat = new(2);
        flat.Set(BiquadDesign.Peaking(0.1, 1, 0));
        float[] left = Tones.Noise(Frames, 1), right = Tones.Noise(Frames, 2), expectedLeft = [.. left], expectedRight = [.. right];
        Run(new BiquadRow(Filters(2)), expectedLeft, expectedRight, null);
        Run(new BiquadRow(filters[0], flat, filters[1]), left, right, null);
        Assert.Equal(expectedLeft, left);
        Assert.Equal(expectedRight, right);

        Biquad ringing = new(1);
        ringing.Set(BiquadDesign.Peaking(0.1, 1, 12));
        ringing.Process(0, Tones.Noise(100, 4), 0);
        ringing.Set(BiquadDesign.Peaking(0.1, 1, 0));
        Assert.False(ringing.IsAtRest);
        float[] silence = new float[20 * BiquadRow.GridFrames];
        Run(new BiquadRow(ringing), silence, [], null);
        Assert.NotEqual(0, silence[0]);
        Assert.Equal(0, silence[^1]);
        Assert.True(ringing.IsAtRest);
    }

    private static Biquad[] Filters(int count) => [.. Enumerable.Range(1, count).Select(i =>
    {
        Biquad filter = new(2);
        filter.Set(BiquadDesign.Peaking(0.0005 * Math.Pow(3, i), 1.5, i % 2 == 0 ? 9 : -12));
        return filter;
    })];

    private static void Run(BiquadRow row, Span<float> left, Span<float> right, Random? cuts)
    {
        for (int start = 0, some; start < left.Length; start += some)
        {
            int phase = start % BiquadRow.GridFrames;
            if (phase == 0)
                row.Choose();
            some = Math.Min(Math.Min(cuts?.Next(1, 150) ?? left.Length, BiquadRow.GridFrames - phase), left.Length - start);
            if (right.IsEmpty)
                row.Process(0, left.Slice(start, some), phase);
            else
                row.ProcessPair(0, left.Slice(start, some), right.Slice(start, some), phase);
        }
    }
}
