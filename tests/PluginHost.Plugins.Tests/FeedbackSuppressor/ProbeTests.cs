using PluginHost.Dsp.Convolution;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using PluginHost.Plugins.Loop;
using PluginHost.Plugins.Probe;
using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>The suppressor's own noise: what it finds, and what is heard of it.</summary>
public class ProbeTests
{
    private const int Rate = SimulatedLoop.Rate;
    private const float Cancels = 2;
    private const double Q = BiquadDesign.ButterworthQ;

    public static TheoryData<string> Programmes() => new(Programme.All);

    [Theory]
    [MemberData(nameof(Programmes))]
    public void Of_a_dry_programme_next_to_nothing_changes(string name)
    {
        float[] dry = Programme.Sung(name, 12), with = Probing(true).Run([[.. dry]])[0], without = Probing(false).Run([[.. dry]])[0];
        float[] probe = Difference(with, without);
        Assert.InRange(LevelDb(probe) - LevelDb(dry), -57, -54);
        // It lies where there is little else.
        double all = LevelDb(probe);
        new BiquadCascade([BiquadDesign.HighPass(6_000.0 / Rate, Q), BiquadDesign.LowPass(17_000.0 / Rate, Q)], 1).Process(probe, probe.Length, probe.Length);
        Assert.InRange(LevelDb(probe) - all, -1, 1);
    }

    [Fact]
    public void What_has_been_through_it_before_gets_another_noise()
    {
        float[] dry = Programme.Sung("speech", 4), once = Probing(true).Run([[.. dry]])[0], twice = Probing(true).Run([[.. once]])[0];
        float[] first = Difference(once, dry), second = Difference(twice, once);
        double alike = first.Zip(second, (a, b) => (double)a * b).Sum() / first.Sum(a => (double)a * a);
        Assert.InRange(alike, -0.02, 0.02);
    }

    [Theory]
    [InlineData("wedge", "speech")]
    [InlineData("wedge", "plucked")]
    [InlineData("wedge", "vibrato")]
    public void A_loop_near_its_limit_is_found_before_it_rings(string room, string source)
    {
        FeedbackSuppressorEffect probing = Probing(true), deaf = Probing(false);
        foreach (FeedbackSuppressorEffect suppressor in new[] { probing, deaf })
            SimulatedLoop.Room(room).Run(Programme.Sung(source, 8), _ => -0.5, SimulatedLoop.By(suppressor));
        Assert.Equal(Cancels, SuppressorTests.Meter(probing, "state"));
        Assert.Equal(0, SuppressorTests.Meter(deaf, "state"));
    }

    [Theory]
    [InlineData("wedge", -8)]
    [InlineData("wedge", -10)]
    [InlineData("room", -10)]
    public void A_loop_below_its_limit_is_left_alone(string room, double gainDb)
    {
        FeedbackSuppressorEffect suppressor = Probing(true);
        SimulatedLoop.Room(room).Run(Programme.Sung("plucked", 12), _ => gainDb, SimulatedLoop.By(suppressor));
        Assert.Equal(0, SuppressorTests.Meter(suppressor, "state"));
    }

    [Theory]
    [InlineData("wedge", "organ")]
    [InlineData("wedge", "vibrato")]
    [InlineData("room", "vibrato")]
    [InlineData("room", "plucked")]
    public void A_loop_that_is_cut_under_music_is_let_go_within_3_seconds(string room, string source)
    {
        FeedbackSuppressorEffect suppressor = Probing(true);
        SimulatedLoop.Room(room).Run(Programme.Sung(source, 9), t => Math.Min(3, (2 * t) - 6), SimulatedLoop.By(suppressor));
        Assert.Equal(Cancels, SuppressorTests.Meter(suppressor, "state"));
        float[] music = Programme.Sung(source, 6), output = suppressor.Run([[.. music]])[0];
        Span<float> rest = music.AsSpan(3 * Rate);
        Assert.InRange(LevelDb(Difference(output[(3 * Rate)..], rest.ToArray())) - LevelDb(rest), -60, -40);
    }

    [Theory]
    [InlineData(false, false, 0, -55)]
    [InlineData(true, false, 0, -37)]
    [InlineData(true, false, 10, -43)]
    [InlineData(false, true, 0, -37)]
    public void It_asks_louder_where_it_matters_and_little_is_heard(bool isUsed, bool isContradicted, double echo, double levelDb)
    {
        LoopProbe probe = new(Rate) { IsUsed = isUsed };
        if (isContradicted)
            probe.Expect();
        Assert.Equal(levelDb, Listen(probe, echo), 1.0);
        // What it cannot find out it does not ask for ever.
        probe.IsUsed = false;
        Listen(probe, 0);
        Assert.Equal(-55, Listen(probe, 0), 1.0);
    }

    [Fact]
    public void A_path_is_pure_up_to_the_strength_of_the_loop_that_is_heard()
    {
        Assert.Equal(0, new LoopProbe(Rate).PurityOf(0));
        LoopProbe near = Hear(-3), far = Hear(-6);
        Assert.Equal(1, near.PurityOf(1e-6f));
        Assert.Equal(0, near.PurityOf(1));
        // Half the power: half the strength up to which it may be the loop's.
        Assert.Equal(2, HalfPure(near) / HalfPure(far), 0.5);

        static LoopProbe Hear(double gainDb)
        {
            LoopProbe probe = new(Rate);
            SimulatedLoop.Room("wedge").Run(Programme.Sung("speech", 8), _ => gainDb, block =>
            {
                float[] heard = block.ToArray();
                probe.Add(block, 0);
                probe.Listen(heard, block);
            });
            return probe;
        }

        static double HalfPure(LoopProbe probe) =>
            Enumerable.Range(0, 600).Select(i => Math.Pow(10, (i - 600) / 200.0)).First(energy => probe.PurityOf((float)energy) < 0.5);
    }

    [Fact]
    public void Lags_of_which_nothing_is_known_say_nothing_of_the_direct_sound()
    {
        ProbeShape shape = new(Rate);
        DirectSound direct = new(shape, new RealFft(shape.Length), 0.02f);
        direct.Look([new LagEvidence(shape.Bins), new LagEvidence(shape.Bins), new LagEvidence(shape.Bins)], 0, 1);
        Assert.Equal(0, direct.Share);
        Assert.Equal(1, direct.Relief);
    }

    [Fact]
    public void Silence_of_a_probe_that_would_be_heard_says_that_there_is_no_loop()
    {
        float[] tone = Sine(2 * Rate, 300, Rate, 0.1f);
        LoopProbe dry = new(Rate), inLoop = new(Rate), inNoise = new(Rate);
        Assert.False(dry.HearsNone);
        Listen(dry, 0, tone, Rate);
        Listen(inLoop, 0.2, tone, Rate);
        Listen(inNoise, 0);
        Assert.True(dry.HearsNone);
        Assert.False(inLoop.HearsNone);
        Assert.False(inNoise.HearsNone);
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.2, 0)]
    [InlineData(0.3, 1e-4f)]
    public void A_loop_that_is_heard_is_not_absent_for_having_begun_in_quiet(double echo, float noise)
    {
        // Until it comes back there is next to nothing in the band, and what was sent then would be heard better than anything later.
        LoopProbe probe = new(Rate) { IsUsed = true };
        float[] music = Sum(Sine(2 * Rate, 300, Rate, 0.1f), Gaussian(2 * Rate, 3, noise));
        Listen(probe, echo, music, Rate);
        Assert.False(probe.IsAbsent);
        // Cut, it is.
        probe.IsUsed = false;
        Listen(probe, 0, music, Rate);
        Listen(probe, 0, music, Rate);
        Assert.True(probe.IsGone);
    }

    [Theory]
    [InlineData(0.25, false)]
    [InlineData(0.05, true)]
    public void A_loop_that_is_turned_down_far_is_absent_however_well_it_is_heard(double turnedDown, bool isAbsent)
    {
        float[] quiet = Sum(Sine(2 * Rate, 300, Rate, 0.1f), Gaussian(2 * Rate, 3, 1e-5f));
        LoopProbe probe = new(Rate);
        Listen(probe, 0.3, quiet, Rate);
        Listen(probe, turnedDown, quiet, Rate);
        Listen(probe, turnedDown, quiet, Rate);
        Assert.Equal(isAbsent, probe.IsAbsent);
    }

    [Fact]
    public void A_loop_that_howls_nevertheless_is_there_however_weak_it_is_in_the_band()
    {
        float[] quiet = Sum(Sine(2 * Rate, 300, Rate, 0.1f), Gaussian(2 * Rate, 3, 1e-5f));
        LoopProbe probe = new(Rate);
        Listen(probe, 0.3, quiet, Rate);
        Listen(probe, 0, quiet, Rate);
        Listen(probe, 0, quiet, Rate);
        Assert.True(probe.IsGone);
        // The microphone stands in a dull room, and it howls.
        probe.Expect();
        Assert.False(probe.IsAbsent);
        Listen(probe, 0.03, quiet, Rate);
        Assert.False(probe.IsAbsent);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.01, false)]
    [InlineData(0.04, true)]
    [InlineData(1, true)]
    [InlineData(2.5, false)]
    public void A_loop_that_is_plainly_heard_is_no_less_there_for_a_path_that_lags_behind(double ofWhatIsHeard, bool isThere)
    {
        LoopProbe probe = new(Rate);
        Listen(probe, 0.4, Sine(2 * Rate, 300, Rate, 0.1f), Rate);
        Assert.Equal(isThere, probe.Confirms((float)ofWhatIsHeard * 0.16f));
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(96_000)]
    public void A_path_with_half_of_what_is_heard_is_not_the_whole_loop(int rate)
    {
        LoopProbe probe = new(rate);
        Assert.Equal(1, probe.Missing(0));
        Listen(probe, 0.2, Sine(2 * rate, 300, rate, 0.1f), rate);
        // An echo as strong at all frequencies, up to 24 kHz if no loudspeaker plays higher.
        float whole = 0.04f * 48_000 / rate;
        Assert.Equal(1, probe.Missing(0.6f * whole));
        Assert.Equal(Math.Sqrt(1 / 0.35), probe.Missing(0.35f * whole), 0.15);
        Assert.Equal(2, probe.Missing(0.1f * whole));
        probe.Forget();
        Assert.Equal(1, probe.Missing(0));
    }

    // Of the noise in the last second of two, relative to the music; the noise alone comes back, after 11 ms.
    private static double Listen(LoopProbe probe, double echo) => Listen(probe, echo, Scaled(WhiteNoise(2 * Rate, 3), 0.1f), Rate);

    private static double Listen(LoopProbe probe, double echo, float[] music, int rate)
    {
        int step = LoopShape.StepAt(rate);
        float[] sent = [.. music];
        for (int at = 0; at + step <= sent.Length; at += step)
        {
            probe.Add(sent.AsSpan(at, step), 0);
            float[] heard = [.. Enumerable.Range(at, step).Select(n => music[n] + (float)(n < 512 ? 0 : echo * (sent[n - 512] - music[n - 512])))];
            probe.Listen(heard, sent.AsSpan(at, step));
        }
        return LevelDb(Difference(sent[rate..], music[rate..])) - LevelDb(music.AsSpan(rate));
    }

    [Theory]
    [InlineData(48_000, 1, 512, -8.1, -5)]
    [InlineData(48_000, 1, 650, -8.1, -5)]
    [InlineData(48_000, 0.4, 650, -0.1, 0)]
    [InlineData(48_000, 0, 512, -0.1, 0)]
    [InlineData(8_000, 1, 100, -8.1, -5)]
    [InlineData(8_000, 0, 100, -0.1, 0)]
    [InlineData(192_000, 1, 3_000, -8.1, -5)]
    [InlineData(192_000, 0, 3_000, -0.1, 0)]
    public void A_direct_sound_is_as_calm_as_a_room_with_some_dB_less(int rate, double share, int delay, double leastDb, double mostDb)
    {
        // That, and a decay of 0.1 s, of both the same energy at all frequencies.
        float[] room = [.. Gaussian(rate / 20, 4).Select((x, n) => x * (float)Math.Exp(-6.9 * n / (0.1 * rate)))];
        float[] path = Scaled(room, (float)Math.Sqrt((1 - share) * 0.04 / room.Sum(x => x * x)));
        path[0] += (float)Math.Sqrt(share * 0.04);
        PartitionedConvolver convolver = new([.. new float[delay], .. path]);
        LoopProbe probe = new(rate);
        float[] music = Sine(3 * rate, 0.006 * rate, rate, 0.1f), sent = [.. music];
        int step = LoopShape.StepAt(rate);
        for (int at = 0; at + step <= sent.Length; at += step)
        {
            probe.Add(sent.AsSpan(at, step), 0);
            float[] echo = Difference(sent[at..(at + step)], music[at..(at + step)]);
            convolver.Process(echo);
            probe.Listen(Sum(music[at..(at + step)], echo), sent.AsSpan(at, step));
        }
        double inRoomDb = 10 * Math.Log10(probe.InRoom(1));
        Assert.InRange(inRoomDb, leastDb, mostDb);
        // What arrives between two windows is heard a little less.
        Assert.InRange((10 * Math.Log10(probe.GainOf(1) / 0.04)) - inRoomDb, -4, 0.5);
        probe.Forget();
        Assert.Equal(1, probe.InRoom(1));
    }

    [Fact]
    public void A_mute_for_a_second_is_not_the_end_of_a_loop()
    {
        FeedbackSuppressorEffect suppressor = Probing(true);
        Suppress suppress = SimulatedLoop.By(suppressor);
        int frame = 0;
        SimulatedLoop.Room("wedge").Run(Programme.Sung("speech", 11), _ => -0.5, block =>
        {
            if (frame is > 6 * Rate and < 7 * Rate)
                block.Clear();
            frame += block.Length;
            suppress(block);
        });
        Assert.Equal(Cancels, SuppressorTests.Meter(suppressor, "state"));
    }

    [Fact]
    public void A_howl_is_caught_where_the_probe_does_not_come_back_any_more()
    {
        FeedbackSuppressorEffect suppressor = Probing(true);
        SimulatedLoop.Room("wedge").Run(Programme.Sung("vibrato", 9), t => Math.Min(3, (2 * t) - 6), SimulatedLoop.By(suppressor));
        // The microphone stands elsewhere: there it howls at 1 kHz, and nothing is heard of the band of the probe.
        float[] output = SimulatedLoop.Resonant(1_000).Run(Programme.Sung("vibrato", 9), t => t < 4 ? -20 : 3, SimulatedLoop.By(suppressor)).Output;
        // Notches hold it, or the canceller; nobody has to duck any more.
        Assert.InRange(SuppressorTests.Meter(suppressor, "state"), Cancels - 1, Cancels);
        Assert.InRange(Peak(output.AsSpan(7 * Rate)), 0, 0.5f);
    }

    [Fact]
    public void What_it_heard_counts_no_more_once_it_is_off()
    {
        FeedbackSuppressorEffect suppressor = Probing(true);
        SimulatedLoop.Room("wedge").Run(Programme.Sung("speech", 8), _ => -0.5, SimulatedLoop.By(suppressor));
        Assert.Equal(Cancels, SuppressorTests.Meter(suppressor, "state"));
        suppressor.Set("probe", 0);
        suppressor.Set("reset", 1);
        suppressor.Run([Programme.Sung("speech", 3)]);
        Assert.Equal(0, SuppressorTests.Meter(suppressor, "state"));
    }

    private static float[] Difference(float[] a, float[] b) => Sum(a, Scaled(b, -1));

    private static FeedbackSuppressorEffect Probing(bool isOn)
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor("both");
        suppressor.Set("probe", isOn ? 1 : 0);
        return suppressor;
    }
}
