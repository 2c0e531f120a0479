using System.Text.Json;

namespace PluginHost.App.Tests;

public sealed class AnalyzeTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void A_recording_is_measured_as_a_list_and_drawn()
    {
        Outcome outcome = _program.Run("analyze", CommandLine.Demo, "--plot", "demo.png");

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(["length", "true peak", "loudness", "noise floor", "tempo", "key"], word => Assert.Contains(word, outcome.Output, StringComparison.Ordinal));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_program.File("demo.png"))[..4]);
    }

    [Fact]
    public void A_folder_is_measured_as_a_table_or_JSON_and_a_broken_file_is_named()
    {
        Directory.CreateDirectory(_program.File("in/sub"));
        File.Copy(CommandLine.Demo, _program.File("in/a.flac"));
        File.Copy(CommandLine.Demo, _program.File("in/sub/b.flac"));
        File.WriteAllText(_program.File("in/bad.wav"), "hello");

        Outcome table = _program.Run("analyze", "in", "--plot", "plots");
        Outcome json = _program.Run("analyze", "in", "--json", "--jobs", "2");

        Assert.Equal((1, 1), (table.ExitCode, json.ExitCode));
        Assert.Equal(3, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("in/bad.wav", Assert.Single(table.ErrorLines), StringComparison.Ordinal);
        Assert.True(File.Exists(_program.File("plots/a.flac.png")) && File.Exists(_program.File("plots/sub/b.flac.png")));
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement[] files = [.. document.RootElement.GetProperty("files").EnumerateArray()];
        Assert.Equal(["in/a.flac", "in/sub/b.flac"], files.Select(file => file.GetProperty("file").GetString()));
        Assert.Equal(files[0].GetProperty("integratedLufs").GetDouble(), files[1].GetProperty("integratedLufs").GetDouble());
        Assert.Single(document.RootElement.GetProperty("problems").EnumerateArray());
    }

    [Theory]
    [InlineData("analyze gone.wav", "gone.wav: there is no such file")]
    [InlineData("analyze a.flac b.flac --plot x.png", "--plot is x.png, but must be a folder for 2 files")]
    [InlineData("analyze nothing*", "no sound file in nothing*")]
    public void Wrong_input_gives_one_line_that_names_it_and_exit_code_2(string arguments, string named)
    {
        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
