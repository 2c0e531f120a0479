using PluginHost.Plugins.Loop;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>What subtracting costs of the level is measured, and kept small.</summary>
public class LevelTests
{
    private const int Rate = SimulatedLoop.Rate;

    [Theory]
    [InlineData(8_000, 0.5, -6.02)]
    [InlineData(44_100, 0.5, -6.02)]
    [InlineData(48_000, 0.2, -1.94)]
    [InlineData(48_000, 0, 0)]
    [InlineData(48_000, -0.4, 2.92)]
    [InlineData(192_000, 0.5, -6.02)]
    public void A_prediction_that_is_part_of_what_is_heard_costs_that_part(int rate, double part, double lossDb)
    {
        float[] heard = Tones(rate, 2, 220, 440, 660, 880, 1_320, 1_760, 2_640);
        Assert.Equal(lossDb, Watch(rate, heard, [.. heard.Select(x => (float)(part * x))]).LossDb, 0.3);
    }

    [Fact]
    public void What_comes_back_in_any_phase_costs_nothing()
    {
        float[] player = WhiteNoise(3 * Rate, 1), back = [.. WhiteNoise(3 * Rate, 2).Select(x => 0.3f * x)];
        float[] heard = [.. player.Zip(back, (a, b) => a + b)];
        // It gave 0.4 dB.
        Assert.InRange(Watch(Rate, heard, back).LossDb, -0.7, 0);
    }

    [Fact]
    public void A_howl_that_is_subtracted_does_not_count_for_the_rest()
    {
        float[] player = WhiteNoise(3 * Rate, 1), howl = [.. Tones(Rate, 3, 1_000).Select(x => 5 * x)];
        float[] heard = [.. player.Zip(howl, (a, b) => a + b)];
        Assert.InRange(Watch(Rate, heard, howl).LossDb, -0.5, 0.5);
    }

    [Fact]
    public void What_is_not_heard_beside_the_loudest_does_not_count()
    {
        float[] loud = Tones(Rate, 2, 500), faint = [.. Tones(Rate, 2, 2_000, 3_000, 4_000, 5_000).Select(x => 0.001f * x)];
        float[] heard = [.. loud.Zip(faint, (a, b) => a + b)];
        LevelWatch level = Watch(Rate, heard, [.. loud.Select(x => 0.5f * x)]);
        Assert.Equal(-6.02, level.LossDb, 0.3);
        Assert.Equal(1, level.Loneness, 0.01);
    }

    [Fact]
    public void A_loss_is_forgotten_in_silence_and_on_reset()
    {
        float[] heard = Tones(Rate, 2, 300, 600, 900, 1_200, 1_500, 2_400);
        LevelWatch level = Watch(Rate, heard, [.. heard.Select(x => 0.5f * x)]);
        Feed(level, Rate, new float[15 * Rate], new float[15 * Rate]);
        Assert.Equal(0, level.LossDb);
        Feed(level, Rate, heard, [.. heard.Select(x => 0.5f * x)]);
        Assert.Equal(-6.02, level.LossDb, 0.3);
        level.Reset();
        Assert.Equal(0, level.LossDb);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 0)]
    public void Only_a_lone_tone_is_lone(int tones, double loneness)
    {
        float[] heard = Tones(Rate, 2, [.. Enumerable.Range(0, tones).Select(i => 200 * Math.Pow(1.6, i))]);
        Assert.Equal(loneness, Watch(Rate, heard, new float[heard.Length]).Loneness, 0.01);
    }

    [Theory]
    [InlineData(0.01f, 3, 4)]
    [InlineData(0.05f, 4, 5)]
    [InlineData(0.3f, 8, 10)]
    public void The_share_that_is_left_costs_what_the_level_bears(float gain, float lossDb, float greaterDb)
    {
        // The loop gave this; in the last case 3.4 dB, far beyond its limit.
        double gaveDb = 10 * Math.Log10(1 + (4 * gain));
        foreach (bool isRinging in new[] { false, true })
        {
            double bearable = LossOf(lossDb, LevelLimit.ShareFor(-lossDb, gain, isRinging, 1));
            Assert.InRange(bearable - gaveDb, isRinging ? 2.29 : 0.19, gain > 0.2 ? 3.01 : isRinging ? 2.31 : 0.21);
            // A path that takes more is used less, so that it takes the same.
            Assert.Equal(bearable, LossOf(greaterDb, LevelLimit.ShareFor(-greaterDb, gain, isRinging, 1)), 0.01);
            Assert.Equal(1, LevelLimit.ShareFor(-0.15f, gain, isRinging, 1));
            Assert.Equal(1, LevelLimit.ShareFor(2, gain, isRinging, 1));
        }
        Assert.True(LevelLimit.ShareFor(-lossDb, gain / 2, false, 1) < LevelLimit.ShareFor(-lossDb, gain, false, 1));

        static double LossOf(double allDb, double share) => -20 * Math.Log10(1 - (share * (1 - Math.Pow(10, -0.05 * allDb))));
    }

    [Fact]
    public void Sounds_that_decay_count_as_long_ones_do_where_nothing_rings()
    {
        Assert.Equal(LevelLimit.ShareFor(-5, 0.03f, false, 1), LevelLimit.ShareFor(-5, 0.03f, false, 0));
        float halfway = LevelLimit.ShareFor(-5, 0.05f, false, 0);
        Assert.InRange(halfway, LevelLimit.ShareFor(-5, 0.05f, false, 1) + 0.1f, 0.9f);
        // A loop that rings is heard in all pauses of a voice.
        Assert.Equal(1, LevelLimit.ShareFor(-5, 0.07f, false, 0));
        Assert.Equal(1, LevelLimit.ShareFor(-5, 0.03f, true, 0));
    }

    // All that was predicted, or half of it, took 4.8 to 9.4 dB. Alone the loop gives up to 6.
    [Theory]
    [InlineData("wedge", "organ")]
    [InlineData("wedge", "crescendo")]
    [InlineData("room", "organ")]
    public void Near_the_limit_the_level_stays(string room, string source)
    {
        float[] sung = Programme.Sung(source, 10);
        Assert.InRange(ChangeDb(SimulatedLoop.By(SuppressorTests.Suppressor("both"))), -1.5, Math.Max(0, ChangeDb(null)));

        double ChangeDb(Suppress? suppress) =>
            LevelDb(Rest(SimulatedLoop.Room(room).Run(sung, t => Math.Min(0, (3 * t) - 6), suppress).Output)) - LevelDb(Rest(sung));

        static float[] Rest(float[] signal) => signal[(7 * Rate)..];
    }

    [Fact]
    public void Some_is_subtracted_whatever_it_costs()
    {
        Assert.Equal(0.1f, LevelLimit.ShareFor(-12, 0, false, 1));
        Assert.Equal(0.3f, LevelLimit.ShareFor(-20, 0, true, 1));
    }

    private static float[] Tones(int rate, double seconds, params double[] hertz) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(n => (float)(0.1 * hertz.Sum(hz => Math.Sin(2 * Math.PI * hz * n / rate))))];

    private static LevelWatch Watch(int rate, float[] heard, float[] predicted)
    {
        LevelWatch level = new(new LoopShape(rate, 85));
        Assert.Equal(0, level.LossDb);
        Feed(level, rate, heard, predicted);
        return level;
    }

    private static void Feed(LevelWatch level, int rate, float[] heard, float[] predicted)
    {
        LoopShape shape = new(rate, 85);
        BandShares shares = new(rate, shape.Block, shape.Hop);
        for (int at = 0; at + shape.Step <= heard.Length; at += shape.Step)
            level.Listen(heard.AsSpan(at, shape.Step), predicted.AsSpan(at, shape.Step), shares);
    }
}
