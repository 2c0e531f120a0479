using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Delays;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class TinyTests
{
    [Fact]
    public void What_is_tiny_becomes_nothing_and_the_rest_stays()
    {
        Assert.Equal(0, Tiny.Flush(-9e-21f));
        Assert.Equal(-2e-20f, Tiny.Flush(-2e-20f));
        Assert.Equal(0, Tiny.Flush(1e-300));
        Assert.True(float.IsNaN(Tiny.Flush(float.NaN)));
        float[] block = [.. Enumerable.Repeat<float[]>([1, 1e-30f, -1e-40f, -0.5f, float.NaN], 9).SelectMany(x => x)];
        Tiny.Flush(block);
        Assert.Equal(Enumerable.Repeat<float[]>([1, 0, 0, -0.5f, float.NaN], 9).SelectMany(x => x), block);
    }

    [Fact]
    public void A_flushed_feedback_delay_ends_in_exact_silence_and_never_holds_a_denormal()
    {
        var (flushed, sawDenormal) = LastEcho(Tiny.Flush);
        Assert.Equal(0, flushed);
        Assert.False(sawDenormal);
        // The test would see one: without the flush the same echo gets there.
        Assert.True(LastEcho(_ => { }).SawDenormal);
    }

    private delegate void Change(Span<float> samples);

    private static (float Last, bool SawDenormal) LastEcho(Change change)
    {
        var line = new DelayLine(8);
        float[] block = new float[8];
        bool sawDenormal = false;
        line.Write([1, -1, 0.5f, 0, 0, 0.1f, 0, 1]);
        for (int echo = 0; echo < 140; echo++)
        {
            line.Read(block, 8);
            for (int i = 0; i < block.Length; i++)
                block[i] *= 0.5f;
            change(block);
            sawDenormal |= block.Any(float.IsSubnormal);
            line.Write(block);
        }
        return (block[0], sawDenormal);
    }
}
