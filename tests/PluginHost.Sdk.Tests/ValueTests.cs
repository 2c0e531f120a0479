using Xunit;

namespace PluginHost.Sdk.Tests;

public class ValueTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("spectral-gate", true)]
    [InlineData("eq3", true)]
    [InlineData("3eq", false)]
    [InlineData("-eq", false)]
    [InlineData("Eq", false)]
    [InlineData("eq_3", false)]
    [InlineData("eq 3", false)]
    [InlineData("höhe", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_identifier_is_lower_case_letters_digits_and_hyphens(string? id, bool valid) =>
        Assert.Equal(valid, Identifier.IsValid(id));

    [Fact]
    public void An_identifier_has_at_most_64_letters()
    {
        Assert.True(Identifier.IsValid(new string('a', 64)));
        Assert.False(Identifier.IsValid(new string('a', 65)));
    }

    [Theory]
    [InlineData(7_999, 2, 64, "SampleRate is 7999, but must be 8000 to 192000 Hz.")]
    [InlineData(192_001, 2, 64, "SampleRate is 192001")]
    [InlineData(48_000, 0, 64, "Channels is 0, but must be 1 to 32.")]
    [InlineData(48_000, 33, 64, "Channels is 33")]
    [InlineData(48_000, 2, 0, "MaxFrames is 0, but must be 1 to 65536 frames.")]
    [InlineData(48_000, 2, 65_537, "MaxFrames is 65537")]
    public void A_format_out_of_range_is_refused_by_name(int rate, int channels, int maxFrames, string message)
    {
        AudioFormat format = new(rate, channels, maxFrames);
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => format.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_become_the_nearest_frame()
    {
        Assert.Equal(441, new AudioFormat(44_100, 1, 1).FramesFromMs(10));
        Assert.Equal(221, new AudioFormat(44_100, 1, 1).FramesFromMs(5.01));
    }

    [Fact]
    public void Decibels_and_gains_are_inverse_and_silence_has_a_floor()
    {
        Assert.Equal(0.5011872f, Decibels.ToGain(-6), 1e-6f);
        Assert.Equal(10, Decibels.ToGain(20), 1e-5f);
        Assert.Equal(-6, Decibels.FromGain(-Decibels.ToGain(-6)), 1e-4f);
        Assert.Equal(Decibels.Silence, Decibels.FromGain(0));
    }

    [Theory]
    [InlineData(1e-21f, 0)]
    [InlineData(-1e-38f, 0)]
    [InlineData(float.Epsilon, 0)]
    [InlineData(1e-19f, 1e-19f)]
    [InlineData(-0.5f, -0.5f)]
    public void What_is_far_below_hearing_is_flushed(float value, float expected) => Assert.Equal(expected, Denormals.Flush(value));

    [Fact]
    public void A_beat_lasts_half_a_second_at_120() =>
        Assert.Equal(1, new Transport(120, 0, 0).BeatsPerFrame(48_000) * 24_000, 12);
}
