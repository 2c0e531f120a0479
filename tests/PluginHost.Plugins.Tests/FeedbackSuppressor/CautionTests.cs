using PluginHost.Plugins.Loop;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>How much of its prediction the canceller says is to be taken, and how it knows.</summary>
public class CautionTests
{
    private const int Rate = SimulatedLoop.Rate;

    [Fact]
    public void After_the_loop_was_turned_up_what_was_heard_of_it_before_does_not_count()
    {
        List<(double Time, float Share)> shares = [];
        Run("hall", "speech", 16, t => t < 6 ? -1 : 5, (time, canceller) => shares.Add((time, canceller.ShareNeeded)));
        float settled = shares.Where(s => s.Time > 15).Average(s => s.Share);
        Assert.InRange(settled, 0.3, 0.9);
        Assert.All(shares.Where(s => s.Time is > 4 and < 6), s => Assert.InRange(s.Share, 0.05, settled - 0.2));
        // The noise alone would take seconds to say so.
        Assert.All(shares.Where(s => s.Time > 6.5), s => Assert.InRange(s.Share, settled - 0.1, settled + 0.2));
    }

    [Fact]
    public void A_loop_that_was_turned_up_lately_counts_as_one_that_rings()
    {
        List<(double Time, float Calm, float Ringing)> shares = [];
        Run("hall", "speech", 16, t => t < 6 ? -1 : 5, (time, canceller) => shares.Add((time, Bearable(canceller, false), Bearable(canceller, true))));
        Assert.Contains(shares, s => s.Time is > 4 and < 6 && s.Calm < s.Ringing - 0.1f);
        Assert.All(shares.Where(s => s.Time > 6.5), s => Assert.Equal(s.Ringing, s.Calm));
        Assert.Contains(shares, s => s.Time > 12 && s.Ringing < 1);

        static float Bearable(LoopCanceller canceller, bool hasHowled)
        {
            bool had = canceller.HasHowled;
            canceller.HasHowled = hasHowled;
            float share = canceller.ShareBearable(1);
            canceller.HasHowled = had;
            return share;
        }
    }

    [Theory]
    [InlineData("wedge", "speech", 0.8, 1)]
    [InlineData("wedge", "organ", 0, 0.2)]
    public void A_path_learned_from_speech_is_pure_and_one_from_an_organ_is_not(string room, string source, double least, double most)
    {
        double purity = 0;
        int count = 0;
        Run(room, source, 8, t => Math.Min(1, (3 * t) - 6), (time, canceller) =>
        {
            if (time < 5)
                return;
            Assert.True(canceller.IsEngaged);
            purity += canceller.Purity;
            count++;
        });
        Assert.InRange(purity / count, least, most);
    }

    [Fact]
    public void Of_a_loop_that_howled_all_of_every_band_is_taken()
    {
        List<(double Time, bool IsWhole)> bands = [];
        Run("wedge", "organ", 8, t => Math.Min(1, (3 * t) - 6), (time, canceller) =>
        {
            canceller.HasHowled = time > 6;
            bands.Add((time, canceller.IsWhole));
        });
        Assert.Contains(bands, b => b.Time is > 5 and < 6 && !b.IsWhole);
        // An estimate takes up to 171 ms.
        Assert.All(bands.Where(b => b.Time > 6.4), b => Assert.True(b.IsWhole));
    }

    [Fact]
    public void What_was_sent_before_a_pause_is_not_subtracted_after_it()
    {
        LoopCanceller canceller = new(Rate, FeedbackControls.LongestMs);
        Run("wedge", "speech", 6, _ => -0.5, (_, _) => { }, canceller);
        Assert.True(canceller.IsEngaged);
        Assert.InRange(Peak(Silence(canceller, 640)), 1e-5f, 1);
        canceller.IsOn = false;
        Silence(canceller, Rate);
        canceller.IsOn = true;
        Assert.Equal(0, Peak(Silence(canceller, Rate / 2)));
        Assert.True(canceller.IsEngaged);
    }

    private static float[] Silence(LoopCanceller canceller, int frames)
    {
        float[] output = new float[frames];
        for (int at = 0; at + 64 <= frames; at += 64)
        {
            canceller.Cancel(output.AsSpan(at, 64));
            canceller.Sent(new float[64]);
        }
        return output;
    }

    // Nothing but the canceller in the loop, with all of what it predicts taken.
    private static void Run(string room, string source, double seconds, Func<double, double> gainDb, Action<double, LoopCanceller> look, LoopCanceller? used = null)
    {
        LoopCanceller canceller = used ?? new(Rate, FeedbackControls.LongestMs);
        long frames = 0;
        SimulatedLoop.Room(room).Run(Programme.Sung(source, seconds), gainDb, block =>
        {
            canceller.Cancel(block);
            canceller.Probe(block);
            canceller.Sent(block);
            frames += block.Length;
            look((double)frames / Rate, canceller);
        });
    }
}
