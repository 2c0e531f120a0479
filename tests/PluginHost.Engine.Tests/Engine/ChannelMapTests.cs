using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class ChannelMapTests
{
    /// <summary>Two frames; device channel c carries 1 + c and 10 + c.</summary>
    [Theory]
    [InlineData(1, 1, "1 10")]
    [InlineData(1, 2, "1 10|1 10")]
    [InlineData(1, 3, "1 10|1 10|1 10")]
    [InlineData(2, 1, "1.5 10.5")]
    [InlineData(2, 2, "1 10|2 11")]
    [InlineData(2, 4, "1 10|2 11|0 0|0 0")]
    [InlineData(4, 1, "2.5 11.5")]
    [InlineData(4, 2, "1 10|2 11")]
    [InlineData(0, 2, "0 0|0 0")]
    public void Input_goes_like_to_like_one_to_all_and_many_to_one_as_their_mean(int device, int chain, string rows)
    {
        float[] interleaved = [.. Enumerable.Range(0, 2).SelectMany(frame => Enumerable.Range(0, device).Select(c => (float)(c + (frame == 0 ? 1 : 10))))];
        float[] planar = new float[chain * 3];
        planar.AsSpan().Fill(-1);
        AudioBuffer audio = new(planar, chain, 2, 3);
        ChannelMap.Deinterleave(interleaved, device, audio);
        List<string> result = [];
        for (int channel = 0; channel < chain; channel++)
            result.Add(string.Join(' ', audio[channel].ToArray()));
        Assert.Equal(rows, string.Join('|', result));
    }

    /// <summary>Two frames; chain channel c carries 1 + c and 10 + c.</summary>
    [Theory]
    [InlineData(1, 1, "1 | 10")]
    [InlineData(1, 2, "1 1 | 10 10")]
    [InlineData(2, 1, "1.5 | 10.5")]
    [InlineData(2, 2, "1 2 | 10 11")]
    [InlineData(2, 4, "1 2 0 0 | 10 11 0 0")]
    [InlineData(4, 2, "1 2 | 10 11")]
    [InlineData(4, 1, "2.5 | 11.5")]
    [InlineData(3, 3, "1 2 3 | 10 11 12")]
    public void Output_goes_like_to_like_one_to_all_and_many_to_one_as_their_mean(int chain, int device, string frames)
    {
        float[] planar = [.. Enumerable.Range(0, chain).SelectMany(c => new float[] { 1 + c, 10 + c, -1 })];
        float[] interleaved = new float[2 * device];
        interleaved.AsSpan().Fill(-1);
        ChannelMap.Interleave(new AudioBuffer(planar, chain, 2, 3), interleaved, device);
        Assert.Equal(frames, string.Join(" | ", interleaved.Chunk(device).Select(frame => string.Join(' ', frame))));
    }

    [Fact]
    public void No_input_is_silence()
    {
        float[] planar = [1, 1, 1, 1];
        ChannelMap.Deinterleave([], 2, new AudioBuffer(planar, 2, 2, 2));
        Assert.Equal([0, 0, 0, 0], planar);
    }
}
