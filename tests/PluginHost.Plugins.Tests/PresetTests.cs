using System.Reflection;
using System.Text.Json;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Plugins.Tests;

public class PresetTests
{
    private static readonly Dictionary<string, Type> Effects =
        new[]
        {
            typeof(GainEffect), typeof(DelayEffect), typeof(ParametricEqEffect), typeof(SpectralGateEffect),
            typeof(RoomMicrophoneEffect), typeof(RoomSpeakerEffect), typeof(FeedbackSuppressorEffect),
            typeof(PatternGeneratorEffect),
        }
            .ToDictionary(type => type.GetCustomAttribute<AudioEffectAttribute>()!.Id);

    [Fact]
    public void Every_value_of_every_preset_is_one_that_our_effects_take()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "presets"), "*.json");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using JsonDocument preset = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement slot in preset.RootElement.GetProperty("chain").EnumerateArray())
            {
                // A preset may also hold effects that are tested elsewhere.
                if (Effects.TryGetValue(slot.GetProperty("effect").GetString()!, out Type? type))
                    Apply((AudioEffect)Activator.CreateInstance(type)!, slot.GetProperty("parameters"));
            }
        }
    }

    private static void Apply(AudioEffect effect, JsonElement parameters)
    {
        foreach (JsonProperty setting in parameters.EnumerateObject())
        {
            Parameter parameter = Assert.Single(effect.Parameters, parameter => parameter.Id == setting.Name);
            Assert.True(parameter.TryParse(setting.Value.ToString(), out float value), setting.ToString());
            parameter.Target = value;
        }
    }
}
