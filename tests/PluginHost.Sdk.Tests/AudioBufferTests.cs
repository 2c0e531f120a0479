using PluginHost.Testing;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class AudioBufferTests
{
    [Fact]
    public void Rows_lie_a_stride_apart_and_show_their_frames()
    {
        float[] samples = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        AudioBuffer buffer = new(samples, channels: 3, frames: 2, stride: 4);
        Assert.Equal([0, 1], buffer[0].ToArray());
        Assert.Equal([4, 5], buffer[1].ToArray());
        Assert.Equal([8, 9], buffer[2].ToArray());
    }

    [Fact]
    public void A_slice_shares_the_samples_and_can_be_sliced_again()
    {
        float[] samples = new float[20];
        AudioBuffer part = new AudioBuffer(samples, 2, 10, 10).Slice(3, 6).Slice(2, 3);
        part[1][0] = 7;
        Assert.Equal(3, part.Frames);
        Assert.Equal(7, samples[15]);
    }

    [Theory]
    [InlineData(0, 1, 4)]
    [InlineData(2, -1, 4)]
    [InlineData(2, 5, 4)]
    [InlineData(4, 4, 4)]
    [InlineData(int.MaxValue, 1, int.MaxValue)]
    public void A_shape_that_does_not_fit_is_refused(int channels, int frames, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioBuffer(new float[12], channels, frames, stride).Frames);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(1, -1)]
    public void A_slice_beyond_the_view_is_refused(int start, int frames) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioBuffer(new float[20], 2, 4, 10).Slice(start, frames).Frames);

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_channel_that_is_not_there_is_refused(int channel) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioBuffer(new float[8], 2, 4, 4)[channel].Length);

    [Fact]
    public void Clearing_leaves_what_is_out_of_view()
    {
        float[] samples = Noise.Make(8, 1);
        float[] before = [.. samples];
        new AudioBuffer(samples, 2, 4, 4).Slice(1, 2).Clear();
        Assert.Equal([before[0], 0, 0, before[3], before[4], 0, 0, before[7]], samples);
    }

    [Fact]
    public void Copying_needs_the_same_channels_and_enough_frames()
    {
        float[] from = Noise.Make(8, 1);
        float[] to = new float[12];
        new AudioBuffer(from, 2, 4, 4).CopyTo(new AudioBuffer(to, 2, 5, 6));
        Assert.Equal([from[0], from[1], from[2], from[3], 0, 0, from[4], from[5], from[6], from[7], 0, 0], to);
        Assert.Throws<ArgumentException>(() => new AudioBuffer(from, 2, 4, 4).CopyTo(new AudioBuffer(to, 3, 4, 4)));
        Assert.Throws<ArgumentException>(() => new AudioBuffer(from, 2, 4, 4).CopyTo(new AudioBuffer(to, 2, 3, 6)));
    }
}
