using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Encoding;

public sealed class BinsTests
{
    [Fact]
    public void EveryClassIsTheClassOfItsMiddle()
    {
        for (int bin = 0; bin < Bins.Velocities; bin++)
            Assert.Equal(bin, Bins.OfVelocity(Bins.Velocity(bin)));
        for (int bin = 0; bin < Bins.Offsets; bin++)
            Assert.Equal(bin, Bins.OfOffset(Bins.Offset(bin)));
        for (int bin = 0; bin < Bins.Lengths; bin++)
            Assert.Equal(bin, Bins.OfLength(Bins.Length(bin)));
    }

    [Fact]
    public void OffsetsAreKeptToASixteenthOfAStep()
    {
        for (float offset = -0.5f; offset <= 0.5f; offset += 0.01f)
            Assert.InRange(Math.Abs(Bins.Offset(Bins.OfOffset(offset)) - offset), 0, 0.0626f);
        Assert.Equal(Bins.OnTime, Bins.OfOffset(0));
    }

    [Fact]
    public void EveryTokenIsTheTokenOfItsKey()
    {
        foreach (PatternKind kind in Enum.GetValues<PatternKind>().Where(kind => kind != PatternKind.Chords))
        {
            PatternVocabulary words = PatternVocabulary.Of(kind);
            for (int token = 0; token < words.Tokens; token++)
                Assert.Equal(token, words.TokenOf(words.KeyOf(token)));
        }
        for (int token = 0; token < PatternVocabulary.Of(PatternKind.Chords).Tokens; token++)
            Assert.Equal(token, PatternVocabulary.TokenOf(PatternVocabulary.ChordOf(token)));
    }

    [Fact]
    public void OneVoiceIsMovedByOctavesIntoItsRange()
    {
        PatternVocabulary bass = PatternVocabulary.Of(PatternKind.Bass);
        for (int key = -12; key < 128; key++)
            Assert.Equal(PitchClass.Wrap(key), PitchClass.Wrap(bass.KeyOf(bass.TokenOf(key))));
        Assert.Equal(-1, PatternVocabulary.Of(PatternKind.Poly).TokenOf(20));
        Assert.Equal(-1, PatternVocabulary.Of(PatternKind.Drums).TokenOf(60));
    }

    [Fact]
    public void TheScaleOfDensitiesPutsATenthIntoEachClass()
    {
        DensityScale scale = DensityScale.Measure([Corpus(100)]);

        int[] counts = new int[DensityScale.Classes];
        for (int notes = 1; notes < 99; notes++)
            counts[scale.ClassOf(notes)]++;
        Assert.All(counts, count => Assert.InRange(count, 8, 11));
        Assert.Equal(scale.ToString(), DensityScale.Parse(scale.ToString()).ToString());
        Assert.Contains("\"1 2 x\"", Assert.Throws<FormatException>(() => DensityScale.Parse("1 2 x")).Message, StringComparison.Ordinal);
    }

    /// <summary>Bar n has n notes.</summary>
    private static Patterns.Corpus.Piece Corpus(int bars) => new()
    {
        Name = "x", Source = "x",
        Steps = [.. Enumerable.Range(0, bars * 16).Select(step => step % 16 != 0 ? [] : new Patterns.Corpus.PieceNote[step / 16])],
    };
}
