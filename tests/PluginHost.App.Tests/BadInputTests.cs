namespace PluginHost.App.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("live --bogus", "--bogus")]
    [InlineData("live --rate abc", "abc")]
    [InlineData("live --block 0", "--block is 0, but must be 1 to 8192")]
    [InlineData("live --mode fast", "fast")]
    [InlineData("live --device virtual --preset no-such", "'no-such'")]
    [InlineData("live --device virtual --preset ../evil", "looks like a path")]
    [InlineData("live --device virtual --effect gian", "did you mean 'gain'?")]
    [InlineData("live --device virtual --effect gain --set gain.gain=100", "must be -60 to 24 dB")]
    [InlineData("live --device virtual --effect gain --set gain.gian=1", "'gian'")]
    [InlineData("live --device virtual --effect gain --set 2.gain=1", "slot 2")]
    [InlineData("live --device virtual --effect gain --set nonsense", "slot.parameter=value")]
    [InlineData("live --device virtual --effect gain --preset guitar-clean", "exclude each other")]
    [InlineData("live --device virtual --tempo 1000", "1000")]
    [InlineData("live --device virtual --plugins nowhere", "'nowhere'")]
    [InlineData("render missing.wav --effect gain --out out.wav", "missing.wav")]
    [InlineData("render missing.wav --out out.wav", "--preset NAME or --effect ID")]
    [InlineData("pipe --effect gain --channels 99", "--channels is 99")]
    [InlineData("plugins no-such-effect", "'no-such-effect'")]
    [InlineData("check missing.dll", "missing.dll")]
    [InlineData("new 9lives", "9lives")]
    public void Wrong_input_gives_one_line_that_names_it_and_exit_code_2(string arguments, string named)
    {
        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public void An_unknown_device_gives_exit_code_3()
    {
        Outcome outcome = _program.Run("live", "--device", "no such device");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("'no such device'", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_sound_leaves_no_output()
    {
        File.WriteAllText(_program.File("noise.wav"), "hello");

        Outcome outcome = _program.Run("render", "noise.wav", "--effect", "gain", "--out", "out.wav");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("noise.wav", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["noise.wav"], Directory.GetFiles(_program.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void An_existing_file_is_kept_unless_overwriting_is_asked_for()
    {
        File.WriteAllText(_program.File("out.wav"), "precious");

        Outcome refused = _program.Run("render", CommandLine.Demo, "--effect", "gain", "--out", "out.wav");
        string kept = File.ReadAllText(_program.File("out.wav"));
        Outcome replaced = _program.Run("render", CommandLine.Demo, "--effect", "gain", "--out", "out.wav", "--overwrite");

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("precious", kept);
        Assert.Equal(0, replaced.ExitCode);
    }

    [Fact]
    public void A_preset_with_a_mistake_is_refused_with_file_slot_and_field()
    {
        File.WriteAllText(_program.File("mine.json"),
            """{ "version": 1, "name": "Mine", "chain": [ { "effect": "gain", "parameters": { "gain": 99 } } ] }""");

        Outcome outcome = _program.Run("live", "--device", "virtual", "--preset", "mine.json");

        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.ErrorLines);
        Assert.All(["mine.json", "slot 1", "gain", "99", "-60 to 24"], part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}
