using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

public class SuppressorInputTests
{
    private const int Rate = SimulatedLoop.Rate;

    public static MatrixTheoryData<string, string> Inputs() =>
        new(["notch", "both"], ["silence", "constant", "clipped", "square", "nan", "infinity", "huge", "full-scale noise"]);

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Bad_input_is_contained_and_forgotten_within_3_seconds(string mode, string what)
    {
        float[] speech = Programme.Sung("speech", 6), input = [.. speech];
        float[] bad = Bad(what);
        bad.CopyTo(input, Rate);
        float[] output = SuppressorTests.Suppressor(mode).Run([input], new Random(2))[0];
        Assert.True(output.All(float.IsFinite));
        // Nothing is louder than 6 dB above what came in, for longer than 20 ms.
        float most = 2 * Math.Min(16, bad.Where(float.IsFinite).Select(MathF.Abs).Append(Peak(speech)).Max());
        for (int at = 0; at + 960 <= output.Length; at += 480)
            Assert.InRange(output.Skip(at).Take(960).Min(MathF.Abs), 0, most);
        // And what is sung is left alone again.
        int calm = (Rate + bad.Length + (3 * Rate)) / 480 * 480;
        Assert.Equal(LevelDb(input.AsSpan(calm)), LevelDb(output.AsSpan(calm)), 0.5);
    }

    [Theory]
    [InlineData("notch")]
    [InlineData("both")]
    public void Silence_stays_silence(string mode) =>
        Assert.Equal(0, Peak(SuppressorTests.Suppressor(mode).Run([new float[Rate]])[0]));

    [Theory]
    [InlineData("notch")]
    [InlineData("both")]
    public void A_loop_that_is_cut_off_leaves_a_clean_signal(string mode)
    {
        FeedbackSuppressorEffect suppressor = SuppressorTests.Suppressor(mode);
        SimulatedLoop.Room("wedge").Run(Programme.Sung("speech", 4), _ => -2, SimulatedLoop.By(suppressor));
        // The cable is pulled: nothing comes back any more.
        float[] speech = Programme.Sung("speech", 6), output = suppressor.Run([speech])[0];
        Assert.InRange(Peak(output), 0, 2 * Peak(speech));
        Assert.Equal(LevelDb(speech.AsSpan(3 * Rate)), LevelDb(output.AsSpan(3 * Rate)), 1.0);
    }

    [Fact]
    public void Every_channel_is_on_its_own()
    {
        float[] speech = Programme.Sung("speech", 2);
        (float[] howl, _) = SimulatedLoop.Resonant(1_000).Run(speech, _ => 1.5, null);
        float[][] both = SuppressorTests.Suppressor("notch", channels: 2).Run([speech[..howl.Length], howl]);
        Assert.Equal(speech[..howl.Length], both[0]);
        Assert.Equal(SuppressorTests.Suppressor("notch").Run([howl])[0], both[1]);
    }

    private static float[] Bad(string what) => what switch
    {
        "constant" => [.. Enumerable.Repeat(0.8f, Rate)],
        "clipped" => [.. Programme.Make("plucked", 1).Select(x => Math.Clamp(4 * x, -1, 1))],
        "square" => [.. Sine(Rate, 440).Select(x => x > 0 ? 1f : -1)],
        "nan" => [.. Enumerable.Repeat(float.NaN, 100)],
        "infinity" => [float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity],
        "huge" => [1e30f, -1e30f, float.MaxValue, float.Epsilon],
        "full-scale noise" => WhiteNoise(Rate, 5),
        _ => new float[Rate],
    };
}
