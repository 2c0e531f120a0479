using PluginHost.Engine.Chains;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class DryLineTests
{
    [Theory]
    [InlineData(64, 0)]
    [InlineData(64, 1)]
    [InlineData(64, 191)]
    [InlineData(1, 100)]
    [InlineData(100, 1_000)]
    public void Each_channel_is_given_back_as_it_was_so_many_frames_ago(int maxFrames, int latency)
    {
        DryLine line = new(2, maxFrames, latency);
        float[][] signals = [Noise.Make(5_000, 1), Noise.Make(5_000, 2)];
        int at = 0;
        foreach (int piece in Noise.Cuts(5_000, maxFrames, 3))
        {
            float[] block = [.. signals[0][at..(at + piece)], .. signals[1][at..(at + piece)]];
            line.Write(new AudioBuffer(block, 2, piece, piece));
            at += piece;
            for (int channel = 0; channel < 2; channel++)
            {
                float[] dry = new float[piece];
                line.Read(channel, latency, dry);
                Assert.Equal(Enumerable.Range(at - piece - latency, piece).Select(frame => At(channel, frame)), dry);
                Assert.Equal(At(channel, at - piece - latency - 1), line.Before(channel, latency, piece));
            }
        }

        float At(int channel, int frame) => frame < 0 ? 0 : signals[channel][frame];
    }
}
