using System.Text;
using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tests.Presets;

public class PresetWriterTests
{
    private static readonly Preset Vocal = new("Süß", [
        new PresetSlot("gain")
        {
            Parameters = [new("gain", PresetValue.Of(0.1f)), new("mode", PresetValue.Of("live")), new("invert", PresetValue.Of(true))],
        },
        new PresetSlot("echo") { Bypass = true, Mix = 0.3f, State = new byte[] { 7, 1 } },
    ]) { Description = "For \"the\" stage" };

    [Fact]
    public void A_preset_is_written_in_a_fixed_order_and_in_plain_words() => Assert.Equal("""
        {
          "version": 1,
          "name": "Süß",
          "description": "For \"the\" stage",
          "chain": [
            {
              "effect": "gain",
              "parameters": {
                "gain": 0.1,
                "mode": "live",
                "invert": "on"
              }
            },
            {
              "effect": "echo",
              "bypass": true,
              "mix": 0.3,
              "parameters": {},
              "state": "BwE="
            }
          ]
        }

        """.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(PresetWriter.ToBytes(Vocal)));

    [Fact]
    public void Every_float_comes_back_bit_for_bit()
    {
        Random random = new(3);
        for (int round = 0; round < 20; round++)
        {
            PresetParameter[] values = [.. Enumerable.Range(0, 200).Select(i => new PresetParameter($"p{i}", PresetValue.Of(AnyFloat(random))))];
            Preset preset = new("x", [new PresetSlot("gain") { Parameters = values }]);
            Assert.Equal(values, PresetReader.Parse(PresetWriter.ToBytes(preset), "x").Chain[0].Parameters);
        }
    }

    [Fact]
    public void A_file_is_replaced_only_when_asked_and_leaves_nothing_beside_it()
    {
        using TempFolder folder = new();
        string file = folder.File("vocal.json");
        PresetWriter.Write(Vocal, file);
        Assert.Equal($"{file}: the file is there already",
            Assert.Throws<PresetException>(() => PresetWriter.Write(Vocal, file)).Message);
        PresetWriter.Write(Vocal with { Name = "Other" }, file, overwrite: true);
        Assert.Equal("Other", PresetReader.Read(file).Name);
        Assert.Equal(["vocal.json"], folder.Names());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        using TempFolder folder = new();
        string file = folder.File("no/such/folder.json");
        Assert.StartsWith($"{file}: the file cannot be written: ",
            Assert.Throws<PresetException>(() => PresetWriter.Write(Vocal, file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_reader_would_refuse_is_not_written()
    {
        using TempFolder folder = new();
        string file = folder.File("big.json");
        Preset big = new("big", [new PresetSlot("gain") { State = new byte[PresetReader.MaxBytes] }]);
        Assert.Contains("at most 1048576 bytes", Assert.Throws<PresetException>(() => PresetWriter.Write(big, file)).Message,
            StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    private static float AnyFloat(Random random)
    {
        float value;
        do
            value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        while (!float.IsFinite(value));
        return value;
    }
}
