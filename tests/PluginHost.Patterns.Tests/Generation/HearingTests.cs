using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Testing;

namespace PluginHost.Patterns.Tests.Generation;

public sealed class HearingTests
{
    [Theory]
    [InlineData(PatternKind.Drums)]
    [InlineData(PatternKind.Bass)]
    [InlineData(PatternKind.Melody)]
    [InlineData(PatternKind.Poly)]
    public void Who_has_heard_a_bar_goes_on_like_who_wrote_it(PatternKind kind)
    {
        PatternModel model = TestModels.Of(kind);
        BarRequest request = new() { Key = Key.Parse("Am"), Chord = Chord.Parse("Am"), NextChord = Chord.Parse("F") };
        BarWriter writes = new(model), hears = new(model);
        writes.Reset(3);
        hears.Reset(3);
        foreach (Bar bar in TestModels.Write(writes, 0, 3, request))
            hears.Hear(request with { Number = bar.Number }, bar);

        Assert.Equal(TestModels.Text(TestModels.Write(writes, 3, 4, request)), TestModels.Text(TestModels.Write(hears, 3, 4, request)));
    }

    [Fact]
    public void What_was_heard_changes_what_follows_and_can_be_taken_back()
    {
        PatternModel model = TestModels.Of(PatternKind.Drums);
        BarWriter writer = new(model);
        writer.Reset(3);
        string alone = TestModels.Text(TestModels.Write(writer, 0, 2, new BarRequest()));
        writer.Reset(3);
        Bar bar = new();
        bar.Begin(7, 16);
        for (int step = 0; step < 16; step++)
            bar.Add(new PatternEvent((byte)step, 0, 36, 100, 1, PatternKind.Drums));
        writer.Hear(new BarRequest { Number = 7 }, bar);
        Assert.NotEqual(alone, TestModels.Text(TestModels.Write(writer, 0, 2, new BarRequest())));
        Assert.True(writer.Rewind(7));
        Assert.Equal(alone, TestModels.Text(TestModels.Write(writer, 0, 2, new BarRequest())));
    }

    [Fact]
    public void Hearing_allocates_nothing()
    {
        BarWriter writer = new(TestModels.Of(PatternKind.Drums));
        Bar bar = TestModels.Write(writer, 0, 1, new BarRequest())[0];
        writer.Hear(new BarRequest(), bar);
        Assert.Equal(0, AllocationGate.Measure(() => writer.Hear(new BarRequest(), bar)));
    }
}
