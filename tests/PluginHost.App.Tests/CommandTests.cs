using System.Runtime.InteropServices;
using System.Text.Json;

namespace PluginHost.App.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("live")]
    [InlineData("render")]
    [InlineData("worker")]
    [InlineData("analyze")]
    [InlineData("pipe")]
    [InlineData("devices")]
    [InlineData("plugins")]
    [InlineData("presets")]
    [InlineData("check")]
    [InlineData("new")]
    public void Every_command_has_help_with_examples(string command)
    {
        Outcome outcome = _program.Run(command, "--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Examples:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(command, _program.Run("--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugins_lists_the_shipped_effects()
    {
        using JsonDocument list = Json("plugins", "--json");

        Assert.Equal(["delay", "feedback-suppressor", "gain", "parametric-eq", "pattern-generator", "room-loop-microphone", "room-loop-speaker", "spectral-gate"], list.RootElement.GetProperty("plugins").EnumerateArray()
            .SelectMany(plugin => plugin.GetProperty("effects").EnumerateArray()).Select(effect => effect.GetProperty("id").GetString()));
        Assert.Empty(list.RootElement.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void Plugins_describes_the_parameters_of_one_effect()
    {
        using JsonDocument effect = Json("plugins", "gain", "--json");

        JsonElement gain = Assert.Single(effect.RootElement.GetProperty("parameters").EnumerateArray(),
            parameter => parameter.GetProperty("id").GetString() == "gain");
        Assert.Equal("dB", gain.GetProperty("unit").GetString());
        Assert.Equal(24, gain.GetProperty("maximum").GetDouble());
    }

    [Fact]
    public void Presets_lists_the_shipped_presets()
    {
        using JsonDocument list = Json("presets", "--json");

        Assert.Contains("guitar-clean", list.RootElement.GetProperty("presets").EnumerateArray().Select(preset => preset.GetProperty("name").GetString()));
    }

    [Fact]
    public void Pipe_gives_a_block_for_a_block()
    {
        float[] samples = [.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i * 0.1f))];

        Outcome outcome = _program.Run(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), "pipe", "--effect", "gain", "--set", "gain.gain=-20");

        Assert.Equal(0, outcome.ExitCode);
        float[] output = MemoryMarshal.Cast<byte, float>(outcome.Bytes).ToArray();
        Assert.Equal(samples.Length, output.Length);
        Assert.All(samples.Zip(output), pair => Assert.Equal(pair.First * 0.1f, pair.Second, 1e-6f));
    }

    [Theory]
    [InlineData("gain/Gain.dll")]
    [InlineData("delay/Delay.dll")]
    [InlineData("parametric-eq/ParametricEq.dll")]
    [InlineData("room-loop/RoomLoop.dll")]
    [InlineData("feedback-suppressor/FeedbackSuppressor.dll")]
    [InlineData("pattern-generator/PatternGenerator.dll")]
    public void Every_shipped_plugin_keeps_every_promise(string plugin)
    {
        Outcome outcome = _program.Run("check", Path.Combine(CommandLine.Root, "artifacts", "plugins", plugin), "--json", "report.json");

        Assert.True(outcome.ExitCode == 0, outcome.Output);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_program.File("report.json")));
        Assert.Equal(0, report.RootElement.GetProperty("failed").GetInt32());
        Assert.True(report.RootElement.GetProperty("passed").GetInt32() >= 14);
    }

    [Fact]
    public void Check_gives_exit_code_1_for_a_plugin_that_does_not_load()
    {
        Directory.CreateDirectory(_program.File("Broken"));
        File.WriteAllText(_program.File("Broken/Broken.dll"), "not an assembly");

        Outcome outcome = _program.Run("check", "Broken/Broken.dll");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("1 failed", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void New_makes_a_project_and_never_overwrites()
    {
        Outcome made = _program.Run("new", "TapeEcho");
        Outcome again = _program.Run("new", "TapeEcho");

        Assert.Equal(0, made.ExitCode);
        Assert.True(Directory.Exists(_program.File("TapeEcho")));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("TapeEcho", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    private JsonDocument Json(params string[] arguments)
    {
        Outcome outcome = _program.Run(arguments);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        return JsonDocument.Parse(outcome.Output);
    }
}
