using Xunit;

namespace PluginHost.Sdk.Tests;

public class MeterTests
{
    [Fact]
    public void The_latest_value_is_shown()
    {
        Meter meter = new("reduction", "Reduction", ParameterUnit.Decibels);
        Assert.Equal(0, meter.Value);
        meter.Publish(-3);
        meter.Publish(-6);
        Assert.Equal(-6, meter.Value);
    }

    [Fact]
    public void Bands_are_shown_up_to_the_length_of_either_side()
    {
        Meter meter = new("bands", "Bands", length: 3);
        meter.Publish([1, 2, 3, 4]);
        meter.Publish([9]);
        float[] few = new float[2];
        float[] many = [-1, -1, -1, -1];
        meter.Read(few);
        meter.Read(many);
        Assert.Equal([9, 2], few);
        Assert.Equal([9, 2, 3, -1], many);
    }

    [Fact]
    public void A_malformed_declaration_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Meter("Bands", "Bands"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Meter("bands", "Bands", length: 0));
    }
}
