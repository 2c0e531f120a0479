using System.Buffers.Binary;
using PluginHost.Plugins.Guard;
using PluginHost.Plugins.State;
using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class NotchStateTests
{
    private static readonly byte[] State = NotchBytes.Write(
    [
        [Locked(250, -12, 0.1f), Locked(1_000, -18, 0.05f), Locked(3_150, -3, 0.02f)],
        [Locked(500, -6, 0.05f)],
    ]);

    [Fact]
    public void What_a_ring_out_locked_is_saved()
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("ring-out");
        Assert.Empty(suppressor.SaveState());
        SimulatedLoop loop = SimulatedLoop.Resonant(1_000);
        loop.Run(Gaussian(2 * SimulatedLoop.Rate, 1, 1e-4f), _ => 1.5, SimulatedLoop.By(suppressor));
        NotchInfo notch = Assert.Single(Assert.Single(NotchBytes.Read(suppressor.SaveState())));
        Assert.Equal(loop.HowlHz, notch.FrequencyHz, 1.0);
        byte[] before = suppressor.SaveState();
        suppressor.Reset();
        suppressor.Run([new float[10_000]]);
        Assert.Equal(before, suppressor.SaveState());
    }

    [Fact]
    public void What_is_loaded_is_saved_again_byte_for_byte_and_cuts()
    {
        FeedbackSuppressorEffect suppressor = Prepared<FeedbackSuppressorEffect>();
        suppressor.Set("probe", 0);
        suppressor.LoadState(State);
        Assert.Equal(State, suppressor.SaveState());
        float[][] output = suppressor.Run(Each(2, _ => Sine(48_000, 1_000, level: 0.1f)));
        Assert.Equal(-23 - 18, LevelDb(output[0].AsSpan(24_000)), 0.5);
        Assert.Equal(-23, LevelDb(output[1].AsSpan(24_000)), 0.5);
        Assert.Equal(State, suppressor.SaveState());
        suppressor.LoadState([]);
        Assert.Empty(suppressor.SaveState());
        suppressor.Run(Each(2, _ => new float[48_000]));
        float[] tone = Sine(10_000, 1_000, level: 0.1f);
        Assert.Equal(tone, suppressor.Run([tone, tone])[0]);
    }

    [Fact]
    public void It_may_be_loaded_before_the_format_is_known()
    {
        var suppressor = new FeedbackSuppressorEffect();
        suppressor.LoadState(State);
        suppressor.Prepare(new(96_000, 2, 256));
        Assert.Equal(State, suppressor.SaveState());
        Assert.Equal(3, SuppressorTests.Meter(suppressor, "notches-in-use"));
    }

    [Fact]
    public void What_is_locked_outlasts_another_format()
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("ring-out", 64);
        SimulatedLoop.Resonant(1_000).Run(Gaussian(2 * SimulatedLoop.Rate, 1, 1e-4f), _ => 1.5, SimulatedLoop.By(suppressor));
        byte[] before = suppressor.SaveState();
        suppressor.Run([new float[64]]);
        suppressor.Prepare(new(96_000, 1, 256));
        Assert.Equal(before, suppressor.SaveState());
        Assert.Equal(1, SuppressorTests.Meter(suppressor, "notches-in-use"));
    }

    [Fact]
    public void What_a_low_rate_does_not_reach_is_left_out()
    {
        FeedbackSuppressorEffect suppressor = new();
        suppressor.LoadState(NotchBytes.Write([[Locked(1_000, -18, 0.05f), Locked(15_000, -18, 0.05f)]]));
        suppressor.Prepare(new(8_000, 1, 256));
        Assert.Equal(1, SuppressorTests.Meter(suppressor, "notches-in-use"));
    }

    [Fact]
    public void A_state_cut_short_is_refused_wherever_it_was_cut()
    {
        for (int length = 1; length < State.Length; length++)
            AssertRefused(State[..length], "");
        AssertRefused([.. State, 0], "bytes");
    }

    [Fact]
    public void A_newer_version_is_refused_and_named()
    {
        byte[] newer = [.. State];
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(4), 2);
        AssertRefused(newer, "version 2");
    }

    [Fact]
    public void Each_flipped_bit_is_noticed()
    {
        for (int bit = 0; bit < 8 * State.Length; bit++)
        {
            byte[] damaged = [.. State];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(damaged, "");
        }
    }

    [Fact]
    public void Garbage_is_refused()
    {
        var random = new Random(8);
        for (int length = 1; length < 2_000; length += 61)
        {
            byte[] garbage = new byte[length];
            random.NextBytes(garbage);
            AssertRefused(garbage, "no locked notches");
            // With a head that is right it is no better.
            if (length > 12)
            {
                State.AsSpan(0, 12).CopyTo(garbage);
                AssertRefused(garbage, "");
            }
        }
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, uint.MaxValue)]
    [InlineData(12, 49)]
    [InlineData(12, uint.MaxValue)]
    public void An_impossible_shape_is_refused_before_room_is_made(int at, uint value)
    {
        byte[] odd = [.. State];
        BinaryPrimitives.WriteUInt32LittleEndian(odd.AsSpan(at), value);
        AssertRefused(odd, "cannot be");
    }

    [Theory]
    [InlineData(float.NaN, -6, 0.05f)]
    [InlineData(-1_000, -6, 0.05f)]
    [InlineData(1_000, 6, 0.05f)]
    [InlineData(1_000, float.NegativeInfinity, 0.05f)]
    [InlineData(1_000, -6, 0)]
    public void An_impossible_notch_is_refused_though_its_checksum_is_right(float hertz, float depth, float width) =>
        AssertRefused(NotchBytes.Write([[Locked(hertz, depth, width)]]), "cannot be");

    /// <summary>The message says why, and what was loaded before stays.</summary>
    private static void AssertRefused(byte[] state, string why)
    {
        FeedbackSuppressorEffect suppressor = Shared;
        string message = Assert.Throws<InvalidDataException>(() => suppressor.LoadState(state)).Message;
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Equal(State, suppressor.SaveState());
    }

    private static readonly FeedbackSuppressorEffect Shared = Loaded();

    private static FeedbackSuppressorEffect Loaded()
    {
        FeedbackSuppressorEffect suppressor = new();
        suppressor.LoadState(State);
        return suppressor;
    }

    private static NotchInfo Locked(float hertz, float depth, float width) => new(hertz, depth, width, 0, true, true);
}
