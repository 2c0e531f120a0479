using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class GateNoiseTests
{
    private const int Rate = 48_000;
    private const float Level = 0.01f;

    [Theory]
    [InlineData("zero")]
    [InlineData("live")]
    [InlineData("quality")]
    public void Adaptive_takes_15_dB_off_white_noise_within_two_seconds(string mode)
    {
        float[] noise = Gaussian(4 * Rate, 1, Level);
        Assert.InRange(ReductionDb(noise, Gate(mode, "adaptive").Run([noise])[0], 2 * Rate, 4 * Rate), 15, 60);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("live")]
    [InlineData("quality")]
    public void Noise_that_rises_6_dB_is_followed_within_two_seconds(string mode)
    {
        float[] noise = Gaussian(8 * Rate, 2, Level);
        for (int n = 4 * Rate; n < noise.Length; n++)
            noise[n] *= 2;
        Assert.InRange(ReductionDb(noise, Gate(mode, "adaptive").Run([noise])[0], 6 * Rate, 8 * Rate), 15, 60);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("live")]
    [InlineData("quality")]
    public void A_held_note_is_kept_for_three_seconds(string mode)
    {
        SpectralGateEffect gate = Gate(mode, "adaptive");
        // 20 dB above the noise.
        float[] noise = Gaussian(5 * Rate, 3, Level), note = Sine(5 * Rate, 440, level: Level * MathF.Sqrt(200));
        note.AsSpan(0, 2 * Rate).Clear();
        float[] output = gate.Run([Sum(noise, note)])[0];
        for (int part = 0; part < 6; part++)
        {
            int from = (2 * Rate) + (Rate / 10) + (part * Rate * 5 / 10);
            double kept = ToneDb(output.AsSpan(from, Rate / 4), 440) - ToneDb(note.AsSpan(from, Rate / 4), 440);
            Assert.True(Math.Abs(kept) < 1, $"changed by {kept:F1} dB in part {part}");
        }
    }

    [Theory]
    [InlineData("zero", 48_000)]
    [InlineData("live", 44_100)]
    [InlineData("live", 48_000)]
    [InlineData("live", 96_000)]
    [InlineData("quality", 44_100)]
    [InlineData("quality", 96_000)]
    public void A_profile_serves_from_the_first_frame_in_another_instance_at_any_rate(string mode, int rate)
    {
        byte[] state = Learned().SaveState();
        // As dense as what was learned: as much more power as there is band.
        float[] noise = Gaussian(rate, 5, Level * MathF.Sqrt(rate / (float)Rate));
        SpectralGateEffect gate = Gate(mode, "learned", rate, state);
        Assert.InRange(ReductionDb(noise, gate.Run([noise])[0], gate.LatencyFrames, rate), 18, 60);
    }

    [Fact]
    public void Without_the_profile_the_start_would_pass()
    {
        float[] noise = Gaussian(Rate / 4, 5, Level);
        double with = ReductionDb(noise, Gate("live", "learned", Rate, Learned().SaveState()).Run([noise])[0], 512, Rate / 16);
        double without = ReductionDb(noise, Gate("live", "learned").Run([noise])[0], 512, Rate / 16);
        Assert.True(with > without + 3, $"{with:F1} dB with, {without:F1} dB without");
    }

    [Fact]
    public void The_head_of_a_stream_teaches_and_is_not_kept()
    {
        SpectralGateEffect gate = Gate("live", "learned");
        gate.Set("learn-head", 1);
        gate.Reset();
        float[] noise = Gaussian(3 * Rate, 6, Level);
        Assert.InRange(ReductionDb(noise, gate.Run([noise])[0], Rate + (Rate / 5), 3 * Rate), 18, 60);
        Assert.Empty(gate.SaveState());
    }

    [Fact]
    public void Learning_moves_what_is_saved_and_nothing_is_saved_before()
    {
        Assert.Empty(Gate("live", "hybrid").SaveState());
        Assert.NotEmpty(Learned().SaveState());
    }

    private static SpectralGateEffect Learned()
    {
        SpectralGateEffect gate = Gate("live", "hybrid");
        gate.Run([Gaussian(2 * Rate, 4, Level)], null, 120,
            (Rate / 2, () => gate.Set("learn", 1)), (3 * Rate / 2, () => gate.Set("learn", 0)));
        return gate;
    }

    private static SpectralGateEffect Gate(string mode, string source, int rate = Rate, byte[]? state = null)
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>(rate, 1);
        gate.LoadState(state);
        gate.Choose("mode", mode);
        gate.Choose("noise", source);
        gate.Reset();
        return gate;
    }

    private static double ReductionDb(float[] input, float[] output, int from, int to) =>
        LevelDb(input.AsSpan(from, to - from)) - LevelDb(output.AsSpan(from, to - from));

    private static double ToneDb(ReadOnlySpan<float> samples, double hertz) =>
        ResponseDb(samples.ToArray(), hertz, Rate);
}
