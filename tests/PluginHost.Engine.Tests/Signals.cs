using Xunit;

namespace PluginHost.Engine.Tests;

/// <summary>Signals known at every frame, and what may be asked of one.</summary>
internal static class Signals
{
    private const double Cycles = 100.0 / 48_000;

    /// <summary>The most that neighbouring samples of <see cref="Sine"/> differ.</summary>
    public const float SineStep = (float)(0.5 * 2 * Math.PI * Cycles);

    /// <summary>A 100 Hz sine of level 0.5; silent before frame 0.</summary>
    public static float Sine(int frame) => frame < 0 ? 0 : (float)(0.5 * Math.Sin(2 * Math.PI * Cycles * frame));

    /// <summary>White noise of level 0.5 that any frame can be asked for; silent before frame 0.</summary>
    public static float Noise(int frame)
    {
        if (frame < 0)
            return 0;
        // The finaliser of MurmurHash3: every input bit stirs every output bit.
        uint bits = (uint)frame + 0x9E3779B9;
        bits = (bits ^ (bits >> 16)) * 0x85EBCA6B;
        bits = (bits ^ (bits >> 13)) * 0xC2B2AE35;
        bits ^= bits >> 16;
        return (bits / (float)uint.MaxValue) - 0.5f;
    }

    public static void AssertFinite(IEnumerable<float> samples) => Assert.All(samples, sample => Assert.True(float.IsFinite(sample)));

    /// <summary>Asserts that no two neighbours differ by more than a step.</summary>
    public static void AssertNoClick(IReadOnlyList<float> samples, float step)
    {
        for (int i = 1; i < samples.Count; i++)
            Assert.True(MathF.Abs(samples[i] - samples[i - 1]) <= step, $"step of {samples[i] - samples[i - 1]} at frame {i}, allowed {step}");
    }

    /// <summary>Asserts that a stretch is the signal, delayed and scaled: added to its delayed inverse it cancels.</summary>
    public static void AssertIs(IReadOnlyList<float> samples, int from, Func<int, float> signal, int delay, float gain = 1)
    {
        for (int i = from; i < samples.Count; i++)
            Assert.True(samples[i] - (signal(i - delay) * gain) == 0, $"{samples[i]} at frame {i} is not {signal(i - delay) * gain}");
    }
}
