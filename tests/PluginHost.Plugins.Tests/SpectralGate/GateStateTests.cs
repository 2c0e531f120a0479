using System.Buffers.Binary;
using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class GateStateTests
{
    private static readonly byte[] State = Learn();

    [Fact]
    public void What_is_loaded_is_saved_again_byte_for_byte()
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>();
        gate.LoadState(State);
        Assert.Equal(State, gate.SaveState());
        gate.LoadState([]);
        Assert.Empty(gate.SaveState());
    }

    [Fact]
    public void It_may_be_loaded_before_the_format_is_known()
    {
        var gate = new SpectralGateEffect();
        gate.LoadState(State);
        gate.Prepare(new(96_000, 1, 256));
        Assert.Equal(State, gate.SaveState());
    }

    [Fact]
    public void A_state_cut_short_is_refused_wherever_it_was_cut()
    {
        for (int length = 1; length < State.Length; length += 97)
            AssertRefused(State[..length], "bytes");
        AssertRefused(State[..^1], "bytes");
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
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. State];
            damaged[i < 24 ? i : random.Next(State.Length)] ^= (byte)(1 << random.Next(8));
            AssertRefused(damaged, "");
        }
    }

    [Fact]
    public void Garbage_is_refused()
    {
        var random = new Random(8);
        for (int length = 1; length < 3_000; length += 61)
        {
            byte[] garbage = new byte[length];
            random.NextBytes(garbage);
            AssertRefused(garbage, "no noise profile");
        }
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 7_999)]
    [InlineData(12, 0)]
    [InlineData(12, uint.MaxValue)]
    [InlineData(16, 0)]
    [InlineData(16, uint.MaxValue)]
    public void An_impossible_shape_is_refused_before_room_is_made(int at, uint value)
    {
        byte[] odd = [.. State];
        BinaryPrimitives.WriteUInt32LittleEndian(odd.AsSpan(at), value);
        AssertRefused(odd, "cannot be");
    }

    /// <summary>The message says why, and what was loaded before stays.</summary>
    private static void AssertRefused(byte[] state, string why)
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>(channels: 1, maxFrames: 16);
        gate.LoadState(State);
        string message = Assert.Throws<InvalidDataException>(() => gate.LoadState(state)).Message;
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Equal(State, gate.SaveState());
    }

    private static byte[] Learn()
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>(8_000);
        gate.Set("learn", 1);
        gate.Run(Each(2, channel => WhiteNoise(8_000, channel, 0.01f)));
        gate.Set("learn", 0);
        gate.Run([new float[64], new float[64]]);
        return gate.SaveState();
    }
}
