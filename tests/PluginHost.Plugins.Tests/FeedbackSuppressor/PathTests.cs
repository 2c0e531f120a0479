using PluginHost.Plugins.Loop;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>The parts of the canceller, against plain convolution and paths that are known.</summary>
public class PathTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(8_000, 8)]
    [InlineData(44_100, 64)]
    [InlineData(48_000, 64)]
    [InlineData(96_000, 128)]
    [InlineData(192_000, 256)]
    public void Shapes_go_with_the_rate(int rate, int step)
    {
        LoopShape shape = new(rate, 340);
        Assert.Equal(step, shape.Step);
        Assert.InRange(shape.Taps / (double)rate, 0.33, 0.45);
        Assert.InRange(shape.Cycle / (double)rate, 0.12, 0.20);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(1_024)]
    public void A_prediction_is_the_convolution_with_the_taps(int step)
    {
        float[] sent = WhiteNoise(step * 40, 1), taps = WhiteNoise(step * 9, 2), prediction = new float[step];
        PathFilter filter = new(step, step * 16);
        filter.Use(taps, 0.5f);
        for (int at = 0; at < sent.Length; at += step)
        {
            filter.Predict(sent.AsSpan(at, step), prediction);
            // New taps fade in over the first step.
            for (int n = at; at > 0 && n < at + step; n += 1 + (step / 64))
            {
                double sum = 0;
                for (int k = 0; k < taps.Length && n - k >= 0; k++)
                    sum += 0.5 * taps[k] * sent[n - k];
                Assert.Equal(sum, prediction[n - at], 1e-3 * Math.Sqrt(step / 64.0) + 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 0, true)]
    [InlineData(2, 5, true)]
    public void A_loop_turned_up_since_two_seconds_ago_is_seen_by_the_path_it_had(double gain, int stepsBeforeReset, bool isTurnedUp)
    {
        LoopShape shape = new(Rate, 85);
        float[] path = Decaying(shape.Taps, 3), player = WhiteNoise(4 * Rate, 4), sent = WhiteNoise(4 * Rate, 5), back = new float[64];
        double scale = Math.Sqrt(0.05 / Energy(path));
        for (int k = 0; k < path.Length; k++)
            path[k] *= (float)scale;
        PathFilter room = new(64, shape.Taps);
        room.Use(path, (float)gain);
        PathEvidence evidence = new(shape);
        evidence.Reset();
        Whitener whitener = new(Rate, 64);
        BandShares shares = new(Rate, shape.Block, shape.Hop);
        for (int at = 0, step = 0; at + 64 <= sent.Length; at += 64, step++)
        {
            if (step == stepsBeforeReset)
            {
                evidence.Reset();
                for (int i = 0; i < 13; i++)
                    evidence.Take(path);
            }
            float[] heard = [.. back.Select((x, n) => x + (0.1f * player[at + n]))];
            evidence.Listen(heard, new float[64], shares, whitener);
            evidence.Send(sent.AsSpan(at, 64));
            room.Predict(sent.AsSpan(at, 64), back);
        }
        Assert.Equal(isTurnedUp, evidence.IsTurnedUp);
    }

    [Fact]
    public void A_whitener_leaves_the_innovation_of_a_resonance()
    {
        // An all-pole process of order 2: what drove it is what is left.
        float[] drive = WhiteNoise(Rate, 3), signal = new float[Rate];
        for (int n = 2; n < signal.Length; n++)
            signal[n] = drive[n] + (1.8f * signal[n - 1]) - (0.95f * signal[n - 2]);
        Whitener whitener = new(Rate, 64);
        for (int at = 0; at < signal.Length; at += 64)
            whitener.Listen(signal.AsSpan(at, 64));
        whitener.Solve();
        float[] white = new float[1_024];
        Whitener.Filter(signal.AsSpan(20_000 - Whitener.Order, white.Length + Whitener.Order), whitener.Taps, white);
        double error = 0;
        for (int n = 0; n < white.Length; n++)
            error += Math.Pow(white[n] - drive[20_000 + n], 2);
        Assert.InRange(10 * Math.Log10(error / Energy(drive.AsSpan(20_000, white.Length))), -200, -20);
    }

    [Theory]
    [InlineData(1.0, -17)]
    [InlineData(0.1, -3.4)]
    public void A_path_is_learned_under_a_player(double share, double mostError)
    {
        // By far not as near as least squares would come to it in noise that stands: what keeps it slow keeps it from tones.
        LoopShape shape = new(Rate, 80);
        LoopTape tape = new(1 << 18);
        Whitener whitener = new(Rate, 64);
        PathSolver solver = new(shape, tape, new PathPrior(shape));
        float[] path = Decaying(2_000, 4), sent = WhiteNoise(Rate * 3 / 2 / 64 * 64, 5), player = WhiteNoise(sent.Length, 6);
        float[] heard = new float[sent.Length];
        for (int n = 0; n < heard.Length; n++)
        {
            float sum = 0;
            for (int k = 0; k < path.Length && n - k - 64 >= 0; k++)
                sum += path[k] * sent[n - k - 64];
            heard[n] = (float)(share * sum) + (0.1f * player[n]);
        }
        for (int at = 0; at < heard.Length; at += 64)
        {
            tape.Write(heard.AsSpan(at, 64), sent.AsSpan(at, 64));
            whitener.Listen(heard.AsSpan(at, 64));
        }
        for (int round = 0; round < 10; round++)
        {
            solver.Start(tape.Position, long.MinValue, whitener);
            int units = 1;
            while (!solver.Work())
                units++;
            Assert.InRange(units, 1, solver.MostUnits);
        }
        double error = 0, energy = 0;
        for (int k = 0; k < path.Length; k++)
        {
            error += Math.Pow(solver.Path[k] - (share * path[k]), 2);
            energy += Math.Pow(share * path[k], 2);
        }
        Assert.InRange(10 * Math.Log10(error / energy), -100, mostError);
    }

    [Fact]
    public void A_firm_path_outlasts_a_long_tone_of_the_players()
    {
        double firm = ErrorAfterATone(true), fickle = ErrorAfterATone(false);
        Assert.InRange(firm, -60, -4);
        Assert.InRange(fickle - firm, 4, 60);
    }

    // Learned from noise for 3 s; then the player holds a tone for 2 s, and what comes back is a part of that tone. In dB.
    private static double ErrorAfterATone(bool isFirm)
    {
        LoopShape shape = new(Rate, 80);
        LoopTape tape = new(1 << 18);
        Whitener whitener = new(Rate, 64);
        PathPrior prior = new(shape) { IsFirm = isFirm };
        PathSolver solver = new(shape, tape, prior);
        float[] path = Decaying(2_000, 4), noise = WhiteNoise(Rate * 5 / 64 * 64, 7), player = WhiteNoise(noise.Length, 8), heard = new float[noise.Length];
        float[] sent = [.. noise.Select((x, n) => n < 3 * Rate ? x : MathF.Sin(2 * MathF.PI * 500 * n / Rate) + (0.001f * x))];
        for (int n = 0; n < heard.Length; n++)
        {
            float sum = 0;
            for (int k = 0; k < path.Length && n - k - 64 >= 0; k++)
                sum += path[k] * sent[n - k - 64];
            heard[n] = sum + (n < 3 * Rate ? 0.1f * player[n] : sent[n] + (0.001f * player[n]));
        }
        for (int at = 0; at < heard.Length; at += 64)
        {
            tape.Write(heard.AsSpan(at, 64), sent.AsSpan(at, 64));
            whitener.Listen(heard.AsSpan(at, 64));
            if (at < Rate || (at / 64) % shape.CycleSteps != 0)
                continue;
            solver.Start(tape.Position, long.MinValue, whitener);
            while (!solver.Work())
            {
            }
        }
        double error = 0, energy = 0;
        for (int k = 0; k < solver.Path.Length; k++)
        {
            float right = k < path.Length ? path[k] : 0;
            error += Math.Pow(solver.Path[k] - right, 2);
            energy += right * right;
        }
        return 10 * Math.Log10(error / energy);
    }

    [Fact]
    public void Nothing_heard_gives_no_path()
    {
        LoopShape shape = new(Rate, 80);
        LoopTape tape = new(1 << 18);
        PathSolver solver = new(shape, tape, new PathPrior(shape));
        solver.Start(0, long.MinValue, new Whitener(Rate, 64));
        while (!solver.Work())
        {
        }
        Assert.All(solver.Path, tap => Assert.Equal(0, tap));
    }

    [Fact]
    public void A_loop_turned_up_asks_for_twice_the_prediction()
    {
        float[] predicted = WhiteNoise(Rate, 7), player = WhiteNoise(Rate, 8);
        PluginHost.Dsp.Fourier.RealFft fft = new(4_096);
        Whitener whitener = new(Rate, 64);
        GainWatch right = new(fft.Bins), doubled = new(fft.Bins), none = new(fft.Bins);
        Watch(right, 1);
        Watch(doubled, 2);
        Watch(none, 0);
        Assert.Equal(1, right.Gain, 0.05);
        Assert.Equal(2, doubled.Gain, 0.25);
        Assert.Equal(0, none.Gain, 0.25);
        Assert.True(right.TwiceOverOnce < 0 && right.OnceOverNone > 0);
        Assert.True(doubled.TwiceOverOnce > 0.2f);
        Assert.True(none.OnceOverNone < -0.2f);

        void Watch(GainWatch watch, float gain)
        {
            WhiteSpectrum heard = new(fft, 1_024), expected = new(fft, 1_024);
            for (int at = 0; at + 64 <= Rate; at += 64)
            {
                float[] now = [.. Enumerable.Range(at, 64).Select(n => (gain * predicted[n]) + (0.5f * player[n]))];
                heard.Listen(now);
                expected.Listen(predicted.AsSpan(at, 64));
                if (at % 1_024 != 0)
                    continue;
                heard.Update(whitener);
                expected.Update(whitener);
                watch.Compare(heard.Bins, expected.Bins);
            }
        }
    }

    [Fact]
    public void A_history_gives_back_what_is_as_old_as_it_is_deep()
    {
        PathHistory history = new(3, 1);
        float[] old = new float[1];
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(i >= 3, history.Exchange([i], old));
            Assert.Equal(Math.Max(0, i - 3), old[0]);
        }
    }

    private static float[] Decaying(int taps, int seed)
    {
        float[] noise = WhiteNoise(taps, seed);
        for (int k = 0; k < taps; k++)
            noise[k] *= 0.05f * MathF.Exp(-5f * k / taps);
        return noise;
    }

    private static double Energy(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += sample * (double)sample;
        return sum;
    }
}
