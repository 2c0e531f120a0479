using PluginHost.Plugins.Guard;
using Xunit;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class RingTrialTests
{
    private const int Rate = 48_000;
    private const int Delay = 960;

    // What a trial of one tone may cost.
    private const double LeastSdr = 50;

    [Theory]
    [InlineData(0.93f)]
    [InlineData(0.97f)]
    public void A_loop_that_rings_below_its_limit_is_proven(float gain)
    {
        HowlGuard guard = Trying();
        float[] source = Programme(8);
        float[] heard = new float[source.Length], sent = new float[source.Length];
        Loop(guard, source, heard, sent, gain);
        Assert.True(guard.Alert > 0.3f);
    }

    [Fact]
    public void One_in_doubt_takes_one_more_trial()
    {
        float[] source = Programme(8), room = new float[source.Length];
        int sure = Loop(Trying(), source, room, [.. source], 0.97f), doubted = Loop(Trying(doubts: true), source, room, [.. source], 0.97f);
        // A trial takes 0.6 s, and there is a pause before the next one.
        Assert.InRange((double)(doubted - sure) / Rate, 0.6, 2.5);
    }

    [Fact]
    public void The_same_loop_far_below_its_limit_is_not()
    {
        HowlGuard guard = Trying();
        float[] source = Programme(8);
        float[] heard = new float[source.Length], sent = new float[source.Length];
        Loop(guard, source, heard, sent, 0.25f);
        Assert.Equal(0, guard.Alert);
    }

    [Theory]
    [InlineData("bell")]
    [InlineData("drone")]
    [InlineData("string")]
    [InlineData("tremolo")]
    public void A_played_tone_is_not_and_hardly_changed(string name)
    {
        HowlGuard guard = Trying();
        float[] heard = Tone(name, 12);
        float[] sent = [.. heard];
        guard.Process(sent);
        Assert.Equal(0, guard.Alert);
        double power = 0, change = 0;
        for (int n = 0; n < heard.Length; n++)
        {
            power += heard[n] * (double)heard[n];
            change += Math.Pow(sent[n] - heard[n], 2);
        }
        Assert.True(10 * Math.Log10(power / (change + 1e-20)) > LeastSdr);
    }

    [Fact]
    public void Trials_do_not_depend_on_the_cut_into_blocks()
    {
        float[] one = Tone("bell", 4), other = [.. one];
        Trying().Process(one);
        HowlGuard guard = Trying();
        for (int at = 0, length = 1; at < other.Length; at += length, length = (length * 7 % 331) + 1)
            guard.Process(other.AsSpan(at, Math.Min(length, other.Length - at)));
        Assert.Equal(one, other);
    }

    private static HowlGuard Trying(bool doubts = false) => new(Rate) { Settings = new GuardSettings { TriesRings = true, DoubtsRings = doubts } };

    // An echo through a resonance, so that one frequency alone comes near the limit. Gets when it was proven.
    private static int Loop(HowlGuard guard, float[] source, float[] heard, float[] sent, float gain)
    {
        const double Width = 2 * Math.PI * 40 / Rate;
        double angle = 2 * Math.PI * 1_000 / Rate, radius = 1 - (Width / 2);
        double one = 0, two = 0, before = 0, last = 0;
        int proven = -1;
        for (int n = 0; n < source.Length; n++)
        {
            double x = n < Delay ? 0 : sent[n - Delay];
            double y = (x - before) * (1 - radius) + (2 * radius * Math.Cos(angle) * one) - (radius * radius * two);
            (two, one, before, last) = (one, y, last, x);
            heard[n] = source[n] + (gain * (float)y);
            sent[n] = heard[n];
            guard.Process(sent.AsSpan(n, 1));
            if (proven < 0 && guard.Alert > 0)
                proven = n;
        }
        return proven;
    }

    // Words of noise with gaps.
    private static float[] Programme(int seconds)
    {
        Random random = new(3);
        float[] samples = new float[seconds * Rate];
        for (int n = 0; n < samples.Length; n++)
        {
            double t = n / (double)Rate;
            double loud = t % 2 < 0.8 ? Math.Pow(Math.Sin(Math.PI * t * 2.5), 2) : 0;
            samples[n] = (float)((0.2 * loud) + 1e-4) * (random.NextSingle() - 0.5f);
        }
        return samples;
    }

    private static float[] Tone(string name, int seconds)
    {
        Random random = new(4);
        float[] samples = new float[seconds * Rate];
        for (int n = 0; n < samples.Length; n++)
        {
            double t = n / (double)Rate, since = t % 4, turns = 2 * Math.PI * t;
            double tone = name switch
            {
                "bell" => Math.Exp(-0.7 * since) * (Math.Sin(700 * turns) + (0.7 * Math.Sin(701 * turns)) + (0.4 * Math.Exp(-since) * Math.Sin(1932 * turns))),
                "drone" => Math.Sin(117 * turns) + (0.5 * Math.Sin(234 * turns)) + (0.3 * Math.Sin(351 * turns)),
                "string" => Enumerable.Range(1, 8).Sum(k => Math.Exp(-0.4 * k * since) * Math.Sin(196 * k * turns) / k),
                _ => Math.Sin(440 * turns) * Math.Pow(10, 0.3 * Math.Sin(0.7 * turns)),
            };
            samples[n] = (float)((0.1 * tone) + (1e-4 * (random.NextDouble() - 0.5)));
        }
        return samples;
    }
}
