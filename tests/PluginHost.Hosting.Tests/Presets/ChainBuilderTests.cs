using System.Text;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Presets;

public class ChainBuilderTests
{
    private static readonly EngineOptions Options = new(new AudioFormat(48000, 2, 64));
    private readonly TestRack _rack = new();

    [Fact]
    public void A_chain_is_built_with_every_value_of_the_preset()
    {
        using Chain chain = Build("""
            {"effect":"gain","parameters":{"gain":-6.5,"mode":"Live","invert":true,"pitch":-3,"fine":0.3}},
            {"effect":"memory","bypass":true,"mix":0.25,"state":"BwE="}
            """);
        Assert.Equal(["gain", "memory"], chain.Slots.Select(slot => slot.Id));
        Assert.Equal([-6.5f, 1, 1, -3, 0.3f], chain.Slots[0].Effect.Parameters.Select(parameter => parameter.Target));
        Assert.Equal((true, 0.25f), (chain.Slots[1].IsBypassed, chain.Slots[1].Mix));
        Assert.Equal([7, 1], ((TestMemory)chain.Slots[1].Effect).Kept);
        Assert.Equal(48000, chain.Slots[0].Effect.Format.SampleRate);
    }

    [Theory]
    [InlineData("""{"effect":"gain"},{"effect":"gian"}""", 2, "effect", "p: slot 2 (gian): there is no effect 'gian'; did you mean 'gain'?")]
    [InlineData("""{"effect":"gain","parameters":{"gaim":1}}""", 1, "gaim", "p: slot 1 (gain): there is no parameter 'gaim'; did you mean 'gain'?")]
    [InlineData("""{"effect":"gain","parameters":{"volume":1}}""", 1, "volume",
        "p: slot 1 (gain): there is no parameter 'volume'; there are gain, mode, invert, pitch, fine")]
    [InlineData("""{"effect":"late","parameters":{"volume":1}}""", 1, "volume", "p: slot 1 (late): there is no parameter 'volume'; it has none")]
    [InlineData("""{"effect":"gain","parameters":{"mix":1}}""", 1, "mix",
        "p: slot 1 (gain): there is no parameter 'mix'; there are gain, mode, invert, pitch, fine")]
    [InlineData("""{"effect":"gain","parameters":{"gain":25}}""", 1, "gain", "p: slot 1 (gain): gain is 25, but must be -60 to 24 dB")]
    [InlineData("""{"effect":"gain","parameters":{"gain":"loud"}}""", 1, "gain", "p: slot 1 (gain): gain is 'loud', but must be -60 to 24 dB")]
    [InlineData("""{"effect":"gain","parameters":{"gain":true}}""", 1, "gain", "p: slot 1 (gain): gain is 'on', but must be -60 to 24 dB")]
    [InlineData("""{"effect":"gain","parameters":{"mode":"lve"}}""", 1, "mode",
        "p: slot 1 (gain): mode is 'lve', but must be one of studio, live; did you mean 'live'?")]
    [InlineData("""{"effect":"gain","parameters":{"mode":2}}""", 1, "mode", "p: slot 1 (gain): mode is 2, but must be one of studio, live")]
    [InlineData("""{"effect":"gain","parameters":{"mode":0.5}}""", 1, "mode", "p: slot 1 (gain): mode is 0.5, but must be one of studio, live")]
    [InlineData("""{"effect":"gain","parameters":{"pitch":1.5}}""", 1, "pitch",
        "p: slot 1 (gain): pitch is 1.5, but must be -12 to 12 st in steps of 1")]
    [InlineData("""{"effect":"memory","state":"CAE="}""", 1, "state",
        "p: slot 1 (memory): the state of 2 bytes cannot be loaded: InvalidDataException: it must begin with 7")]
    [InlineData("""{"effect":"gain","state":"CAE="}""", 1, "state",
        "p: slot 1 (gain): the state of 2 bytes cannot be loaded: InvalidDataException: TestGain keeps no state, but was given 2 bytes of it.")]
    [InlineData("""{"effect":"stillborn"}""", 1, "effect", "p: slot 1 (stillborn): the effect cannot be created: no luck today")]
    [InlineData("""{"effect":"unready"}""", 0, "", @"p: slot 1 (unready): Prepare threw InvalidOperationException: not at\u000athis rate")]
    public void What_cannot_be_built_is_said_with_slot_and_field(string slots, int slot, string field, string message)
    {
        PresetException error = Assert.Throws<PresetException>(() => Build(slots));
        Assert.Equal((message, slot, field), (error.Message, error.Slot, error.Field));
        Assert.Equal(0, _rack.LeasesOpen);
    }

    [Fact]
    public void A_failure_disposes_what_was_created_before()
    {
        Assert.Throws<PresetException>(() => Build("""{"effect":"gain"},{"effect":"unready"},{"effect":"echo"}"""));
        Assert.Equal(3, _rack.Created.Count);
        Assert.True(((TestUnready)_rack.Created[1]).IsGone);
        Assert.Equal(0, _rack.LeasesOpen);
    }

    [Fact]
    public void Overrides_replace_values_by_number_or_by_id()
    {
        using Chain chain = Build("""{"effect":"gain","parameters":{"gain":-6}},{"effect":"echo"},{"effect":"gain"}""",
            "1.gain=-12 dB", "1.mode=live", "1.invert=true", "3.gain=3", "3.gain=4", "echo.feedback=0.25", "echo.bypass=on", "2.mix=0.5");
        Assert.Equal([-12f, 1, 1, 0, 0], chain.Slots[0].Effect.Parameters.Select(parameter => parameter.Target));
        Assert.Equal(4, chain.Slots[2].Effect.Parameters[0].Target);
        Assert.Equal(0.25f, chain.Slots[1].Effect.Parameters[0].Target);
        Assert.Equal((true, 0.5f), (chain.Slots[1].IsBypassed, chain.Slots[1].Mix));
    }

    [Theory]
    [InlineData("4.gain=1", "--set '4.gain=1': there is no slot 4: the chain has slots 1 to 3")]
    [InlineData("0.gain=1", "--set '0.gain=1': there is no slot 0: the chain has slots 1 to 3")]
    [InlineData("gain.gain=1", "--set 'gain.gain=1': 'gain' is in slots 1 and 3; write 1. or 3. instead")]
    [InlineData("ecco.mix=1", "--set 'ecco.mix=1': there is no slot 'ecco'; did you mean 'echo'?")]
    [InlineData("reverb.mix=1", "--set 'reverb.mix=1': there is no slot 'reverb': the chain has slots 1 to 3 (gain, echo, gain)")]
    [InlineData("1.gian=1", "--set '1.gian=1': slot 1 (gain): there is no parameter 'gian'; did you mean 'gain'?")]
    [InlineData("1.byapss=on", "--set '1.byapss=on': slot 1 (gain): there is no parameter 'byapss'; did you mean 'bypass'?")]
    [InlineData("1.gain=99", "--set '1.gain=99': slot 1 (gain): gain is '99', but must be -60 to 24 dB")]
    [InlineData("1.mix=2", "--set '1.mix=2': slot 1 (gain): mix is '2', but must be 0 to 1")]
    [InlineData("1.bypass=maybe", "--set '1.bypass=maybe': slot 1 (gain): bypass is 'maybe', but must be one of off, on")]
    [InlineData("1.gain=nan", "--set '1.gain=nan': slot 1 (gain): gain is 'nan', but must be -60 to 24 dB")]
    public void An_override_that_fits_nothing_is_refused(string set, string message)
    {
        Assert.Equal(message, Assert.Throws<PresetException>(
            () => Build("""{"effect":"gain"},{"effect":"echo"},{"effect":"gain"}""", set)).Message);
        Assert.Equal(0, _rack.LeasesOpen);
    }

    [Theory]
    [InlineData("gain")]
    [InlineData("gain=1")]
    [InlineData("1.gain")]
    [InlineData("1.gain=")]
    [InlineData(".gain=1")]
    [InlineData("1.=1")]
    [InlineData("gain=1.5")]
    [InlineData("")]
    public void An_override_of_another_shape_is_refused(string text) =>
        Assert.Equal($"--set '{text}': this is not slot.parameter=value, as in 2.threshold=-30 or gain.bypass=on",
            Assert.Throws<PresetException>(() => ParameterOverride.Parse(text)).Message);

    [Fact]
    public void Effects_alone_make_a_chain_of_defaults()
    {
        using Chain chain = _rack.Builder.Build(Preset.OfEffects("gain", "echo"), Options);
        Assert.Equal(["gain", "echo"], chain.Slots.Select(slot => slot.Id));
        Assert.Equal("--effect: slot 1 (gian): there is no effect 'gian'; did you mean 'gain'?",
            Assert.Throws<PresetException>(() => _rack.Builder.Build(Preset.OfEffects("gian"), Options)).Message);
    }

    [Fact]
    public void A_captured_chain_builds_its_like()
    {
        using Chain chain = Build("""{"effect":"gain"},{"effect":"memory","state":"BwE="}""", "1.gain=-7.3", "1.mode=live", "2.mix=0.7", "1.bypass=on");
        Preset captured = PresetCapture.From(chain, "Mine", "as played");
        using Chain again = _rack.Builder.Build(PresetReader.Parse(PresetWriter.ToBytes(captured), "again"), Options);
        Assert.Equal(PresetWriter.ToBytes(captured), PresetWriter.ToBytes(PresetCapture.From(again, "Mine", "as played")));
        Assert.Equal([7, 1], ((TestMemory)again.Slots[1].Effect).Kept);
        Assert.Equal((-7.3f, true, 0.7f), (again.Slots[0].Effect.Parameters[0].Target, again.Slots[0].IsBypassed, again.Slots[1].Mix));
        Assert.Contains("\"mode\": \"live\"", Encoding.UTF8.GetString(PresetWriter.ToBytes(captured)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_effect_that_cannot_save_its_state_is_named()
    {
        using Chain chain = Build("""{"effect":"gain"},{"effect":"memory"}""");
        ((TestMemory)chain.Slots[1].Effect).FailsToSave = true;
        Assert.Equal("Mine: slot 2 (memory): the state cannot be saved: IOException: lost",
            Assert.Throws<PresetException>(() => PresetCapture.From(chain, "Mine")).Message);
    }

    private Chain Build(string slots, params string[] sets) => _rack.Builder.Build(
        PresetReader.Parse(Encoding.UTF8.GetBytes($$"""{"version":1,"name":"x","chain":[{{slots}}]}"""), "p"), Options,
        sets.Select(ParameterOverride.Parse));
}
