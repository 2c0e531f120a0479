using PluginHost.Plugins.LastResort;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class GovernorTests
{
    private const int Rate = SimulatedLoop.Rate;
    private const int Hop = 512;
    private static readonly LoopLevels Growing = new(-20, -40, 8, 4, 4, IsPartial: false, IsSteady: true);

    [Fact]
    public void A_proven_loop_that_grows_is_ducked_by_steps_and_no_further_than_allowed()
    {
        Governor governor = new(Rate) { MostDb = 9 };
        Run(governor, Growing, 1, LoopEvidence.Loop);
        Assert.Equal(-3, governor.GainDb);
        Run(governor, Growing, 20, LoopEvidence.Loop);
        Assert.Equal(-9, governor.GainDb);
        governor.MostDb = 4;
        Run(governor, Growing, 2, LoopEvidence.Loop);
        Assert.Equal(-4, governor.GainDb);
    }

    [Fact]
    public void Afterwards_it_waits_and_turns_up_by_8_dB_a_second()
    {
        Governor governor = new(Rate);
        Run(governor, Growing, 20, LoopEvidence.Loop);
        Run(governor, LoopLevels.Silence, HopsIn(0.2), LoopEvidence.Loop);
        Assert.Equal(-12, governor.GainDb);
        Run(governor, LoopLevels.Silence, HopsIn(1), LoopEvidence.Loop);
        Assert.InRange(governor.GainDb, -5.5f, -4);
        Run(governor, LoopLevels.Silence, HopsIn(0.7), LoopEvidence.Loop);
        Assert.Equal(0, governor.GainDb);
    }

    [Theory]
    [InlineData("Heard")]
    [InlineData("Loop")]
    [InlineData("Howl")]
    public void What_howls_again_and_again_is_held_below_the_gain_at_which_it_does(string evidence)
    {
        const double limitDb = -2, growsSeconds = 0.2;
        Governor governor = new(Rate);
        List<double> howls = [];
        for (double t = 0; t < 20; t += (double)Hop / Rate)
        {
            bool grows = howls.Count > 0 && t < howls[^1] + growsSeconds;
            if (!grows && governor.GainDb > limitDb)
                howls.Add(t);
            Run(governor, grows ? Growing : LoopLevels.Silence, 1, Enum.Parse<LoopEvidence>(evidence));
        }
        // Held at -5 dB, and tried again at 0.3 dB a second.
        Assert.Equal(3, howls.Count);
        Assert.InRange(howls[1], 1, 3);
        Assert.InRange(howls[2] - howls[1], 9, 11);
    }

    [Fact]
    public void What_howls_once_or_is_soon_caught_is_turned_up_all_the_way()
    {
        Governor governor = new(Rate);
        for (int i = 0; i < 4; i++)
        {
            // Deep but seldom, then often but not deep.
            Run(governor, Growing, i < 2 ? 20 : 2, LoopEvidence.Howl);
            Run(governor, LoopLevels.Silence, HopsIn(i < 2 ? 5 : 1.2), LoopEvidence.Howl);
            Assert.Equal(0, governor.GainDb);
        }
    }

    [Theory]
    [InlineData("Gone", 0)]
    [InlineData("None", 0)]
    [InlineData("Heard", -3.3f)]
    public void It_is_held_only_as_long_as_there_is_a_loop(string evidence, float gainDb)
    {
        Governor governor = new(Rate);
        for (int i = 0; i < 2; i++)
        {
            Run(governor, Growing, 20, LoopEvidence.Howl);
            Run(governor, LoopLevels.Silence, HopsIn(1.6), LoopEvidence.Howl);
        }
        // It was at -1.2 dB when it grew again.
        Assert.Equal(-3.6f, governor.GainDb, 0.2f);
        Run(governor, LoopLevels.Silence, HopsIn(1), Enum.Parse<LoopEvidence>(evidence));
        Assert.Equal(gainDb, governor.GainDb, 0.2f);
    }

    [Fact]
    public void Where_the_loop_is_gone_it_turns_up_at_once()
    {
        Governor governor = new(Rate);
        Run(governor, Growing, 20, LoopEvidence.Loop);
        Assert.Equal(-12, governor.GainDb);
        Run(governor, LoopLevels.Silence, HopsIn(0.6), LoopEvidence.Gone);
        Assert.Equal(0, governor.GainDb);
    }

    [Fact]
    public void Without_proof_a_lone_tone_is_ducked_by_6_dB_at_most()
    {
        Governor governor = new(Rate);
        Run(governor, Growing, 2, LoopEvidence.None);
        Assert.Equal(0, governor.GainDb);
        Run(governor, Growing, 50, LoopEvidence.None);
        Assert.Equal(-6, governor.GainDb);
    }

    [Fact]
    public void In_a_loop_that_is_only_heard_a_jump_is_ducked_and_a_swell_is_not()
    {
        Governor governor = new(Rate);
        LoopLevels swell = Growing with { EarlyDb = 2.2f, LateDb = 2.2f };
        Run(governor, swell, 50, LoopEvidence.Heard);
        Assert.Equal(0, governor.GainDb);
        Run(governor, swell with { ToneDb = -6, OthersDb = -20 }, 2, LoopEvidence.Heard, isClipping: true);
        Assert.InRange(governor.GainDb, -6, -3);
        Run(governor, Growing, 20, LoopEvidence.Heard);
        Assert.Equal(-12, governor.GainDb);
        governor.Reset();
        Run(governor, swell, 20, LoopEvidence.Loop);
        Assert.Equal(-12, governor.GainDb);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_a_programme_does_is_no_evidence(string what, bool isKnown)
    {
        LoopLevels levels = what switch
        {
            "loud" => Growing with { ToneDb = 0, ExcessDb = 0, EarlyDb = 0, LateDb = 0 },
            "an attack" => Growing with { EarlyDb = 10, LateDb = 5 },
            "partials" => Growing with { IsPartial = true },
            "vibrato" => Growing with { IsSteady = false },
            "a chord" => Growing with { OthersDb = -19 },
            "as loud as before" => Growing with { ExcessDb = 1 },
            _ => Growing with { ToneDb = -60, OthersDb = -90 },
        };
        Governor governor = new(Rate);
        Run(governor, levels, 100, isKnown ? LoopEvidence.Loop : LoopEvidence.None);
        Assert.Equal(0, governor.GainDb);
    }

    public static MatrixTheoryData<string, bool> Harmless() =>
        new(["loud", "an attack", "partials", "vibrato", "a chord", "as loud as before", "quiet"], [false, true]);

    [Fact]
    public void What_clips_is_no_evidence_before_a_howl_was_proven()
    {
        LoopLevels loud = Growing with { ToneDb = -5, OthersDb = -1, ExcessDb = 20, EarlyDb = 0, LateDb = 0 };
        foreach (LoopEvidence evidence in Enum.GetValues<LoopEvidence>())
        {
            Governor governor = new(Rate);
            Run(governor, loud, 20, evidence, isClipping: true);
            Assert.Equal(evidence == LoopEvidence.Howl ? -12 : 0, governor.GainDb);
        }
    }

    [Fact]
    public void A_step_does_not_click_and_0_dB_changes_no_bit()
    {
        float[] tone = Sine(180 * Hop, 200, level: 0.5f), output = [.. tone];
        Governor governor = new(Rate);
        for (int at = 0; at + Hop <= output.Length; at += Hop)
        {
            governor.Process(output.AsSpan(at, Hop));
            governor.Judge(at is > 10_000 and < 15_000 ? Growing : LoopLevels.Silence, LoopEvidence.Howl, false, (float)Hop / Rate);
        }
        Assert.Equal(tone[..10_000], output[..10_000]);
        Assert.InRange(SharpestBend(output), 0, 3 * SharpestBend(tone));
        Assert.InRange(LevelDb(output.AsSpan(15_000, 5_000)) - LevelDb(tone), -13, -9);
    }

    [Fact]
    public void Blocks_change_no_bit()
    {
        float[] whole = Play(Hop), single = Play(1), odd = Play(37);
        Assert.Equal(whole, single);
        Assert.Equal(whole, odd);

        static float[] Play(int block)
        {
            float[] samples = WhiteNoise(40 * Hop, 1);
            Governor governor = new(Rate);
            for (int at = 0; at < samples.Length;)
            {
                int frames = Math.Min(block, Hop - (at % Hop));
                governor.Process(samples.AsSpan(at, frames));
                at += frames;
                if (at % Hop == 0)
                    governor.Judge(at < 10 * Hop ? Growing : LoopLevels.Silence, LoopEvidence.Howl, false, (float)Hop / Rate);
            }
            return samples;
        }
    }

    private static int HopsIn(double seconds) => (int)(seconds * Rate / Hop);

    private static void Run(Governor governor, LoopLevels levels, int hops, LoopEvidence evidence, bool isClipping = false)
    {
        float[] samples = new float[Hop];
        for (int i = 0; i < hops; i++)
        {
            governor.Judge(levels, evidence, isClipping, (float)Hop / Rate);
            governor.Process(samples);
        }
    }
}
