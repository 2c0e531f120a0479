using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Presets;

public class ShippedPresetsTests
{
    [Fact]
    public void Every_shipped_preset_is_read_and_says_what_it_is_for()
    {
        IReadOnlyList<PresetListing> presets = Shipped.Presets.List();
        Assert.NotEmpty(presets);
        Assert.All(presets, preset => Assert.Null(preset.Problem));
        Assert.All(presets, preset => Assert.NotEmpty(preset.Description));
    }

    [Theory]
    [InlineData(48000, 2, 64)]
    [InlineData(8000, 1, 1024)]
    [InlineData(192000, 2, 256)]
    public void Every_shipped_preset_builds_a_chain_of_shipped_plugins(int rate, int channels, int maxFrames)
    {
        EngineOptions options = new(new AudioFormat(rate, channels, maxFrames));
        foreach (PresetListing listing in Shipped.Presets.List())
        {
            Preset preset = Shipped.Presets.Load(listing.Name);
            using Chain chain = Shipped.Builder.Build(preset, options);
            Assert.Equal(listing.Effects, chain.Slots.Select(slot => slot.Id));
            Assert.All(chain.Slots, slot => Assert.Equal(FaultKind.None, slot.Fault));
            using Chain again = Shipped.Builder.Build(PresetCapture.From(chain, "again"), options);
            Assert.Equal(Targets(chain), Targets(again));
        }
    }

    private static IEnumerable<float> Targets(Chain chain) =>
        chain.Slots.SelectMany(slot => slot.Effect.Parameters.Select(parameter => parameter.Target));
}
