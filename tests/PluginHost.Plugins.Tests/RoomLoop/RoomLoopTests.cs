using PluginHost.Plugins.Acoustics;
using PluginHost.Plugins.Tests.Support;
using PluginHost.Testing;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.RoomLoop;

public class RoomLoopTests
{
    public static TheoryData<string> Rooms => [.. RoomPlan.All.Select(plan => plan.Name)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_third_of_a_dB_below_the_limit_it_rings_down_and_above_it_grows(string room)
    {
        foreach ((string gain, string delay, string moved) in new[] { ("0.3", "4", "off"), ("0.3", "12", "on") })
        {
            Assert.InRange(Growth("-" + gain), -1_000, -0.5);
            Assert.InRange(Growth(gain), 0.5, 1_000);

            // In dB a second, once what is quick to die away has gone.
            double Growth(string gainDb)
            {
                using LoopRig rig = new(settings: [("room", room), ("gain", gainDb), ("delay", delay), ("moved", moved)]);
                rig.Run(WhiteNoise(4_800, 1, 1e-3f));
                rig.RunSilence(4);
                double before = LevelDb(rig.RunSilence(0.5));
                rig.RunSilence(1.5);
                return (LevelDb(rig.RunSilence(0.5)) - before) / 2;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Far_above_the_limit_it_howls_up_to_full_scale_and_stays_there(string room)
    {
        using LoopRig rig = new(settings: [("room", room), ("gain", "6")]);
        rig.Run(WhiteNoise(4_800, 1, 1e-3f));
        rig.RunSilence(3);
        float[] howl = rig.RunSilence(1);
        Assert.InRange(Peak(howl), 0.98f, 1);
        Assert.InRange(LevelDb(howl), -10, 0);
        Assert.InRange(rig.Meter("feedback"), -3, 12);
        Assert.Equal(1, rig.Meter("closed"));
        rig.Microphone.Choose("mute-loop", "on");
        rig.RunSilence(0.2);
        Assert.Equal(0, Peak(rig.RunSilence(0.1)));
    }

    [Fact]
    public void A_loop_that_is_muted_or_has_no_loudspeaker_leaves_every_sample()
    {
        // Beyond full scale, too.
        float[] input = WhiteNoise(20_000, 1, 3);
        using LoopRig muted = new(channels: 2, settings: [("mute-loop", "on"), ("gain", "12")]);
        Assert.Equal(input, muted.Run(input));
        using LoopRig microphone = new(channels: 2, speaker: false, settings: ("gain", "12"));
        Assert.Equal(input, microphone.Run(input));
        Assert.Equal(0, microphone.Meter("closed"));
        using LoopRig speaker = new(channels: 2, microphone: false);
        Assert.Equal(input, speaker.Run(input));
        using LoopRig others = new(channels: 2, settings: [("loop", "b"), ("gain", "12")]);
        Assert.Equal(input, others.Run(input));
        Assert.Equal(0, others.Meter("closed"));
    }

    [Fact]
    public void They_find_each_other_by_a_name_that_changes_while_they_play()
    {
        using LoopRig rig = new(settings: [("loop", "c"), ("gain", "6")]);
        rig.Run(WhiteNoise(4_800, 1, 1e-3f));
        Assert.Equal(0, Peak(rig.RunSilence(1)));
        rig.Speaker.Choose("loop", "c");
        rig.Run(WhiteNoise(4_800, 1, 1e-3f));
        Assert.InRange(Peak(rig.RunSilence(1)), 0.01f, 1);
    }

    [Fact]
    public void What_comes_back_is_the_room_at_the_limit_after_the_delay()
    {
        using LoopRig rig = new(maxFrames: 64, settings: [("gain", "-40"), ("delay", "5")]);
        float[] output = rig.Run(Impulse(40_000), 64);
        RoomPlan plan = ImageSourceTests.Plan("wedge");
        RoomPath path = new(plan, plan.Microphone, 48_000);
        path.DelayBy(240 + path.LeadFrames);
        Assert.Equal(path.DelayFrames * 1000f / 48_000, rig.Meter("loop-delay"), 1e-4f);
        Assert.Equal(0, Peak(output.AsSpan(1, path.DelayFrames - 1)));
        // Twice around the loop is another 40 dB down.
        for (int n = 0; n < 200; n++)
            Assert.Equal(0.01f * path.Limit * path.Response[n], output[path.DelayFrames + n], 1e-6f);
    }

    [Fact]
    public void Blocks_within_the_delay_change_no_bit()
    {
        float[] input = WhiteNoise(2 * 60_000, 1, 0.05f);
        Array.Clear(input, 30_000, 40_000);
        float[] whole = Play(64, 64, null);
        Assert.NotEqual(input, whole);
        Assert.Equal(whole, Play(256, 256, null));
        Assert.Equal(whole, Play(1024, 256, new Random(1)));
        Assert.Equal(whole, Play(7, 7, null));

        float[] Play(int maxFrames, int block, Random? cuts)
        {
            using LoopRig rig = new(channels: 2, maxFrames, settings: [("gain", "-2"), ("delay", "4.5")]);
            return rig.Run(input, block, cuts);
        }
    }

    [Fact]
    public void Rest_and_waking_change_no_bit_whatever_the_blocks()
    {
        float[] input = new float[200_000];
        foreach (int at in new[] { 1_000, 90_001, 150_011 })
            WhiteNoise(3_000, at, 0.05f).CopyTo(input, at);
        float[] whole = Play(64, null);
        Assert.Equal(whole, Play(250, new Random(2)));
        Assert.Equal(0, Peak(whole.AsSpan(89_000, 1_000)));
        Assert.NotEqual(input[150_011..160_000], whole[150_011..160_000]);

        float[] Play(int block, Random? cuts)
        {
            using LoopRig rig = new(settings: ("gain", "-30"));
            return rig.Run(input, block, cuts);
        }
    }

    [Fact]
    public void A_longer_block_makes_the_delay_as_long_as_itself()
    {
        using LoopRig rig = new(maxFrames: 1024, settings: [("gain", "-40"), ("delay", "4")]);
        float[] output = rig.Run(Impulse(8_192), 1024);
        Assert.Equal(1024f / 48, rig.Meter("loop-delay"), 1e-3f);
        Assert.Equal(0, Peak(output.AsSpan(1, 1_023)));
        Assert.NotEqual(0, Peak(output.AsSpan(1_024, 100)));
    }

    [Fact]
    public void A_moved_microphone_hears_another_path_after_a_crossfade()
    {
        using LoopRig rig = new(settings: ("gain", "-40"));
        float[] before = rig.Run(Impulse(20_000));
        rig.Microphone.Choose("moved", "on");
        rig.RunSilence(1);
        float[] after = rig.Run(Impulse(20_000));
        RoomPlan plan = ImageSourceTests.Plan("wedge");
        RoomPath path = new(plan, plan.Moved, 48_000);
        path.DelayBy(192 + path.LeadFrames);
        Assert.Equal(0.01f * path.Limit * path.Response[20], after[path.DelayFrames + 20], 1e-6f);
        Assert.NotEqual(before[1..], after[1..]);
    }

    [Theory]
    [InlineData("moved", "on", 1.5)]
    [InlineData("room", "hall", 1.5)]
    [InlineData("delay", "17", 1.5)]
    [InlineData("gain", "-40", 1.5)]
    [InlineData("mute-loop", "on", 1.5)]
    public void No_change_clicks(string id, string value, double most)
    {
        float[] input = Sine(96_000, 500, level: 0.1f);
        using LoopRig rig = new(settings: ("gain", "-3"));
        rig.Run(input);
        float[] steady = rig.Run(input);
        rig.Microphone.Choose(id, value);
        float[] output = rig.Run(input);
        double quiet = Math.Max(SharpestBend(steady), SharpestBend(output.AsSpan(48_000)));
        Assert.InRange(SharpestBend(output.AsSpan(2)), 0, most * quiet);
    }

    [Fact]
    public void After_a_change_of_room_and_delay_it_is_as_if_it_had_always_been_so()
    {
        using LoopRig changed = new(settings: ("gain", "-20"));
        changed.Run(WhiteNoise(30_000, 3, 0.1f));
        changed.Microphone.Choose("room", "room");
        changed.Microphone.Choose("delay", "9");
        changed.RunSilence(3);
        using LoopRig fresh = new(settings: [("gain", "-20"), ("room", "room"), ("delay", "9")]);
        float[] input = WhiteNoise(30_000, 4, 0.1f);
        float[] expected = fresh.Run(input), output = changed.Run(input);
        for (int n = 0; n < output.Length; n++)
            Assert.Equal(expected[n], output[n], 1e-6f);
    }

    [Fact]
    public void A_bypassed_loudspeaker_or_microphone_opens_the_loop()
    {
        foreach (int bypassed in new[] { 0, 1 })
        {
            using LoopRig rig = new(settings: ("gain", "6"));
            rig.Run(WhiteNoise(4_800, 1, 1e-3f));
            rig.RunSilence(3);
            rig.Engine.Chain.Slots[bypassed].IsBypassed = true;
            rig.RunSilence(2);
            Assert.Equal(0, Peak(rig.RunSilence(0.5)));
            rig.Engine.Chain.Slots[bypassed].IsBypassed = false;
            rig.Run(WhiteNoise(4_800, 1, 1e-3f));
            Assert.InRange(Peak(rig.RunSilence(2)), 0.5f, 1);
        }
    }

    [Fact]
    public void A_closed_loop_may_ring_for_ever_and_an_open_one_has_no_tail()
    {
        using LoopRig rig = new();
        Assert.Equal(int.MaxValue, rig.Engine.Chain.TailFrames);
        rig.Microphone.Choose("mute-loop", "on");
        Assert.Equal(0, rig.Engine.Chain.TailFrames);
        using LoopRig alone = new(speaker: false);
        Assert.Equal(0, alone.Engine.Chain.TailFrames);
    }

    [Theory]
    [InlineData(8_000, 1, 1024)]
    [InlineData(44_100, 2, 512)]
    [InlineData(192_000, 6, 64)]
    public void It_howls_at_any_rate_and_with_any_channels(int rate, int channels, int maxFrames)
    {
        using LoopRig rig = new(channels, maxFrames, rate: rate, settings: [("room", "room"), ("gain", "9")]);
        rig.Run(WhiteNoise(rate / 10 * channels, 1, 1e-2f));
        rig.RunSilence(2);
        float[] howl = rig.RunSilence(0.2);
        Assert.InRange(Peak(howl), 0.95f, 1);
        for (int n = 0; n < howl.Length; n++)
            Assert.Equal(howl[n - (n % channels)], howl[n]);
    }

    [Fact]
    public void Nothing_is_allocated_while_all_of_it_moves()
    {
        using LoopRig rig = new(channels: 2, settings: ("gain", "3"));
        float[] block = WhiteNoise(2 * 256, 1, 0.01f), output = new float[block.Length];
        Work(2_000);
        Assert.Equal(0, AllocationGate.Measure(() => Work(6_000)));

        void Work(int blocks)
        {
            for (int i = 0; i < blocks; i++)
            {
                if (i % 70 == 0)
                {
                    for (int p = 1; p < rig.Microphone.Parameters.Count; p++)
                        rig.Microphone.Parameters[p].Target =
                            rig.Microphone.Parameters[p].FromNormalized(((i / 70 * (p + 3)) + p) % 11 / 10f);
                }
                if (i == 1_500)
                    rig.Microphone.Reset();
                rig.Engine.Process(block, 2, output, 2, 1 + (i * 31 % 256));
            }
        }
    }
}
