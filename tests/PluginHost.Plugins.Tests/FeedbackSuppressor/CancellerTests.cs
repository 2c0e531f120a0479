using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>All of the suppressor in rooms, some decibels beyond what the loop bears.</summary>
public class CancellerTests
{
    private const int Rate = SimulatedLoop.Rate;
    private const float Engaged = 2;

    public static MatrixTheoryData<string, string> RoomsAndSources() => new(["wedge", "room", "hall"], ["speech", "plucked"]);

    [Theory]
    [MemberData(nameof(RoomsAndSources))]
    public void Five_decibels_beyond_the_limit_the_sound_stays(string room, string source)
    {
        SimulatedLoop loop = SimulatedLoop.Room(room);
        float[] sung = Programme.Sung(source, 11);
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("both", 64);
        float[] output = loop.Run(sung, t => Math.Min(5, (3 * t) - 6), SimulatedLoop.By(suppressor)).Output;
        Assert.InRange(SuppressorTests.Meter(suppressor, "state"), Engaged, Engaged + 1);
        Assert.InRange(SuppressorTests.Meter(suppressor, "added-gain"), 1, 60);
        Assert.InRange(LevelDb(Rest(output)) - LevelDb(Rest(sung)), -4, 3);
        Assert.InRange(Sdr(Rest(sung), Rest(output)), -3, 60);
    }

    [Theory]
    [InlineData("room", "speech")]
    [InlineData("hall", "plucked")]
    public void What_is_left_is_better_with_the_canceller_than_with_notches_alone(string room, string source)
    {
        SimulatedLoop loop = SimulatedLoop.Room(room);
        float[] sung = Programme.Sung(source, 10);
        Assert.True(Left("both") > Left("notch") + 2);

        double Left(string mode) =>
            Sdr(Rest(sung), Rest(loop.Run(sung, t => Math.Min(3, (3 * t) - 6), SimulatedLoop.By(SuppressorTests.Suppressor(mode))).Output));
    }

    [Fact]
    public void When_the_loop_is_cut_it_lets_go_within_3_seconds()
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("both", 64);
        SimulatedLoop.Room("wedge").Run(Programme.Sung("speech", 9), t => Math.Min(4, (3 * t) - 6), SimulatedLoop.By(suppressor));
        Assert.Equal(Engaged, SuppressorTests.Meter(suppressor, "state"));
        float[] dry = Programme.Sung("speech", 6), output = suppressor.Run([dry])[0];
        Assert.InRange(SuppressorTests.Meter(suppressor, "state"), 0, Engaged - 1);
        // What is missing is what the notches take, which stay for a while.
        Assert.InRange(Sdr(dry.AsSpan(3 * Rate), output.AsSpan(3 * Rate)), 12, 200);
    }

    [Theory]
    [InlineData("room", "speech")]
    [InlineData("room", "plucked")]
    [InlineData("hall", "speech")]
    public void A_jump_of_12_dB_is_over_within_3_seconds(string room, string source)
    {
        float[] sung = Programme.Sung(source, 7);
        (float[] microphone, float[] output) = SimulatedLoop.Room(room)
            .Run(sung, t => t < 3 ? -6 : 6, SimulatedLoop.By(SuppressorTests.Suppressor("both", 64)));
        // What leaves is never louder than what comes in by 6 dB for 20 ms, and what comes in is calm again.
        float most = 2 * Peak(microphone);
        for (int at = 0; at + 960 <= output.Length; at += 480)
            Assert.InRange(output.Skip(at).Take(960).Min(MathF.Abs), 0, most);
        Assert.InRange(LevelDb(output.AsSpan(6 * Rate)) - LevelDb(sung), -30, 6);
    }

    [Theory]
    [InlineData("speech")]
    [InlineData("plucked")]
    [InlineData("vibrato")]
    public void A_howl_at_full_scale_close_to_the_loudspeaker_is_short(string source)
    {
        float[] sung = Programme.Sung(source, 9);
        float[] microphone = SimulatedLoop.Near().Run(sung, t => t < 4 ? -3 : 6, SimulatedLoop.By(SuppressorTests.Suppressor("both", 64))).Microphone;
        // With clipping looked for in what is left of it only, 330 and 208 ms.
        Assert.InRange(microphone.Count(x => MathF.Abs(x) > 0.99f), 0, Rate / 5);
    }

    [Theory]
    [InlineData("speech")]
    [InlineData("plucked")]
    public void A_path_longer_than_the_filter_is_no_worse_than_none(string source)
    {
        SimulatedLoop hall = SimulatedLoop.Room("hall");
        float[] sung = Programme.Sung(source, 10);
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("both", 64);
        suppressor.Set("filter-length", 20);
        float[] with = hall.Run(sung, t => Math.Min(1, (3 * t) - 6), SimulatedLoop.By(suppressor)).Output;
        float[] without = hall.Run(sung, t => Math.Min(1, (3 * t) - 6), null).Output;
        Assert.True(Sdr(Rest(sung), Rest(with)) > Sdr(Rest(sung), Rest(without)) - 0.5);
    }

    [Fact]
    public void Blocks_change_no_bit_of_what_is_subtracted()
    {
        (float[] microphone, _) = SimulatedLoop.Room("wedge")
            .Run(Programme.Sung("speech", 6), t => t < 2 ? -4 : 4, SimulatedLoop.By(SuppressorTests.Suppressor("both", 64)));
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("both");
        float[] whole = suppressor.Run([microphone])[0];
        Assert.InRange(SuppressorTests.Meter(suppressor, "state"), Engaged, Engaged + 1);
        Assert.Equal(whole, SuppressorTests.Suppressor("both").Run([microphone], new Random(1))[0]);
        Assert.Equal(whole, SuppressorTests.Suppressor("both", maxFrames: 1).Run([microphone])[0]);
    }

    private static ReadOnlySpan<float> Rest(float[] samples) => samples.AsSpan(samples.Length - (3 * Rate));

    // Scale-invariant signal-to-distortion ratio, dB: J. Le Roux et al., "SDR - half-baked or well done?", 2019.
    private static double Sdr(ReadOnlySpan<float> clean, ReadOnlySpan<float> heard)
    {
        double cross = 0, energy = 1e-20, error = 1e-20;
        int length = Math.Min(clean.Length, heard.Length);
        for (int n = 0; n < length; n++)
        {
            cross += clean[n] * (double)heard[n];
            energy += clean[n] * (double)clean[n];
        }
        double scale = cross / energy;
        for (int n = 0; n < length; n++)
            error += Math.Pow(heard[n] - (scale * clean[n]), 2);
        return 10 * Math.Log10(scale * scale * energy / error);
    }
}
