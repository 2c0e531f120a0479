using System.Security.Cryptography;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Patterns.Training;

namespace PluginHost.Patterns.Tests.Generation;

public sealed class ShippedModelTests
{
    private const int MaxBytes = 2_000_000;

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder
    {
        get
        {
            DirectoryInfo folder = new(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "models")))
                folder = folder.Parent!;
            return Path.Combine(folder.FullName, "models");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AModelIsSmallAndItsCardTellsWhereItComesFrom(string file)
    {
        string path = Path.Combine(Folder, file);
        PatternModel model = PatternModel.Load(path);

        Assert.True(new FileInfo(path).Length < MaxBytes);
        foreach (string line in (string[])["name", "data", "licence", "valid-nats", "test-nats", "epochs", "training"])
            Assert.False(string.IsNullOrWhiteSpace(model.Steps.Card.GetValueOrDefault(line)), $"{file} has no {line}");
        // Creative Commons asks that the authors are named.
        if (model.Steps.Card["licence"].Contains("BY", StringComparison.Ordinal))
            Assert.NotEmpty(model.Attribution);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AModelPlaysInTheMiddleOfTheKeyboard(string file)
    {
        PatternModel model = PatternModel.Load(Path.Combine(Folder, file));

        PatternEvent[] notes = TestModels.Notes(TestModels.Write(model, 16, new BarRequest { Key = Key.Parse("G"), Chord = model.Kind == PatternKind.Chords ? default : Chord.Parse("G") }));

        Assert.NotEmpty(notes);
        if (model.Kind != PatternKind.Drums)
            Assert.InRange(notes.Average(note => note.Note), 40, 80);
    }

    [Fact]
    public void TheSameSeedGivesTheSameDrumsEverywhere()
    {
        PatternModel drums = PatternModel.Load(Path.Combine(Folder, "drums.safetensors"), PatternKind.Drums);
        string bars = TestModels.Text(TestModels.Write(drums, 8, new BarRequest { Tempo = 96, TopP = 0.95f }, seed: 2026));

        Assert.Equal("dc5d6228c80cddac", Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bars)))[..16]);
    }

    [Theory]
    [InlineData(1, 12.1)]
    [InlineData(4, 17.5)]
    [InlineData(8, 24.9)]
    public void DrumsToldATenthOfDensitiesPlayAsManyHitsAsTheTrainingBarsOfThatTenth(int tenth, double hits)
    {
        PatternModel drums = PatternModel.Load(Path.Combine(Folder, "drums.safetensors"), PatternKind.Drums);
        BarRequest request = new() { Density = (tenth + 0.5f) / DensityScale.Classes, Style = drums.Styles.ToList().IndexOf("rock") };

        double played = Enumerable.Range(1, 40).Average(seed => TestModels.Write(drums, 8, request, seed: (ulong)seed).Average(bar => bar.Count));

        Assert.Equal(hits, played, 2.0);
    }

    [Fact]
    public void TheDrumsReachTheLikelihoodOfTheirCard()
    {
        string? groove = TestFiles.Shared("groove");
        Assert.SkipWhen(groove is null, "the Groove MIDI Dataset does not lie beside this checkout");
        PatternModel drums = PatternModel.Load(Path.Combine(Folder, "drums.safetensors"), PatternKind.Drums);

        double nats = StepEvaluation.NatsPerStep(drums.Steps, PatternTraining.Prepare(GrooveFolder.Read(groove), drums).Measured(Split.Test));

        Assert.Equal(drums.Steps.Card["test-nats"], nats.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(nats <= 1.2);
    }
}
