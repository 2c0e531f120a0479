using PluginHost.Dsp.Levels;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class TruePeakTests
{
    // EBU Tech 3341 (2016), table 1, cases 15 to 19: sines at a fraction of the rate whose samples miss their peaks.
    [Theory]
    [InlineData(4, 0, 0.50, -6.0)]
    [InlineData(4, 45, 0.50, -6.0)]
    [InlineData(6, 60, 0.50, -6.0)]
    [InlineData(8, 67.5, 0.50, -6.0)]
    [InlineData(4, 45, 1.41, 3.0)]
    public void The_sines_of_the_EBU_read_what_it_expects(int fraction, double phaseDegrees, double amplitude, double expected)
    {
        float[] sine = [.. Enumerable.Range(0, 48_000).Select(
            n => (float)(amplitude * Fade(n) * Math.Sin((Math.Tau * n / fraction) + (phaseDegrees * Math.PI / 180))))];
        var meter = new TruePeakMeter(2);
        float[] planar = [.. sine, .. new float[sine.Length]];
        meter.Process(planar, sine.Length, sine.Length);
        Assert.InRange(20 * Math.Log10(meter.Peak), expected - 0.4, expected + 0.2);

        // A sine that begins at once rings between its first samples; the test is about what comes after.
        static double Fade(int n) => Math.Min(1, n / 480.0);
    }

    [Fact]
    public void It_is_never_below_the_samples_and_close_to_a_band_limited_signal_four_times_finer()
    {
        // Twenty tones below 0.4 of the rate: their sum is known between the samples, too.
        var random = new Random(3);
        (double F, double P)[] tones = [.. Enumerable.Range(0, 20).Select(_ => (random.NextDouble() * 0.4, random.NextDouble() * Math.Tau))];
        double At(double t) => tones.Sum(tone => 0.05 * Math.Cos((Math.Tau * tone.F * t) + tone.P));
        float[] samples = [.. Enumerable.Range(0, 20_000).Select(n => (float)At(n))];
        double truth = Enumerable.Range(0, 160_000).Max(n => Math.Abs(At(n / 8.0)));
        var meter = new TruePeakMeter(1);
        meter.Process(samples, samples.Length, samples.Length);
        Assert.True(meter.Peak >= samples.Max(Math.Abs));
        Assert.InRange(20 * Math.Log10(meter.Peak / truth), -0.5, 0.2);
    }

    [Fact]
    public void Any_cut_reads_the_same_and_a_reset_forgets()
    {
        float[] noise = Tones.Noise(5000, 1);
        var whole = new TruePeakMeter(1);
        whole.Process(noise, noise.Length, noise.Length);
        var cut = new TruePeakMeter(1);
        for (int at = 0, some; at < noise.Length; at += some)
        {
            some = Math.Min(1 + (at % 700), noise.Length - at);
            cut.Process(noise.AsSpan(at, some), some, some);
        }
        Assert.Equal(whole.Peak, cut.Peak, 1e-6f);
        cut.Reset();
        Assert.Equal(0, cut.Peak);
        cut.Process(new float[100], 100, 100);
        Assert.Equal(0, cut.Peak);
    }

    [Fact]
    public void It_does_not_allocate()
    {
        var meter = new TruePeakMeter(2);
        float[] noise = Tones.Noise(2048, 1);
        meter.Process(noise, 1024, 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();
        meter.Process(noise, 1024, 1024);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
