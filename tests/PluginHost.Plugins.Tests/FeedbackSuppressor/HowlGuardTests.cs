using PluginHost.Plugins.Guard;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class HowlGuardTests
{
    private const int Rate = SimulatedLoop.Rate;

    [Fact]
    public void A_tone_that_was_left_alone_is_looked_at_again_once_it_fills_the_scale()
    {
        Refusals refusals = new();
        refusals.Add(110, 0, 15, false, 1_000);
        Assert.True(refusals.Holds(110, -5, 15, false, 10));
        Assert.False(refusals.Holds(110, -5, 15, true, 10));
        // A note that does is not tried again and again.
        refusals.Add(110, 24, 0, true, 1_000);
        Assert.True(refusals.Holds(110, 0, 0, true, 10));
        Assert.False(refusals.Holds(110, 0, 0, true, 1_000));
        Assert.False(refusals.Holds(120, 0, 0, true, 10));
    }

    [Theory]
    [InlineData(303, 1.5)]
    [InlineData(303, 6)]
    [InlineData(1_005, 1.5)]
    [InlineData(1_005, 6)]
    [InlineData(3_697, 1.5)]
    [InlineData(3_697, 6)]
    [InlineData(3_697, 12)]
    public void A_howl_is_cut_where_it_is_within_tenths_of_a_second(double hertz, double gainDb)
    {
        SimulatedLoop loop = SimulatedLoop.Resonant(hertz);
        HowlGuard guard = new(Rate);
        double placed = 0, depth = 0;
        NotchInfo first = default;
        int blocks = 0;
        (float[] microphone, _) = loop.Run(Gaussian(3 * Rate, 1, 1e-4f), _ => gainDb, block =>
        {
            guard.Process(block);
            blocks++;
            if (placed == 0 && guard.Notches.Length > 0)
                (placed, first) = (blocks * 64.0 / Rate, guard.Notches[0]);
            foreach (NotchInfo notch in guard.Notches)
                depth = Math.Min(depth, notch.DepthDb);
        });
        // Quieter than this it is not looked at.
        double heard = (double)Array.FindIndex(microphone, sample => Math.Abs(sample) > 2e-3f) / Rate;
        Assert.InRange(placed - heard, 0, 0.4);
        // The phase of two spectra gives the place to a tenth of a bin.
        Assert.Equal(loop.HowlHz, first.FrequencyHz, 1.5);
        Assert.InRange(depth, -18.01, -2.9);
        Assert.InRange(guard.Alert, 0.5f, 1);
        Assert.InRange(LevelDb(microphone.AsSpan(2 * Rate)), -120, -40);
    }

    [Fact]
    public void Without_a_guard_the_same_loop_reaches_full_scale()
    {
        (float[] microphone, _) = SimulatedLoop.Resonant(1_000).Run(Gaussian(3 * Rate, 1, 1e-4f), _ => 1.5, null);
        Assert.Equal(1, Peak(microphone.AsSpan(2 * Rate)));
    }

    [Theory]
    [MemberData(nameof(Programmes))]
    public void What_is_played_leaves_as_it_came(string name)
    {
        foreach (float peak in new[] { 0.9885f, 0.03f })
        {
            float[] dry = Scaled(Programme.Make(name, 6), peak), output = [.. dry];
            new HowlGuard(Rate).Process(output);
            Assert.Equal(dry, output);
        }
    }

    [Fact]
    public void A_swell_that_rises_as_a_howl_does_is_cut_by_3_dB_at_most()
    {
        // For seconds on one line in dB: only a trial can tell.
        HowlGuard guard = new(Rate);
        float[] swell = Programme.Make("crescendo", 8);
        for (int at = 0; at + 64 <= swell.Length; at += 64)
        {
            guard.Process(swell.AsSpan(at, 64));
            foreach (NotchInfo notch in guard.Notches)
                Assert.InRange(notch.DepthDb, -3.001f, 0);
        }
    }

    [Fact]
    public void A_tone_that_takes_no_notice_of_its_notch_gets_it_taken_back()
    {
        // Grows by 100 dB a second as a howl does, but somebody plays it.
        float[] tone = [.. Sine(2 * Rate, 1_234).Select((x, n) => x * (float)Math.Pow(10, Math.Min(-20, (100.0 * n / Rate) - 80) / 20))];
        float[] input = Sum(tone, Gaussian(tone.Length, 2, 1e-5f));
        HowlGuard guard = new(Rate);
        int most = 0;
        double deepest = 0;
        for (int at = 0; at + 64 <= input.Length; at += 64)
        {
            guard.Process(input.AsSpan(at, 64));
            most = Math.Max(most, guard.Notches.Length);
            foreach (NotchInfo notch in guard.Notches)
                deepest = Math.Min(deepest, notch.DepthDb);
        }
        Assert.Equal(1, most);
        Assert.InRange(deepest, -3.01, -2.9);
        Assert.Equal(0, guard.Notches.Length);
        Assert.Equal(0, guard.Alert);
    }

    [Fact]
    public void A_notch_is_let_up_once_there_was_no_sign_of_a_howl_for_long()
    {
        HowlGuard guard = new(Rate) { Settings = new GuardSettings { ReleaseMs = 500 } };
        Howl(guard, 1_000, 2);
        Assert.Equal(1, guard.Notches.Length);
        float depth = guard.Notches[0].DepthDb;
        Silence(guard, 2);
        Assert.InRange(guard.Notches[0].DepthDb, depth + 0.5f, -0.1f);
        Silence(guard, 20);
        Assert.Equal(0, guard.Notches.Length);
    }

    [Fact]
    public void A_locked_notch_stays_until_it_is_unlocked()
    {
        HowlGuard guard = new(Rate) { Settings = new GuardSettings { ReleaseMs = 500, Learn = true } };
        Howl(guard, 1_000, 2);
        Silence(guard, 25);
        Assert.True(guard.Notches[0].Locked);
        guard.Forget(alsoLocked: false);
        Silence(guard, 1);
        Assert.Equal(1, guard.Notches.Length);
        guard.Forget(alsoLocked: true);
        Silence(guard, 1);
        Assert.Equal(0, guard.Notches.Length);
    }

    [Fact]
    public void What_is_proven_can_be_locked_later()
    {
        HowlGuard guard = new(Rate) { Settings = new GuardSettings { ReleaseMs = 500 } };
        Howl(guard, 1_000, 2);
        guard.LockProven();
        Silence(guard, 25);
        Assert.Equal(1, guard.Notches.Length);
    }

    [Fact]
    public void A_frozen_guard_adds_nothing_and_releases_nothing()
    {
        HowlGuard guard = new(Rate) { Settings = new GuardSettings { ReleaseMs = 500 } };
        Howl(guard, 1_000, 2);
        guard.Settings = guard.Settings with { Freeze = true };
        float depth = guard.Notches[0].DepthDb;
        Silence(guard, 10);
        Howl(guard, 3_000, 1);
        Assert.Equal(depth, Assert.Single(guard.Notches.ToArray()).DepthDb);
    }

    [Fact]
    public void Neither_number_nor_depth_exceed_their_limits()
    {
        HowlGuard guard = new(Rate) { Settings = new GuardSettings { MaxNotches = 2, MaxDepthDb = -9 } };
        SimulatedLoop.Room("room").Run(Gaussian(3 * Rate, 1, 1e-3f), _ => 6, block =>
        {
            guard.Process(block);
            Assert.InRange(guard.Notches.Length, 0, 2);
            foreach (NotchInfo notch in guard.Notches)
                Assert.InRange(notch.DepthDb, -9.001f, 0);
        });
        Assert.Equal(2, guard.Notches.Length);
        guard.Settings = guard.Settings with { MaxNotches = 0 };
        Silence(guard, 0.5);
        Assert.Equal(0, guard.Notches.Length);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(192_000)]
    public void Other_rates_find_the_same_frequency(int rate)
    {
        SimulatedLoop loop = SimulatedLoop.Resonant(1_005, rate);
        HowlGuard guard = new(rate);
        float[] output = loop.Run(Gaussian(2 * rate, 1, 1e-4f), _ => 3, guard.Process).Output;
        Assert.Equal(loop.HowlHz, Assert.Single(guard.Notches.ToArray()).FrequencyHz, 2.0);
        Assert.InRange(LevelDb(output.AsSpan(rate)), -120, -40);
    }

    public static TheoryData<string> Programmes() => [.. Programme.All];

    private static void Howl(HowlGuard guard, double hertz, double seconds) =>
        SimulatedLoop.Resonant(hertz).Run(Gaussian((int)(seconds * Rate), 1, 1e-4f), _ => 1.5, guard.Process);

    private static void Silence(HowlGuard guard, double seconds) => guard.Process(new float[(int)(seconds * Rate)]);
}
