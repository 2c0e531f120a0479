using System.Globalization;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class ParameterTextTests
{
    private static readonly Parameter Level = new("level", "Level", -60, 24, 0, ParameterUnit.Decibels);
    private static readonly Parameter Mode = Parameter.OneOf("mode", "Mode", 0, "soft", "hard", "off");

    [Theory]
    [InlineData("-6", -6)]
    [InlineData("-6 dB", -6)]
    [InlineData("  -6.5dB ", -6.5f)]
    [InlineData("+3 DB", 3)]
    [InlineData("1e1", 10)]
    public void A_number_is_read_with_or_without_its_unit(string text, float expected)
    {
        Assert.True(Level.TryParse(text, out float value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dB")]
    [InlineData("loud")]
    [InlineData("-6 Hz")]
    [InlineData("6,5")]
    [InlineData("NaN")]
    [InlineData("1e99")]
    public void Anything_else_is_not_understood(string text) => Assert.False(Level.TryParse(text, out _));

    [Fact]
    public void A_choice_is_read_by_name_or_number()
    {
        Assert.True(Mode.TryParse("Hard", out float byName));
        Assert.True(Mode.TryParse("1", out float byNumber));
        Assert.Equal((1f, 1f), (byName, byNumber));
        Assert.False(Mode.TryParse("hardest", out _));
    }

    [Fact]
    public void Ranges_are_told_in_words()
    {
        Assert.Equal("-60 to 24 dB", ParameterText.Range(Level));
        Assert.Equal("one of soft, hard, off", ParameterText.Range(Mode));
        Assert.Equal("0 to 1", ParameterText.Range(new Parameter("share", "Share", 0, 1, 0)));
    }

    [Fact]
    public void What_is_written_is_read_back_for_every_unit()
    {
        foreach (ParameterUnit unit in Enum.GetValues<ParameterUnit>())
        {
            Parameter parameter = new("value", "Value", -100, 100, 0, unit);
            for (float value = -99.5f; value < 100; value += 7.25f)
            {
                Assert.True(parameter.TryParse(parameter.Format(value), out float read));
                Assert.Equal(value, read);
            }
        }
        foreach (string choice in Mode.Choices)
            Assert.True(Mode.TryParse(choice, out float value) && Mode.Format(value) == choice);
    }

    [Fact]
    public void Every_unit_but_none_has_a_symbol_of_its_own()
    {
        string[] symbols = [.. Enum.GetValues<ParameterUnit>().Select(unit => unit.Symbol())];
        Assert.Equal(symbols.Length, symbols.Distinct().Count());
        Assert.Equal("", ParameterUnit.None.Symbol());
    }

    [Fact]
    public void The_decimal_point_is_a_point_whatever_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("-6.5 dB", Level.Format(-6.5f));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
