using PluginHost.Engine.Chains;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class RampTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_fade_is_the_same_however_the_stream_is_cut(int seed)
    {
        float[] whole = Levels(new Ramp(100, 0), [250]);
        Assert.Equal(whole, Levels(new Ramp(100, 0), Noise.Cuts(250, 30, seed)));
        Assert.Equal(0.01f, whole[0], 1e-6f);
        Assert.Equal(1, whole[99]);
        Assert.Equal(1, whole[249]);
        for (int i = 1; i < 100; i++)
            Assert.Equal(0.01f, whole[i] - whole[i - 1], 1e-6f);
    }

    [Fact]
    public void Turning_back_in_the_middle_starts_from_the_level_reached()
    {
        Ramp ramp = new(100, 0);
        ramp.Head(1);
        ramp.Advance(30);
        ramp.Head(0);
        Assert.Equal(0.3f, ramp.Value, 1e-6f);
        Assert.False(ramp.RestsAt(0));
        ramp.Advance(100);
        Assert.True(ramp.RestsAt(0));
    }

    [Fact]
    public void Heading_where_it_goes_already_does_not_start_anew()
    {
        Ramp ramp = new(100, 0);
        for (int i = 0; i < 100; i++)
        {
            ramp.Head(1);
            ramp.Advance(1);
        }
        Assert.True(ramp.RestsAt(1));
    }

    [Fact]
    public void A_fade_of_no_length_takes_one_frame()
    {
        Ramp ramp = new(0, 0);
        ramp.Head(1);
        Assert.False(ramp.IsSettled);
        ramp.Advance(1);
        Assert.True(ramp.RestsAt(1));
    }

    [Fact]
    public void A_jump_ends_a_fade_at_once()
    {
        Ramp ramp = new(100, 0);
        ramp.Head(1);
        ramp.Advance(10);
        ramp.Jump(0.5f);
        Assert.True(ramp.RestsAt(0.5f));
        Assert.Equal(0.5f, ramp.Value);
    }

    [Fact]
    public void A_scaled_constant_follows_the_level()
    {
        Ramp ramp = new(4, 1);
        ramp.Head(0);
        float[] row = [10, 10, 10, 10, 10];
        ramp.AddScaled(row, 4);
        Assert.Equal([13, 12, 11, 10, 10], row);
    }

    /// <summary>Fades from 0 to 1 over rows of zeros and ones: what comes out is the level.</summary>
    private static float[] Levels(Ramp ramp, IReadOnlyList<int> pieces)
    {
        List<float> levels = [];
        ramp.Head(1);
        foreach (int piece in pieces)
        {
            float[] row = new float[piece];
            row.AsSpan().Fill(1);
            ramp.Blend(row, new float[piece]);
            ramp.Advance(piece);
            levels.AddRange(row);
        }
        return [.. levels];
    }
}
