using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Patterns.Tests.Corpus;
using PluginHost.Testing;

namespace PluginHost.Patterns.Tests.Encoding;

public sealed class PatternEncoderTests
{
    public static TheoryData<PatternKind> Kinds => [.. Enum.GetValues<PatternKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SequencesFitTheModelTheyAreFor(PatternKind kind)
    {
        PatternLayout layout = PatternLayout.Standard(kind, kind == PatternKind.Chords ? 1 : 4, kind != PatternKind.Chords, styles: 2);
        Piece piece = Read(kind);

        StepSequence sequence = Builder(layout, piece).Build(piece, new Showing(0, true, 7));

        sequence.Validate(new StepShape(layout.Vocabulary.Tokens, layout.Features, RecurrentCell.Gru, 8, 1, StepHead.Set, 8,
            layout.IsPlayed ? Bins.Velocities : 0, layout.IsPlayed ? Bins.Offsets : 0, layout.HasLengths ? Bins.Lengths : 0));
        Assert.Equal(piece.Count, sequence.Count);
        Assert.All(sequence.Inputs, features => Assert.Equal(features.Distinct().Order(), features));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsTrainedIsWhatGenerationEncodes(PatternKind kind)
    {
        PatternLayout layout = PatternLayout.Standard(kind, kind == PatternKind.Chords ? 1 : 4, kind != PatternKind.Chords);
        Piece piece = Read(kind);
        SequenceBuilder builder = Builder(layout, piece);
        int shift = builder.IsKeyRelative ? piece.Key.ShiftToWhiteKeys : 0;
        StepSequence sequence = builder.Build(piece, default);
        PatternEncoder encoder = new(layout);
        int[] features = new int[encoder.MaxFeatures];

        for (int step = 0; step < piece.Count; step++)
        {
            StepContext context = new()
            {
                Position = step % piece.StepsPerBar, StepsPerBar = piece.StepsPerBar, PhraseBar = step / piece.StepsPerBar, Tempo = piece.Tempo,
                Style = -1, Density = -1, Chord = piece.Chords?[step].Transpose(shift) ?? default, IsMinor = piece.Key.IsMinor,
                NextChord = piece.Chords?[Math.Min(piece.Count - 1, (step / piece.StepsPerBar + 1) * piece.StepsPerBar)].Transpose(shift) ?? default,
            };
            Assert.Equal(sequence.Inputs[step], features[..encoder.Encode(context, features)]);
            encoder.Push(builder.Tokens(piece, step, shift));
        }
    }

    [Fact]
    public void NothingIsToldAboutTheStepItself()
    {
        PatternLayout layout = PatternLayout.Standard(PatternKind.Drums, 4, isPlayed: true);
        Piece piece = Read(PatternKind.Drums);
        Piece changed = new() { Name = "x", Source = "x", Steps = [.. piece.Steps[..20], [], .. piece.Steps[21..]], Tempo = piece.Tempo };

        StepSequence one = Builder(layout, piece).Build(piece, default);
        StepSequence other = Builder(layout, piece).Build(changed, default);

        Assert.NotEmpty(piece.Steps[20]);
        Assert.Equal(one.Inputs[..21], other.Inputs[..21]);
        Assert.NotEqual(one.Inputs[21], other.Inputs[21]);
    }

    [Fact]
    public void EncodingAllocatesNothing()
    {
        PatternLayout layout = PatternLayout.Standard(PatternKind.Poly, 4, isPlayed: true);
        PatternEncoder encoder = new(layout);
        PatternEncoder copy = new(layout);
        int[] features = new int[encoder.MaxFeatures];
        StepToken[] tokens = [.. Enumerable.Range(0, 20).Select(token => new StepToken((short)token, 7, 4, 3))];
        StepContext context = new() { StepsPerBar = 16, Player = new OnsetGrid(1, 2, 3), Chord = Chord.Parse("Am/C") };
        // The runtime allocates once for what runs the first time.
        Go(1);

        Assert.Equal(0, AllocationGate.Measure(() => Go(200)));

        void Go(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                encoder.Push(tokens);
                encoder.Encode(context, features);
                copy.CopyFrom(encoder);
            }
        }
    }

    [Fact]
    public void ACopyGoesOnLikeTheOriginal()
    {
        PatternLayout layout = PatternLayout.Standard(PatternKind.Melody, 4, isPlayed: true);
        PatternEncoder encoder = new(layout);
        PatternEncoder copy = new(layout);
        int[] one = new int[encoder.MaxFeatures];
        int[] other = new int[encoder.MaxFeatures];
        StepContext context = new() { StepsPerBar = 16, Style = -1, Density = -1 };
        for (int step = 0; step < 100; step++)
            encoder.Push(step % 3 == 0 ? [new StepToken((short)(step % 50), 3, 4, 5)] : []);
        copy.CopyFrom(encoder);

        Assert.Equal(encoder.Encode(context, one), copy.Encode(context, other));
        Assert.Equal(one, other);
    }

    [Fact]
    public void LayoutsAreReadAsTheyAreWrittenAndNothingElse()
    {
        PatternLayout layout = PatternLayout.Standard(PatternKind.Drums, 4, isPlayed: true, back: [4, 64], styles: 18);

        PatternLayout again = PatternLayout.Parse(PatternKind.Drums, 4, true, layout.ToString());

        Assert.Equal(layout.Blocks, again.Blocks);
        Assert.Equal(18, again.Styles);
        foreach (string wrong in (string[])["back", "back0", "back65", "position3", "style", "style9999999999", "future", "back-1"])
            Assert.Contains($"\"{wrong}\"", Assert.Throws<FormatException>(() => PatternLayout.Parse(PatternKind.Drums, 4, true, wrong)).Message, StringComparison.Ordinal);
    }

    private static Piece Read(PatternKind kind) => MidiFolder.ReadSong(MidiFolderTests.Band(bars: 6), kind, "band")!;

    private static SequenceBuilder Builder(PatternLayout layout, Piece piece) => new(layout, DensityScale.Measure([piece]), ["rock", "jazz"]);
}
