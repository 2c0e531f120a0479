using PluginHost.Neural.Steps;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Tests.Generation;

public sealed class PatternModelTests
{
    [Theory]
    [InlineData(PatternKind.Drums)]
    [InlineData(PatternKind.Melody)]
    [InlineData(PatternKind.Chords)]
    public void AModelPlaysOnAfterItWasSaved(PatternKind kind)
    {
        using TemporaryFolder folder = new();
        TestModels.Steps(kind).Save(folder.File("a.safetensors"));

        PatternModel model = PatternModel.Load(folder.File("a.safetensors"), kind);

        Assert.Equal(TestModels.Text(TestModels.Write(TestModels.Of(kind), 4, new BarRequest())), TestModels.Text(TestModels.Write(model, 4, new BarRequest())));
    }

    [Fact]
    public void AModelOfAnotherKindIsNamed()
    {
        using TemporaryFolder folder = new();
        TestModels.Steps(PatternKind.Chords).Save(folder.File("a.safetensors"));

        Assert.Equal($"{folder.File("a.safetensors")}: this model plays chords, but drums are wanted", Assert.Throws<PatternModelException>(
            () => PatternModel.Load(folder.File("a.safetensors"), PatternKind.Drums)).Message);
    }

    [Theory]
    [InlineData("kind", "tuba", "its kind is \"tuba\"")]
    [InlineData("kind", "0", "its kind is \"0\"")]
    [InlineData("kind", "", "its kind is \"\"")]
    [InlineData("steps-per-beat", "7", "\"7\" steps per beat")]
    [InlineData("features", "back1 magic", "\"magic\" is no feature")]
    [InlineData("features", "back1", "but its card describes")]
    [InlineData("octave", "9", "its octave is \"9\"")]
    [InlineData("densities", "1 2 3", "\"1 2 3\" is no scale of densities")]
    public void ACardThatDoesNotFitIsNamedByItsLine(string key, string value, string problem)
    {
        StepModel steps = TestModels.Steps(PatternKind.Drums);
        steps.SetCard(key, value);

        Assert.Contains(problem, Assert.Throws<PatternModelException>(() => new PatternModel(steps, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACorpusThatIsWrittenHighIsPlayedLower()
    {
        StepModel steps = TestModels.Steps(PatternKind.Poly);
        PatternEvent[] written = TestModels.Notes(TestModels.Write(new PatternModel(steps, "x"), 2, new BarRequest()));
        steps.SetCard("octave", "-1");

        PatternEvent[] played = TestModels.Notes(TestModels.Write(new PatternModel(steps, "x"), 2, new BarRequest()));

        Assert.Equal(written.Select(note => Math.Max(0, note.Note - 12)), played.Select(note => (int)note.Note));
    }

    [Fact]
    public void ANetThatKnowsNoMusicIsRefused()
    {
        StepModel steps = new(new StepShape(9, 10, RecurrentCell.Gru, 8, 1, StepHead.Set, 8, 0, 0, 0), 1);

        Assert.Equal("x: this net does not play patterns: its card has no \"kind\"",
            Assert.Throws<PatternModelException>(() => new PatternModel(steps, "x")).Message);
    }

    [Fact]
    public void DamagedFilesAreRefusedWithTheirName()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("a.safetensors");
        TestModels.Steps(PatternKind.Drums).Save(file);
        byte[] good = File.ReadAllBytes(file);

        byte[] hugeHeader = [.. BitConverter.GetBytes(500_000_000L), .. good[8..]];
        byte[] cut = good[..(good.Length / 2)];
        byte[] notANumber = [.. good[..^4], .. BitConverter.GetBytes(float.NaN)];
        byte[] otherVersion = Replace(good, "\"steps.version\":\"1\"", "\"steps.version\":\"9\"");
        foreach (byte[] bad in (byte[][])[hugeHeader, cut, notANumber, otherVersion, "no model"u8.ToArray(), []])
        {
            File.WriteAllBytes(file, bad);
            Assert.StartsWith(file, Assert.Throws<PatternModelException>(() => PatternModel.Load(file)).Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Replace(byte[] bytes, string old, string wanted)
    {
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text.Replace(old, wanted, StringComparison.Ordinal));
    }
}
