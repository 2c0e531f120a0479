using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Tests.Generation;

public class TokenBiasTests
{
    [Theory]
    [InlineData(true, 0, -0.42f)]
    [InlineData(true, 0.5f, 0.18f)]
    [InlineData(true, 1, 0.78f)]
    [InlineData(true, float.NaN, 0)]
    [InlineData(false, 0, -1.2f)]
    [InlineData(false, 0.5f, 0)]
    [InlineData(false, 1, 1.2f)]
    [InlineData(false, float.NaN, 0)]
    public void DrumsThatAreToldHowDenseNeedLessOfALean(bool isTold, float density, float lean)
    {
        PatternLayout layout = isTold ? PatternLayout.Standard(PatternKind.Drums, 4, isPlayed: true)
            : new PatternLayout(PatternKind.Drums, 4, isPlayed: true, (FeatureSource.Back, 1));

        ReadOnlySpan<float> bias = new TokenBias(layout, StepHead.Set).For(new BarRequest { Density = density }, 0, isOnBeat: true, lean: 0);

        Assert.Equal(-lean, bias[^1], 1e-6f);
        Assert.True(bias[..^1].IndexOfAnyExcept(0) < 0);
    }
}
