using System.Diagnostics;
using System.Text.Json;

namespace PluginHost.App.Tests;

/// <summary>Training and generating as their users do it, on a few frames and one performance.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string[] Small = ["--hidden", "16", "--head-width", "16", "--epochs", "3", "--seed", "7"];

    private readonly CommandLine _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void AFolderBecomesAModelThatPlaysTheSameForTheSameSeed()
    {
        Groove("own");

        Outcome trained = _program.Run(["train", "--midi", "own", "--kind", "drums", "--out", "mine.safetensors", .. Small]);
        Outcome one = _program.Run("generate", "--model", "mine.safetensors", "--bars", "2", "--show", "--seed", "3");
        Outcome other = _program.Run("generate", "--model", "mine.safetensors", "--bars", "2", "--show", "--seed", "3", "--out", "a.mid");
        Outcome different = _program.Run("generate", "--model", "mine.safetensors", "--bars", "2", "--show", "--seed", "4");

        Assert.Equal(0, trained.ExitCode);
        Assert.Equal(["mine.curve.json", "mine.curve.png", "mine.safetensors"], Files("mine.*"));
        Assert.Contains("epoch 3/3", trained.Error, StringComparison.Ordinal);
        Assert.Equal(one.Output, other.Output);
        Assert.NotEqual(one.Output, different.Output);
        Assert.Contains("closed hat", one.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_program.File("a.mid")).Length > 50);
    }

    [Fact]
    public void AModelIsMeasuredForScripts()
    {
        Frames();
        Assert.Equal(0, _program.Run(["train", "--frames", "a.txt", "--out", "m.safetensors", .. Small]).ExitCode);

        Outcome measured = _program.Run("train", "--evaluate", "--model", "m.safetensors", "--frames", "a.txt", "--split", "test", "--json");

        JsonElement json = JsonDocument.Parse(measured.Output).RootElement;
        Assert.Equal(3, json.GetProperty("steps").GetInt32());
        Assert.InRange(json.GetProperty("natsPerStep").GetDouble(), 0.1, 100);
    }

    [Fact]
    public void AKilledTrainingGoesOnAsIfNothingHadHappened()
    {
        Frames();
        string[] arguments = ["train", "--frames", "a.txt", "--hidden", "16", "--head-width", "16", "--epochs", "60"];
        Assert.Equal(0, _program.Run([.. arguments, "--out", "whole.safetensors"]).ExitCode);

        using (Process process = _program.Start([.. arguments, "--out", "cut.safetensors"]))
        {
            while (!process.HasExited && !File.Exists(_program.File("cut.training")))
                Thread.Sleep(5);
            process.Kill();
            process.WaitForExit();
        }
        Outcome resumed = _program.Run([.. arguments, "--out", "cut.safetensors", "--resume"]);

        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(Play("whole.safetensors"), Play("cut.safetensors"));
    }

    [Fact]
    public void AnInterruptedTrainingLeavesTheBestSoFarAndCanGoOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "no signals here");
        Frames();
        using Process process = _program.Start("train", "--frames", "a.txt", "--hidden", "16", "--head-width", "16", "--epochs", "10000", "--out", "m.safetensors");
        while (!process.HasExited && !File.Exists(_program.File("m.training")))
            Thread.Sleep(5);
        Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("interrupted, --resume goes on", said, StringComparison.Ordinal);
        Assert.Equal(["m.curve.json", "m.curve.png", "m.safetensors", "m.training"], Files("m.*"));
    }

    [Fact]
    public void AModelGoesOnLearningFromAnother()
    {
        Frames();
        Assert.Equal(0, _program.Run(["train", "--frames", "a.txt", "--out", "m.safetensors", .. Small]).ExitCode);

        Assert.Equal(0, _program.Run("train", "--frames", "a.txt", "--from", "m.safetensors", "--epochs", "2", "--out", "n.safetensors").ExitCode);
        Assert.NotEqual(File.ReadAllBytes(_program.File("m.safetensors")), File.ReadAllBytes(_program.File("n.safetensors")));
    }

    [Theory]
    [InlineData("train --midi . --kind drums --out m.safetensors", "no MIDI files")]
    [InlineData("train --midi nowhere --kind drums --out m.safetensors", "nowhere: no such folder")]
    [InlineData("train --midi .", "--out is missing")]
    [InlineData("train --out m.safetensors", "give one of --midi")]
    [InlineData("train --midi . --frames x --out m.safetensors", "give one of --midi")]
    [InlineData("train --midi . --out m.safetensors", "--kind is missing")]
    [InlineData("train --midi . --kind tuba --out m.safetensors", "tuba")]
    [InlineData("train --groove . --kind chords --out m.safetensors", "--groove holds drums, not chords")]
    [InlineData("train --midi . --kind drums --out none/m.safetensors", "there is no folder")]
    [InlineData("train --midi . --kind drums --lookback 4,x --out m.safetensors", "--lookback \"x\"")]
    [InlineData("train --midi . --kind drums --minutes -1 --out m.safetensors", "-1")]
    [InlineData("train --evaluate --frames x", "--model is missing")]
    [InlineData("generate --model no-such --show", "--model \"no-such\"")]
    [InlineData("generate --model no-such", "--out or --show is missing")]
    [InlineData("generate --model text.safetensors --show", "text.safetensors")]
    [InlineData("generate --model drums --show --density 2", "--density is 2, but must be 0 to 1")]
    [InlineData("generate --model drums --show --chords C,Q", "\"Q\" is not a chord")]
    [InlineData("generate --model drums --show --key H", "\"H\" is not a key")]
    [InlineData("generate --model drums --show --prime text.safetensors", "text.safetensors: not a readable MIDI file")]
    [InlineData("generate --model drums --show --style polka", "there is no such style; there are afrobeat")]
    [InlineData("generate --model drums --out text.safetensors", "exists; use --overwrite")]
    public void WrongInputGivesOneLineThatNamesItAndExitCode2(string arguments, string named)
    {
        File.WriteAllText(_program.File("text.safetensors"), "this is no model");

        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(["text.safetensors"], Files("*"));
    }

    [Fact]
    public void OneFileIsCutInTimeAndTooLittleIsRefused()
    {
        Groove("own");
        File.Delete(_program.File("own/b.mid"));
        Assert.Equal(0, _program.Run(["train", "--midi", "own", "--kind", "drums", "--out", "m.safetensors", .. Small]).ExitCode);

        File.WriteAllText(_program.File("short.txt"), "train\t60 62 64\n");
        Outcome outcome = _program.Run("train", "--frames", "short.txt", "--out", "n.safetensors");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("pieces both to learn from (train) and to check with (valid) are needed", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Files("n.*"));
    }

    [Fact]
    public void AFullDiskLeavesTheOldModel()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        Frames();
        Assert.Equal(0, _program.Run(["train", "--frames", "a.txt", "--out", "m.safetensors", .. Small]).ExitCode);
        byte[] old = File.ReadAllBytes(_program.File("m.safetensors"));
        File.CreateSymbolicLink(_program.File("m.curve.json.tmp"), "/dev/full");

        Outcome outcome = _program.Run(["train", "--frames", "a.txt", "--out", "m.safetensors", "--overwrite", .. Small]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("No space left", outcome.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(_program.File("m.safetensors")));
    }

    private string Play(string model)
    {
        Outcome outcome = _program.Run("generate", "--model", model, "--bars", "8", "--show");
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Output;
    }

    private void Frames() => File.WriteAllText(_program.File("a.txt"),
        "train\t60.64.67 60.64.67 62.65 - 60.64 60.64.67 62.65 -\ntrain\t60 62 64 65 67\nvalid\t60.64.67 62.65 -\ntest\t60.64 62.65 - 60\n");

    private void Groove(string folder)
    {
        Directory.CreateDirectory(_program.File(folder));
        foreach (string name in (string[])["a.mid", "b.mid"])
            File.Copy(Path.Combine(CommandLine.Root, "tests", "PluginHost.Patterns.Tests", "Files", "groove-funk.mid"), Path.Combine(_program.File(folder), name));
    }

    private IEnumerable<string> Files(string pattern) =>
        Directory.GetFileSystemEntries(_program.Folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
