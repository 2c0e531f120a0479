using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Tests.Generation;

public class TokenBiasTests
{
    private static readonly PatternLayout Told = PatternLayout.Standard(PatternKind.Drums, 4, isPlayed: true);

    [Theory]
    [InlineData(false, 0, -1.2f)]
    [InlineData(false, 0.5f, 0)]
    [InlineData(false, 1, 1.2f)]
    [InlineData(false, float.NaN, 0)]
    [InlineData(true, 1, 1.2f)]
    public void DrumsThatWereNotSettledAreLeanedTowardsTheDensity(bool isTold, float density, float lean)
    {
        PatternLayout layout = isTold ? Told : new PatternLayout(PatternKind.Drums, 4, isPlayed: true, (FeatureSource.Back, 1));

        ReadOnlySpan<float> bias = new TokenBias(layout, StepHead.Set, SelfBias.None(layout))
            .For(new BarRequest { Density = density }, 0, new StepContext { StepsPerBar = 16, Density = 3 }, lean: 0);

        Assert.Equal(-lean, bias[^1], 1e-6f);
        Assert.True(bias[..^1].IndexOfAnyExcept(0) < 0);
    }

    [Theory]
    [InlineData(-1, 1.0f)]
    [InlineData(0, 0.0f)]
    [InlineData(7, 0.7f)]
    public void SettledDrumsAreLeanedByWhatTheirTenthLacksAndByPlace(int tenth, float more)
    {
        SelfBias self = Numbered();

        ReadOnlySpan<float> bias = new TokenBias(Told, StepHead.Set, self)
            .For(new BarRequest { Density = tenth < 0 ? float.NaN : 0.9f }, 0, new StepContext { Position = 5, StepsPerBar = 16, Density = tenth }, lean: 0.25f);

        Assert.Equal(-more - 0.25f, bias[^1], 1e-6f);
        for (int piece = 0; piece < Told.Vocabulary.Tokens; piece++)
            Assert.Equal(((5 * Told.Vocabulary.Tokens) + piece) / 1000f, bias[piece], 1e-6f);
    }

    [Fact]
    public void InBarsOfThreeBeatsNoPlaceIsKnown()
    {
        ReadOnlySpan<float> bias = new TokenBias(Told, StepHead.Set, Numbered())
            .For(new BarRequest { Steps = 12 }, 0, new StepContext { Position = 5, StepsPerBar = 12, Density = -1 }, lean: 0);

        Assert.True(bias[..^1].IndexOfAnyExcept(0) < 0);
    }

    [Fact]
    public void WhatTheCardHoldsReadsAsItWasWritten()
    {
        SelfBias self = Numbered();

        Assert.Equal(self.ToString(), SelfBias.Parse(Told, self.ToString()).ToString());
        Assert.Equal(0.7f, SelfBias.Parse(Told, self.ToString()).More(7));
        Assert.Equal(0.143f, SelfBias.Parse(Told, self.ToString()).At(15, 16)[^1]);
        Assert.Equal(SelfBias.None(Told).ToString(), SelfBias.Parse(Told, "").ToString());
    }

    [Theory]
    [InlineData("0.1 0.2", "2 numbers, not 155")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("4.01", "\"4.01\"")]
    [InlineData("1e30", "\"1e30\"")]
    [InlineData("x", "\"x\"")]
    public void AnythingElseInTheCardIsRefusedByName(string first, string named)
    {
        string text = first.Contains(' ', StringComparison.Ordinal) ? first : first + string.Concat(Enumerable.Repeat(" 0", 154));
        StepModel steps = TestModels.Steps(PatternKind.Drums);
        steps.SetCard("self-bias", text);

        Assert.Contains(named, Assert.Throws<PatternModelException>(() => new PatternModel(steps, "broken")).Message, StringComparison.Ordinal);
    }

    private static SelfBias Numbered() => SelfBias.Of(Told, [.. Enumerable.Range(0, 11).Select(i => i / 10.0)], [.. Enumerable.Range(0, 144).Select(i => i / 1000.0)]);
}
