using PluginHost.Testing;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class ParameterTests
{
    private const int Rate = 48_000;

    private static Parameter Level(float smoothingMs = 20) =>
        Prepared(new Parameter("level", "Level", -60, 24, 0, ParameterUnit.Decibels) { SmoothingMs = smoothingMs });

    private static Parameter Cutoff() =>
        Prepared(new Parameter("cutoff", "Cutoff", 20, 20_000, 20, ParameterUnit.Hertz) { Taper = ParameterTaper.Logarithmic });

    private static Parameter Prepared(Parameter parameter, int rate = Rate)
    {
        ParameterHolder holder = new(parameter);
        holder.Prepare(new AudioFormat(rate, 1, 64));
        return parameter;
    }

    [Theory]
    [InlineData(8_000, 20, 160)]
    [InlineData(44_100, 20, 882)]
    [InlineData(48_000, 0.5f, 24)]
    [InlineData(192_000, 5, 960)]
    public void A_change_arrives_after_exactly_its_smoothing_time(int rate, float smoothingMs, int frames)
    {
        Parameter level = new("level", "Level", -60, 24, 0) { SmoothingMs = smoothingMs };
        Prepared(level, rate).Target = 12;
        for (int i = 1; i < frames; i++)
            Assert.NotEqual(12, level.Next());
        Assert.True(level.IsSmoothing);
        Assert.Equal(12, level.Next());
        Assert.False(level.IsSmoothing);
    }

    [Fact]
    public void A_linear_change_walks_in_equal_steps()
    {
        Parameter level = Level();
        level.Target = 24;
        for (int i = 1; i <= 960; i++)
            Assert.Equal(24f * i / 960, level.Next(), 1e-5f);
    }

    [Fact]
    public void A_logarithmic_change_walks_in_equal_ratios()
    {
        Parameter cutoff = Cutoff();
        cutoff.Target = 20_000;
        for (int i = 1; i <= 960; i++)
            Assert.Equal(20 * Math.Pow(1000, i / 960.0), cutoff.Next(), cutoff.Current * 1e-6);
    }

    [Fact]
    public void Without_smoothing_a_change_is_heard_at_the_next_frame()
    {
        Parameter level = Level(smoothingMs: 0);
        level.Target = 6;
        Assert.Equal(6, level.Next());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_the_stream_is_cut_the_value_at_a_frame_is_the_same(int seed)
    {
        const int frames = 4_000;
        Parameter whole = Cutoff();
        Parameter cut = Cutoff();
        Random random = new(seed);
        float[] expected = new float[frames];
        for (int at = 0; at < frames;)
        {
            // Targets change at the same frames for both, also in the middle of a walk.
            whole.Target = cut.Target = 20 + (random.NextSingle() * 19_000);
            int stretch = Math.Min(frames - at, random.Next(1, 1_500));
            whole.Fill(expected.AsSpan(at, stretch));
            foreach (int piece in Noise.Cuts(stretch, 100, random.Next()))
            {
                Assert.Equal(expected[at + piece - 1], MoveOn(cut, piece, random.Next(3)));
                at += piece;
            }
        }
    }

    private static float MoveOn(Parameter parameter, int frames, int way)
    {
        if (way == 0)
            return parameter.Skip(frames);
        if (way == 1)
            parameter.Fill(new float[frames]);
        for (int i = 0; way == 2 && i < frames; i++)
            parameter.Next();
        return parameter.Current;
    }

    [Fact]
    public void Moving_on_by_nothing_changes_nothing()
    {
        for (int i = 1; i < 200; i++)
        {
            Parameter level = Prepared(new Parameter("level", "Level", 0, i / 7f, 0) { SmoothingMs = i / 3f });
            level.Target = level.Maximum;
            Assert.Equal(0, level.Skip(0));
        }
    }

    [Fact]
    public void A_new_target_in_the_middle_starts_from_what_is_heard()
    {
        Parameter level = Level();
        level.Target = 24;
        float heard = level.Skip(480);
        level.Target = -60;
        Assert.Equal(heard + ((-60 - heard) / 960), level.Next(), 1e-5f);
        Assert.Equal(-60, level.Skip(959));
    }

    [Fact]
    public void A_walk_never_leaves_the_range()
    {
        Parameter cutoff = Cutoff();
        Random random = new(7);
        for (int change = 0; change < 500; change++)
        {
            cutoff.Target = change % 2 == 0 ? 20_000 : 20;
            for (int i = random.Next(1, 1_000); i > 0; i--)
                Assert.InRange(cutoff.Next(), 20, 20_000);
        }
    }

    [Fact]
    public void Skipping_far_beyond_the_end_of_a_walk_arrives()
    {
        Parameter level = Level();
        level.Target = 3;
        Assert.Equal(3, level.Skip(int.MaxValue));
    }

    [Theory]
    [InlineData(24.001f, "24.001")]
    [InlineData(-61, "-61")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_target_out_of_range_is_refused_with_its_name_value_and_range(float value, string text)
    {
        Parameter level = Level();
        level.Target = 5;
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => level.Target = value);
        Assert.Contains($"level is {text}, but must be -60 to 24 dB.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(5, level.Target);
    }

    [Theory]
    [InlineData(3.2f, 3)]
    [InlineData(3.3f, 3.5f)]
    [InlineData(10, 10)]
    public void A_target_is_rounded_to_its_step(float value, float rounded)
    {
        Parameter stepped = Prepared(new Parameter("steps", "Steps", 0, 10, 0) { Step = 0.5f });
        stepped.Target = value;
        Assert.Equal(rounded, stepped.Target);
    }

    [Fact]
    public void A_choice_jumps_and_is_an_index()
    {
        Parameter mode = Prepared(Parameter.OneOf("mode", "Mode", 1, "a", "b", "c"));
        Assert.Equal(1, mode.Choice);
        mode.Target = 2;
        Assert.Equal(2, mode.Next());
        Assert.Equal(2, mode.Choice);
        Assert.Throws<ArgumentOutOfRangeException>(() => mode.Target = 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_toggle_starts_as_declared_and_can_be_thrown(bool on)
    {
        Parameter toggle = Parameter.Toggle("hold", "Hold", on);
        Assert.Equal(on, toggle.IsOn);
        toggle.Target = on ? 0 : 1;
        Assert.Equal(!on, toggle.IsOn);
    }

    [Fact]
    public void A_control_travels_in_equal_differences_or_equal_ratios()
    {
        Assert.Equal(-18, Level().FromNormalized(0.5f), 1e-4f);
        Assert.Equal(632.4555f, Cutoff().FromNormalized(0.5f), 1e-2f);
        Assert.Equal(20, Cutoff().FromNormalized(-1));
        Assert.Equal(20_000, Cutoff().FromNormalized(2));
        Assert.Equal(1, Level().ToNormalized(1_000));
        for (int i = 0; i <= 100; i++)
        {
            Assert.Equal(i / 100f, Level().ToNormalized(Level().FromNormalized(i / 100f)), 1e-6f);
            Assert.Equal(i / 100f, Cutoff().ToNormalized(Cutoff().FromNormalized(i / 100f)), 1e-6f);
        }
    }

    [Theory]
    [InlineData("Level", 0, 1, 0)]
    [InlineData("", 0, 1, 0)]
    [InlineData("level", 1, 1, 1)]
    [InlineData("level", 0, float.PositiveInfinity, 0)]
    [InlineData("level", float.NaN, 1, 0)]
    [InlineData("level", 0, 1, 2)]
    [InlineData("level", 0, 1, float.NaN)]
    public void A_malformed_declaration_is_refused(string id, float minimum, float maximum, float defaultValue) =>
        Assert.Throws<ArgumentException>(() => new Parameter(id, "Level", minimum, maximum, defaultValue));

    [Fact]
    public void A_logarithmic_range_starts_above_zero() =>
        Assert.Throws<ArgumentException>(() => new Parameter("cutoff", "Cutoff", 0, 1, 0) { Taper = ParameterTaper.Logarithmic });

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    public void A_smoothing_time_below_nothing_is_refused(float smoothingMs) =>
        Assert.Throws<ArgumentException>(() => new Parameter("level", "Level", 0, 1, 0) { SmoothingMs = smoothingMs });

    [Fact]
    public void Reading_the_stream_of_values_allocates_nothing()
    {
        Parameter cutoff = Cutoff();
        float[] values = new float[64];
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                cutoff.Target = 20 + (i * 10);
                cutoff.Next();
                cutoff.Skip(7);
                cutoff.Fill(values);
            }
        }));
    }
}
