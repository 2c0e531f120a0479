using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class GateRobustnessTests
{
    [Theory]
    [MemberData(nameof(ModesAndRates))]
    public void Broken_samples_are_contained_and_a_second_later_all_is_well(string mode, int rate)
    {
        // Plucked twice a second, as a tone that stands for long may pass for noise.
        float[] tone = Sum(
            [.. Sine(3 * rate, 440, rate, 0.25f).Select((x, n) => x * (float)Math.Exp(-8.0 * (n % (rate / 2)) / rate))],
            WhiteNoise(3 * rate, 1, 0.005f));
        float[] healthy = [.. tone];
        int at = rate;
        foreach (float bad in (ReadOnlySpan<float>)[float.NaN, float.PositiveInfinity, -1e30f])
            tone[at++] = bad;
        SpectralGateEffect gate = Gate(mode, rate), other = Gate(mode, rate);
        float[] output = gate.Run([tone])[0], expected = other.Run([healthy])[0];
        Assert.True(output.All(float.IsFinite));
        Assert.Equal(0, LevelDb(expected.AsSpan(2 * rate)) - LevelDb(output.AsSpan(2 * rate)), 1.0);
    }

    [Theory]
    [MemberData(nameof(ModesAndRates))]
    public void No_sample_makes_the_output_other_than_finite(string mode, int rate)
    {
        float[] input = WhiteNoise(rate, 2, 0.01f);
        int at = rate / 3;
        float infinity = float.PositiveInfinity;
        foreach (float bad in (ReadOnlySpan<float>)[float.NaN, infinity, -infinity, 1e30f, float.MinValue, float.Epsilon])
            input[at += 100] = bad;
        Assert.True(Gate(mode, rate).Run([input], new Random(3))[0].All(float.IsFinite));
    }

    [Theory]
    [MemberData(nameof(ModesAndRates))]
    public void Silence_stays_silence(string mode, int rate)
    {
        float[][] output = Gate(mode, rate, 2).Run(Each(2, _ => new float[rate]));
        Assert.All(output, channel => Assert.Equal(0, Peak(channel)));
    }

    [Theory]
    [MemberData(nameof(ModesAndRates))]
    public void A_tone_out_of_digital_silence_is_kept(string mode, int rate)
    {
        float[] input = [.. new float[rate], .. Sine(rate, 440, rate, 0.25f)];
        float[] output = Gate(mode, rate).Run([input])[0];
        Assert.True(output.All(float.IsFinite));
        Assert.Equal(LevelDb(input.AsSpan(rate * 3 / 2)), LevelDb(output.AsSpan(rate * 3 / 2)), 1.0);
    }

    [Theory]
    [MemberData(nameof(ModesAndRates))]
    public void Direct_current_and_full_scale_noise_stay_finite_and_no_louder(string mode, int rate)
    {
        float[] constant = [.. Enumerable.Repeat(1f, 3 * rate)];
        foreach (float[] input in (float[][])[constant, WhiteNoise(rate, 2)])
        {
            float[] output = Gate(mode, rate).Run([input], new Random(1))[0];
            Assert.InRange(Peak(output), 0, 3 * Peak(input));
            Assert.True(LevelDb(output) < LevelDb(input) + 0.5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(440)]
    [InlineData(5_000)]
    public void Without_latency_too_a_lone_tone_is_not_amplified(double hertz)
    {
        // Its spectrum is as steep as any can be.
        float[] tone = [.. Enumerable.Range(0, 4 * 48_000).Select(n => 0.5f * (float)Math.Cos(Math.Tau * hertz * n / 48_000))];
        SpectralGateEffect gate = Gate("zero", 48_000);
        gate.Choose("hum", "off");
        gate.Reset();
        float[] output = gate.Run([tone])[0];
        Assert.InRange(Peak(output), 0, 2 * 0.5f);
        Assert.InRange(Peak(output.AsSpan(48_000)), 0, 0.5f);
    }

    public static MatrixTheoryData<string, int> ModesAndRates() => new(["zero", "live", "quality"], [8_000, 48_000, 192_000]);

    private static SpectralGateEffect Gate(string mode, int rate, int channels = 1)
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>(rate, channels);
        gate.Choose("mode", mode);
        gate.Reset();
        return gate;
    }
}
