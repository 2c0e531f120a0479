using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>Notches alone, in rooms: more gain, and no howl that lasts.</summary>
public class ClosedLoopTests
{
    private const int Rate = SimulatedLoop.Rate;

    public static MatrixTheoryData<string, string> RoomsAndSources() => new(["wedge", "room", "hall"], ["speech", "plucked"]);

    [Theory]
    [MemberData(nameof(RoomsAndSources))]
    public void The_loop_takes_more_gain_than_without(string room, string source)
    {
        SimulatedLoop loop = SimulatedLoop.Room(room);
        float[] sung = Programme.Sung(source, 9);
        Assert.InRange(Peak(Rest(loop.Run(sung, Ramp, null).Output)), 0.9f, 1);
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("notch");
        float[] output = loop.Run(sung, Ramp, SimulatedLoop.By(suppressor)).Output;
        Assert.InRange(LevelDb(Rest(output)) - LevelDb(Rest(sung)), -3, 9);
        // It is not the last resort that holds it down.
        Assert.InRange(SuppressorTests.Meter(suppressor, "duck"), -3, 0);

        static double Ramp(double t) => Math.Min(2, (3 * t) - 6);
    }

    [Theory]
    [MemberData(nameof(RoomsAndSources))]
    public void After_a_jump_of_6_dB_no_howl_lasts(string room, string source)
    {
        SimulatedLoop loop = SimulatedLoop.Room(room);
        float[] sung = Programme.Sung(source, 8);
        static double Jump(double t) => t < 2 ? -3 : 3;
        Assert.InRange(Peak(Rest(loop.Run(sung, Jump, null).Output)), 0.99f, 1);
        float[] output = loop.Run(sung, Jump, SimulatedLoop.By(SuppressorTests.Suppressor("notch"))).Output;
        Assert.InRange(LevelDb(Rest(output)), -40, -18);
    }

    [Theory]
    [MemberData(nameof(RoomsAndSources))]
    public void The_governor_keeps_a_jump_of_12_dB_from_clipping_for_long(string room, string source)
    {
        SimulatedLoop loop = SimulatedLoop.Room(room);
        float[] sung = Programme.Sung(source, 4);
        int with = Clipped(12), without = Clipped(0);
        Assert.InRange(with, 0, Rate / 2);
        Assert.True(with < without, $"{with} frames at full scale with a governor, {without} without");

        int Clipped(float governorDb)
        {
            FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("notch");
            suppressor.Set("governor", governorDb);
            return loop.Run(sung, t => t < 1 ? -3 : 9, SimulatedLoop.By(suppressor)).Microphone.Count(x => Math.Abs(x) > 0.99f);
        }
    }

    // Rooms have their modes there, and guitars their air.
    [Theory]
    [InlineData(80)]
    [InlineData(95)]
    public void A_deep_howl_is_caught_like_any_other(double hertz)
    {
        float[] sung = Programme.Sung("speech", 9);
        static double Jump(double t) => t < 3 ? -3 : 2;
        Assert.InRange(Peak(Rest(SimulatedLoop.Resonant(hertz).Run(sung, Jump, null).Output)), 0.99f, 1);
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("notch");
        float[] output = SimulatedLoop.Resonant(hertz).Run(sung, Jump, SimulatedLoop.By(suppressor)).Output;
        Assert.InRange(LevelDb(Rest(output)) - LevelDb(Rest(sung)), -3, 3);
        Assert.Equal(1, SuppressorTests.Meter(suppressor, "notches-in-use"));
    }

    [Fact]
    public void At_a_gain_that_is_stable_nothing_is_ducked_or_cut()
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("notch");
        (float[] microphone, float[] output) = SimulatedLoop.Room("wedge").Run(Programme.Sung("plucked", 6), _ => -4, SimulatedLoop.By(suppressor));
        Assert.Equal(microphone, output);
    }

    private static ReadOnlySpan<float> Rest(float[] samples) => samples.AsSpan(samples.Length - (2 * Rate));
}
