using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Patterns.Tests.Corpus;
using PluginHost.Testing;

namespace PluginHost.Patterns.Tests.Generation;

public sealed class BarWriterTests
{
    public static TheoryData<PatternKind> Kinds => [.. Enum.GetValues<PatternKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheSameSeedGivesTheSameBars(PatternKind kind)
    {
        PatternModel model = TestModels.Of(kind);
        string first = TestModels.Text(TestModels.Write(model, 6, new BarRequest()));

        Assert.Equal(first, TestModels.Text(TestModels.Write(model, 6, new BarRequest())));
        Assert.NotEqual(first, TestModels.Text(TestModels.Write(model, 6, new BarRequest(), seed: 2)));
        Assert.NotEqual(first, TestModels.Text(TestModels.Write(model, 6, new BarRequest { Seed = 3 })));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ResetForgetsEverything(PatternKind kind)
    {
        BarWriter writer = new(TestModels.Of(kind));
        // Of many seeds, for some begin with silence, in which what sounded before would be heard.
        for (ulong seed = 1; seed <= 60; seed++)
        {
            writer.Reset(seed);
            string first = TestModels.Text(TestModels.Write(writer, 0, 3, new BarRequest { Density = 0 }));
            writer.Reset(seed);

            Assert.Equal(first, TestModels.Text(TestModels.Write(writer, 0, 3, new BarRequest { Density = 0 })));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ARewoundBarIsWrittenAgain(PatternKind kind)
    {
        BarWriter writer = new(TestModels.Of(kind));
        writer.Reset(4);
        List<Bar> bars = TestModels.Write(writer, 0, 20, new BarRequest());

        Assert.False(writer.Rewind(20));
        Assert.False(writer.Rewind(3));
        Assert.True(writer.Rewind(15));
        Assert.Equal(TestModels.Text(bars.Skip(15)), TestModels.Text(TestModels.Write(writer, 15, 5, new BarRequest())));
        Assert.True(writer.Rewind(19));
        Assert.True(writer.Rewind(17));
        Assert.False(writer.Rewind(18));
        Assert.Equal(TestModels.Text(bars.Skip(17)), TestModels.Text(TestModels.Write(writer, 17, 3, new BarRequest())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WithoutVariationTheLastBarIsRepeated(PatternKind kind)
    {
        BarWriter writer = new(TestModels.Of(kind));
        writer.Reset(4);
        BarRequest request = new() { Chord = kind == PatternKind.Chords ? default : Chord.Parse("Am"), Key = Key.Parse("Am") };
        Bar first = TestModels.Write(writer, 0, 1, request)[0];

        foreach (Bar bar in TestModels.Write(writer, 1, 4, request with { Variation = 0 }))
            Assert.Equal(first.Notes.ToArray(), bar.Notes.ToArray());
        Assert.NotEqual(first.Notes.ToArray(), TestModels.Write(writer, 5, 1, request)[0].Notes.ToArray());
    }

    [Fact]
    public void HalfTheVariationKeepsAboutHalfTheSteps()
    {
        BarWriter writer = new(TestModels.Of(PatternKind.Drums));
        writer.Reset(9);
        List<Bar> all = TestModels.Write(writer, 0, 200, new BarRequest { Variation = 0.5f });

        double same = all.Zip(all.Skip(1)).Average(pair => Enumerable.Range(0, 16).Count(step => Same(pair.First, pair.Second, step)) / 16.0);

        Assert.InRange(same, 0.45, 0.65);
    }

    [Theory]
    [InlineData(PatternKind.Melody)]
    [InlineData(PatternKind.Bass)]
    [InlineData(PatternKind.Poly)]
    public void AtComplexityZeroNotesAreOfTheScaleAndOnBeatsOfTheChord(PatternKind kind)
    {
        Key key = Key.Parse("F# dorian");
        Chord chord = Chord.Parse("C#m7/E");
        BarRequest request = new() { Key = key, Chord = chord, Complexity = 0 };

        PatternEvent[] notes = TestModels.Notes(TestModels.Write(TestModels.Of(kind), 40, request));

        Assert.NotEmpty(notes);
        Assert.All(notes, note => Assert.True(note.Step % 4 == 0 ? chord.Contains(note.Note) : key.Contains(note.Note) || chord.Contains(note.Note)));
        Assert.Contains(TestModels.Notes(TestModels.Write(TestModels.Of(kind), 40, request with { Complexity = 1 })), note => !key.Contains(note.Note));
    }

    [Theory]
    [InlineData(PatternKind.Drums, StepHead.Set)]
    [InlineData(PatternKind.Drums, StepHead.Bits)]
    [InlineData(PatternKind.Poly, StepHead.Set)]
    public void DensityGivesMoreNotes(PatternKind kind, StepHead head)
    {
        PatternModel model = TestModels.Of(kind, head);
        double[] counts = [.. Enumerable.Range(0, 6).Select(i =>
            TestModels.Write(model, 40, new BarRequest { Density = i / 5f }).Average(bar => bar.Count))];

        Assert.Equal(counts.Order(), counts);
        Assert.True(counts[^1] > 1.1 * counts[0]);
    }

    [Fact]
    public void HumaniseZeroIsEven()
    {
        PatternModel model = TestModels.Of(PatternKind.Drums);
        PatternEvent[] played = TestModels.Notes(TestModels.Write(model, 4, new BarRequest()));
        PatternEvent[] even = TestModels.Notes(TestModels.Write(model, 4, new BarRequest { Humanise = 0 }));

        Assert.True(played.Select(note => note.OffsetSteps).Distinct().Count() > 3);
        Assert.All(even, note => Assert.Equal(0, note.OffsetSteps));
        Assert.Single(even.Select(note => note.Velocity).Distinct());
        Assert.Equal(played.Select(note => (note.Step, note.Note)), even.Select(note => (note.Step, note.Note)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NotesAreInsideTheBarInOrderAndOneVoiceDoesNotOverlap(PatternKind kind)
    {
        foreach (Bar bar in TestModels.Write(TestModels.Of(kind), 30, new BarRequest { Steps = 12, Density = 1 }))
        {
            PatternEvent[] notes = bar.Notes.ToArray();
            Assert.Equal(12, bar.Steps);
            Assert.Equal(notes.Select(note => note.Step).Order(), notes.Select(note => note.Step));
            Assert.All(notes, note => Assert.True(
                note is { Step: < 12, Note: <= 127, Velocity: >= 1 and <= 127, LengthSteps: > 0, OffsetSteps: >= -0.5f and <= 0.5f }));
            if (kind is PatternKind.Melody or PatternKind.Bass)
                Assert.All(notes.Zip(notes.Skip(1)), pair => Assert.True(pair.First.Step + pair.First.LengthSteps <= pair.Second.Step));
        }
    }

    [Fact]
    public void ChordsFollowTheRequestOrAreInvented()
    {
        PatternModel model = TestModels.Of(PatternKind.Chords);
        Bar asked = TestModels.Write(model, 1, new BarRequest { Chord = Chord.Parse("Am"), Key = Key.Parse("G") })[0];
        Bar invented = TestModels.Write(model, 3, new BarRequest { Key = Key.Parse("G"), Complexity = 0 })[2];

        Assert.Equal(Chord.Parse("Am"), asked.ChordAt(15));
        Assert.Equal([45, 52, 57, 60], asked.Notes.ToArray().Select(note => (int)note.Note));
        Assert.All(Enumerable.Range(0, 16), step => Assert.Equal(0, invented.ChordAt(step).Mask & ~Key.Parse("G").Mask));
    }

    [Fact]
    public void KeptNotesMoveWithTheChord()
    {
        BarWriter writer = new(TestModels.Of(PatternKind.Bass));
        writer.Reset(1);
        BarRequest request = new() { Chord = Chord.Parse("C"), Complexity = 0, Density = 1 };
        writer.Write(request, new Bar());
        Bar moved = new();
        writer.Write(request with { Number = 1, Variation = 0, Chord = Chord.Parse("F") }, moved);

        Assert.All(moved.Notes.ToArray().Where(note => note.Step % 4 == 0), note => Assert.True(Chord.Parse("F").Contains(note.Note)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WritingAllocatesNothing(PatternKind kind)
    {
        BarWriter writer = new(TestModels.Of(kind));
        writer.Reset(1);
        Bar bar = new();
        BarRequest request = new()
        {
            Chord = kind == PatternKind.Chords ? default : Chord.Parse("Am"), Density = 0.7f, TopP = 0.9f, Player = new OnsetGrid(1, 2, 4), Variation = 0.5f,
        };
        writer.Write(request, bar);
        writer.Rewind(0);

        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int number = 0; number < 20; number++)
                writer.Write(request with { Number = number }, bar);
            writer.Rewind(10);
            writer.Reset(3);
        }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatWasHeardBeforeMatters(PatternKind kind)
    {
        PatternModel model = TestModels.Of(kind);
        Piece heard = MidiFolder.ReadSong(MidiFolderTests.Band(4), kind, "band")!;
        BarWriter writer = new(model);

        // A net of random weights cares little about what it heard, so that a single seed may hide the difference.
        Assert.Contains(Enumerable.Range(1, 10), seed =>
        {
            writer.Reset((ulong)seed);
            writer.Prime(heard, default);
            return TestModels.Text(TestModels.Write(model, 4, new BarRequest(), (ulong)seed)) != TestModels.Text(TestModels.Write(writer, 0, 4, new BarRequest()));
        });
    }

    private static bool Same(Bar one, Bar other, int step) => one.Notes.ToArray().Where(note => note.Step == step)
        .SequenceEqual(other.Notes.ToArray().Where(note => note.Step == step));
}
