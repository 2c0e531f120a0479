using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class SuppressorTests
{
    private const int Rate = SimulatedLoop.Rate;

    [Theory]
    [MemberData(nameof(Programmes))]
    public void A_dry_programme_leaves_bit_for_bit(string name)
    {
        float[] dry = Scaled(Programme.Make(name, 5), 0.9885f);
        foreach (string mode in new[] { "notch", "ring-out" })
            Assert.Equal(dry, Suppressor(mode).Run([dry])[0]);
    }

    [Theory]
    [MemberData(nameof(Programmes))]
    public void Trials_for_a_loop_change_next_to_nothing_of_a_dry_programme(string name)
    {
        float[] dry = Scaled(Programme.Make(name, 5), 0.9885f), sent = Suppressor("both").Run([dry])[0];
        double power = 0, change = 1e-20;
        for (int n = 0; n < dry.Length; n++)
        {
            power += dry[n] * (double)dry[n];
            change += Math.Pow(sent[n] - dry[n], 2);
        }
        Assert.InRange(10 * Math.Log10(power / change), 50, double.MaxValue);
    }

    public static TheoryData<string> Programmes() => [.. Programme.All];

    [Fact]
    public void However_dynamic_a_programme_is_it_is_not_ducked()
    {
        FeedbackSuppressorEffect suppressor = Suppressor("notch", 64);
        float[] swell = Scaled(Programme.Make("crescendo", 6), 0.9885f), quietThenLoud = Programme.Make("drums", 3);
        for (int n = 0; n < quietThenLoud.Length; n++)
            quietThenLoud[n] *= n < 96_000 ? 1e-3f : 0.9885f;
        foreach (float[] programme in new[] { swell, quietThenLoud })
        {
            for (int at = 0; at + 64 <= programme.Length; at += 64)
            {
                SimulatedLoop.By(suppressor)(programme.AsSpan(at, 64));
                Assert.Equal(0, Meter(suppressor, "duck"));
            }
        }
    }

    // A loop that is only heard, 3 dB below its limit, is no reason to take a swell for a howl: it was ducked by up to 12 dB.
    [Theory]
    [InlineData("wedge", 70)]
    [InlineData("wedge", 330)]
    [InlineData("room", 70)]
    public void A_tone_that_swells_in_a_calm_loop_is_not_ducked(string room, double hertz)
    {
        float[] sung = [.. Programme.Sung("speech", 7).Select((x, n) => (0.3f * x) + (float)(0.1 * Swell((n / 48_000.0) - 5) * Math.Sin(Math.Tau * hertz * n / Rate)))];
        FeedbackSuppressorEffect suppressor = Suppressor("both");
        Suppress both = SimulatedLoop.By(suppressor);
        float duck = 0, state = 0;
        SimulatedLoop.Room(room).Run(sung, _ => -3, block =>
        {
            both(block);
            duck = Math.Min(duck, Meter(suppressor, "duck"));
            state = Math.Max(state, Meter(suppressor, "state"));
        });
        Assert.Equal(0, duck);
        // It was subtracted, though.
        Assert.Equal(2, state);

        // 40 dB a second, and off.
        static double Swell(double t) => Math.Pow(10, Math.Min(0, 2 * (t - 0.8))) * Math.Clamp((1.2 - t) / 0.2, 0, 1);
    }

    [Fact]
    public void Blocks_change_no_bit_of_a_howl_that_is_cut_and_ducked()
    {
        // Heard without a suppressor, so that it goes on however much is cut.
        (float[] microphone, _) = SimulatedLoop.Room("room").Run(Programme.Sung("speech", 4), t => t < 1 ? -3 : 4, null);
        float[] whole = Suppressor("both").Run([microphone])[0];
        Assert.NotEqual(microphone, whole);
        Assert.Equal(whole, Suppressor("both").Run([microphone], new Random(1))[0]);
        Assert.Equal(whole, Suppressor("both", maxFrames: 64).Run([microphone])[0]);
        Assert.Equal(whole, Suppressor("both", maxFrames: 1).Run([microphone])[0]);
    }

    [Theory]
    [InlineData("both", 340, "organ", 3)]
    [InlineData("both", 100, "organ", 3)]
    [InlineData("both", 100, "speech", 3)]
    [InlineData("both", 340, "plucked", -20)]
    [InlineData("notch", 100, "plucked", 3)]
    public void After_a_reset_it_answers_as_it_did_when_it_was_new(string mode, float lengthMs, string source, double gainDb)
    {
        FeedbackSuppressorEffect suppressor = Suppressor(mode);
        suppressor.Set("filter-length", lengthMs);
        (float[] microphone, float[] output) = SimulatedLoop.Room("wedge")
            .Run(Programme.Sung(source, 6), t => Math.Min(gainDb, (2 * t) - 5), SimulatedLoop.By(suppressor));
        Assert.NotEqual(microphone, output);
        suppressor.Reset();
        Assert.Equal(output, suppressor.Run([microphone])[0]);
    }

    [Fact]
    public void Nothing_is_allocated_while_it_howls()
    {
        (float[] microphone, _) = SimulatedLoop.Room("hall").Run(Programme.Sung("plucked", 3), t => t < 1 ? -3 : 6, null);
        FeedbackSuppressorEffect suppressor = Suppressor("both", 64);
        suppressor.Run([microphone]);
        suppressor.Reset();
        Suppress suppress = SimulatedLoop.By(suppressor);
        Meter inUse = suppressor.Meters.Single(meter => meter.Id == "notches-in-use");
        float most = 0;
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int at = 0; at + 64 <= microphone.Length; at += 64)
            {
                suppress(microphone.AsSpan(at, 64));
                most = Math.Max(most, inUse.Value);
            }
        }));
        Assert.NotEqual(0, most);
    }

    [Fact]
    public void It_shows_what_it_does()
    {
        FeedbackSuppressorEffect suppressor = Suppressor("notch");
        SimulatedLoop loop = SimulatedLoop.Resonant(1_000);
        Assert.Equal(0, Meter(suppressor, "state"));
        loop.Run(Gaussian(2 * Rate, 1, 1e-4f), _ => 1.5, SimulatedLoop.By(suppressor));
        Assert.Equal(1, Meter(suppressor, "state"));
        Assert.Equal(1, Meter(suppressor, "notches-in-use"));
        Assert.Equal(loop.HowlHz, Meter(suppressor, "notch-list-hz"), 1.0);
        Assert.InRange(Meter(suppressor, "notch-list-depth"), -18, -2.9);
        Assert.InRange(Meter(suppressor, "notch-list-width"), 0.05, 0.2);
        Assert.InRange(Meter(suppressor, "notch-list-age"), 0.1, 2);
        Assert.Equal(2, Meter(suppressor, "notch-list-state"));
        suppressor.Reset();
        Assert.Equal(0, Meter(suppressor, "notches-in-use"));
        Assert.Equal(0, Meter(suppressor, "notch-list-hz"));
    }

    [Fact]
    public void A_ring_out_locks_what_it_proves_and_reset_spares_it_unless_it_learns()
    {
        FeedbackSuppressorEffect suppressor = Suppressor("ring-out");
        SimulatedLoop.Resonant(1_000).Run(Gaussian(2 * Rate, 1, 1e-4f), _ => 1.5, SimulatedLoop.By(suppressor));
        Assert.Equal(3, Meter(suppressor, "notch-list-state"));
        suppressor.Choose("mode", "cancel");
        Press("reset");
        Assert.Equal(1, Meter(suppressor, "notches-in-use"));
        suppressor.Choose("mode", "ring-out");
        Press("reset");
        Assert.Equal(0, Meter(suppressor, "notches-in-use"));
        Assert.Empty(suppressor.SaveState());

        void Press(string id)
        {
            suppressor.Set(id, 1);
            suppressor.Run([new float[Rate / 4]]);
            suppressor.Set(id, 0);
            suppressor.Run([new float[Rate / 4]]);
        }
    }

    [Fact]
    public void Reset_forgets_unlocked_notches_once()
    {
        FeedbackSuppressorEffect suppressor = Suppressor("notch");
        suppressor.Set("reset", 1);
        // It was on from the start: only a change acts.
        suppressor.Reset();
        SimulatedLoop.Resonant(1_000).Run(Gaussian(2 * Rate, 1, 1e-4f), _ => 1.5, SimulatedLoop.By(suppressor));
        Assert.Equal(1, Meter(suppressor, "notches-in-use"));
        suppressor.Set("reset", 0);
        suppressor.Run([new float[Rate / 4]]);
        Assert.Equal(1, Meter(suppressor, "notches-in-use"));
        suppressor.Set("reset", 1);
        suppressor.Run([new float[Rate / 4]]);
        Assert.Equal(0, Meter(suppressor, "notches-in-use"));
    }

    [Fact]
    public void In_mode_cancel_no_notch_is_placed()
    {
        FeedbackSuppressorEffect suppressor = Suppressor("cancel");
        SimulatedLoop.Room("wedge").Run(Gaussian(2 * Rate, 1, 1e-3f), _ => 6, block =>
        {
            SimulatedLoop.By(suppressor)(block);
            Assert.Equal(0, Meter(suppressor, "notches-in-use"));
        });
    }

    [Theory]
    [InlineData("shift", "shift", 5)]
    [InlineData("phase", "depth", 80)]
    public void Decorrelation_keeps_the_level_and_is_out_of_the_path_at_0(string kind, string id, float value)
    {
        float[] tone = Sine(Rate, 1_000, level: 0.25f);
        FeedbackSuppressorEffect suppressor = Suppressor("notch");
        suppressor.Choose("decorrelate", kind);
        suppressor.Set(id, 0);
        suppressor.Reset();
        Assert.Equal(tone, suppressor.Run([tone])[0]);
        suppressor.Set(id, value);
        suppressor.Reset();
        float[] output = suppressor.Run([tone])[0];
        Assert.NotEqual(tone, output);
        Assert.Equal(LevelDb(tone.AsSpan(4_800)), LevelDb(output.AsSpan(4_800)), 0.1);
        suppressor.Choose("decorrelate", "off");
        suppressor.Run([tone]);
        Assert.Equal(tone, suppressor.Run([tone])[0]);
    }

    internal static float Meter(FeedbackSuppressorEffect suppressor, string id) =>
        suppressor.Meters.Single(meter => meter.Id == id).Value;

    internal static FeedbackSuppressorEffect Suppressor(string mode, int maxFrames = 512, int channels = 1)
    {
        FeedbackSuppressorEffect suppressor = Prepared<FeedbackSuppressorEffect>(Rate, channels, maxFrames);
        suppressor.Choose("mode", mode);
        suppressor.Reset();
        return suppressor;
    }
}
