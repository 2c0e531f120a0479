using System.Text;
using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tests.Presets;

public class PresetReaderTests
{
    private const string Vocal = """
        { "version": 1, "name": "Live vocal", "description": "For the stage.", "chain": [
          { "effect": "gain", "parameters": { "gain": -6.5, "mode": "live", "invert": true } },
          { "effect": "echo", "bypass": true, "mix": 0.25, "state": "BwE=" } ] }
        """;

    [Fact]
    public void A_preset_is_read_with_everything_in_it()
    {
        Preset preset = Parse(Vocal);
        Assert.Equal(("Live vocal", "For the stage.", 1, "vocal.json"),
            (preset.Name, preset.Description, preset.Version, preset.Origin));
        PresetSlot gain = preset.Chain[0];
        Assert.Equal(("gain", false, 1f, 0), (gain.Effect, gain.Bypass, gain.Mix, gain.State.Length));
        Assert.Equal(
            [new("gain", PresetValue.Of(-6.5f)), new("mode", PresetValue.Of("live")), new("invert", PresetValue.Of(true))],
            gain.Parameters);
        PresetSlot echo = preset.Chain[1];
        Assert.Equal(("echo", true, 0.25f), (echo.Effect, echo.Bypass, echo.Mix));
        Assert.Equal([7, 1], echo.State.ToArray());
        Assert.Empty(echo.Parameters);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal("Live vocal", PresetReader.Parse(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Vocal)).ToArray(), "x").Name);

    [Theory]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","bypas":true}]}""", 1, "bypas",
        "p.json: slot 1: there is no field 'bypas'; did you mean 'bypass'?")]
    [InlineData("""{"version":1,"name":"x","chian":[]}""", 0, "chian", "p.json: there is no field 'chian'; did you mean 'chain'?")]
    [InlineData("""{"version":1,"name":"x","zzzzzzzz":1}""", 0, "zzzzzzzz",
        "p.json: there is no field 'zzzzzzzz'; there are version, name, description, chain")]
    [InlineData("""{"version":2,"name":"x","rack":[]}""", 0, "version", "p.json: version is 2, but this program reads version 1")]
    [InlineData("""{"version":"1","name":"x","chain":[]}""", 0, "version", "p.json: version is the text '1', but this program reads version 1")]
    [InlineData("""{"name":"x","chain":[]}""", 0, "version", "p.json: version is missing")]
    [InlineData("""{"version":1,"chain":[]}""", 0, "name", "p.json: name is missing")]
    [InlineData("""{"version":1,"name":" ","chain":[]}""", 0, "name", "p.json: name is empty")]
    [InlineData("""{"version":1,"name":"x"}""", 0, "chain", "p.json: chain is missing")]
    [InlineData("""{"version":1,"name":"x","chain":{}}""", 0, "chain", "p.json: chain is an object, but must be an array of slots")]
    [InlineData("""{"version":1,"name":"x","chain":["gain"]}""", 1, "", "p.json: slot 1: a slot must be an object, not the text 'gain'")]
    [InlineData("[]", 0, "", "p.json: a preset must be an object, not an array")]
    [InlineData("""{"version":1,"name":"x","name":"y","chain":[]}""", 0, "name", "p.json: 'name' is there twice")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain"},{"effect":"gain","parameters":{"gain":1,"g\u0061in":2}}]}""",
        2, "gain", "p.json: slot 2 (gain): 'gain' is there twice")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","mix":1.5}]}""", 1, "mix",
        "p.json: slot 1 (gain): mix is 1.5, but must be 0 to 1")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","mix":null}]}""", 1, "mix",
        "p.json: slot 1 (gain): mix is null, but must be 0 to 1")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","bypass":0}]}""", 1, "bypass",
        "p.json: slot 1 (gain): bypass is 0, but must be true or false")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","parameters":{"gain":1e60}}]}""", 1, "gain",
        "p.json: slot 1 (gain): 'gain' is 1e60, which is beyond any range")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","parameters":{"gain":[1]}}]}""", 1, "gain",
        "p.json: slot 1 (gain): 'gain' is an array, but must be a number, a choice, true or false")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","state":"%%"}]}""", 1, "state",
        "p.json: slot 1 (gain): state is the text '%%', but must be bytes in base64")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","parameters":{"\ud800":1}}]}""", 1, "",
        "p.json: slot 1 (gain): some text is no valid Unicode")]
    [InlineData("""{"version":1,"name":"x","chain":[{"effect":"gain","state":"Bw\ud800"}]}""", 1, "",
        "p.json: slot 1 (gain): some text is no valid Unicode")]
    public void What_is_wrong_is_said_with_slot_and_field(string json, int slot, string field, string message)
    {
        PresetException error = Assert.Throws<PresetException>(() => PresetReader.Parse(Encoding.UTF8.GetBytes(json), "p.json"));
        Assert.Equal(message, error.Message);
        Assert.Equal(("p.json", slot, field), (error.Origin, error.Slot, error.Field));
    }

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("/plugins/gain")]
    [InlineData("Gain")]
    [InlineData("gain.dll")]
    [InlineData("Evil, Evil.Plugin")]
    [InlineData("")]
    public void An_effect_is_named_by_id_only(string effect)
    {
        string json = $$"""{"version":1,"name":"x","chain":[{"effect":"gain"},{"effect":"{{effect}}"}]}""";
        PresetException error = Assert.Throws<PresetException>(() => Parse(json));
        Assert.StartsWith($"vocal.json: slot 2: '{effect}' is no effect id", error.Message, StringComparison.Ordinal);
        Assert.Throws<PresetException>(() => Preset.OfEffects("gain", effect));
    }

    [Theory]
    [InlineData("{\n  \"version\": 1,\n  oops\n}", 3, 3)]
    [InlineData("{\n  \"version\": 1, // one\n}", 2, 17)]
    [InlineData("{\n  \"version\": 1,\n}", 3, 1)]
    [InlineData("{\"version\": 1", 1, 14)]
    [InlineData("", 1, 1)]
    [InlineData("{} {}", 1, 4)]
    public void Broken_json_is_told_with_its_line(string json, int line, int column)
    {
        PresetException error = Assert.Throws<PresetException>(() => Parse(json));
        Assert.StartsWith($"vocal.json: line {line}, byte {column}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_limit_is_held_and_named()
    {
        string slots = string.Join(",", Enumerable.Repeat("""{"effect":"gain"}""", PresetReader.MaxSlots + 1));
        Assert.Contains("65 slots", Problem($$"""{"version":1,"name":"x","chain":[{{slots}}]}"""), StringComparison.Ordinal);
        string values = string.Join(",", Enumerable.Range(0, PresetReader.MaxParameters + 1).Select(i => $"\"p{i}\":0"));
        Assert.Contains("257 values", Problem($$$"""{"version":1,"name":"x","chain":[{"effect":"gain","parameters":{{{{values}}}}}]}"""),
            StringComparison.Ordinal);
        Assert.Contains("depth", Problem(new string('[', 17) + new string(']', 17)), StringComparison.Ordinal);
        Assert.Contains("1048576 bytes", Problem(new string(' ', PresetReader.MaxBytes) + "{"), StringComparison.Ordinal);
        Assert.Contains("2001 letters", Problem($$"""{"version":1,"name":"{{new string('x', 2001)}}","chain":[]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_stays_one_printable_line_whatever_the_file_holds()
    {
        string message = Problem("""{"version":1,"name":"x","chain":[],"a\n\u001b[2J\u202e""" + new string('z', 500) + "\":1}");
        Assert.DoesNotContain(message, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.Contains(@"a\u000a\u001b[2J\u202e", message, StringComparison.Ordinal);
        Assert.True(message.Length < 200, message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told() =>
        Assert.Equal("x: a preset is text in UTF-8, this is not",
            Assert.Throws<PresetException>(() => PresetReader.Parse(new byte[] { (byte)'{', 0xC3, 0x28 }, "x")).Message);

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        using TempFolder folder = new();
        string missing = folder.File("missing.json");
        Assert.Equal($"{missing}: there is no such file", Assert.Throws<PresetException>(() => PresetReader.Read(missing)).Message);
        Assert.StartsWith($"{folder.Path}: the file cannot be read: ",
            Assert.Throws<PresetException>(() => PresetReader.Read(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("large.json"), new byte[PresetReader.MaxBytes + 1]);
        Assert.Contains("at most 1048576 bytes",
            Assert.Throws<PresetException>(() => PresetReader.Read(folder.File("large.json"))).Message, StringComparison.Ordinal);
    }

    private static string Problem(string json) => Assert.Throws<PresetException>(() => Parse(json)).Message;

    private static Preset Parse(string json) => PresetReader.Parse(Encoding.UTF8.GetBytes(json), "vocal.json");
}
