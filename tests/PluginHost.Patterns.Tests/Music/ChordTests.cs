using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Music;

public sealed class ChordTests
{
    [Theory]
    [InlineData("Am", 9, ChordQuality.Minor, 9)]
    [InlineData("F", 5, ChordQuality.Major, 5)]
    [InlineData("C/G", 0, ChordQuality.Major, 7)]
    [InlineData("F#m7b5", 6, ChordQuality.HalfDiminished, 6)]
    [InlineData("Bbmaj7", 10, ChordQuality.Major7, 10)]
    [InlineData("Ebm/Gb", 3, ChordQuality.Minor, 6)]
    [InlineData("G7", 7, ChordQuality.Seventh, 7)]
    [InlineData("C6/9", 0, ChordQuality.Sixth, 0)]
    [InlineData("C6/9/E", 0, ChordQuality.Sixth, 4)]
    [InlineData("Dsus4", 2, ChordQuality.Suspended4, 2)]
    [InlineData("E+", 4, ChordQuality.Augmented, 4)]
    [InlineData("B°7", 11, ChordQuality.Diminished7, 11)]
    [InlineData("AmMaj7", 9, ChordQuality.MinorMajor7, 9)]
    [InlineData("Cb", 11, ChordQuality.Major, 11)]
    [InlineData("G5", 7, ChordQuality.Power, 7)]
    public void ReadsSymbols(string symbol, int root, ChordQuality quality, int bass) =>
        Assert.Equal(new Chord(root, quality, bass), Chord.Parse(symbol));

    [Theory]
    [InlineData("H7")]
    [InlineData("Amx")]
    [InlineData("am")]
    [InlineData("C/")]
    [InlineData("C/H")]
    [InlineData("")]
    public void QuotesWhatIsNoChord(string symbol) =>
        Assert.Contains($"\"{symbol}\"", Assert.Throws<MusicException>(() => Chord.Parse(symbol)).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryChordIsReadAsItIsWritten()
    {
        for (int quality = 0; quality < ChordQualities.Count; quality++)
        {
            for (int root = 0; root < 12; root++)
            {
                Chord chord = quality == 0 ? default : new Chord(root, (ChordQuality)quality, (root + 7) % 12);
                Assert.Equal(chord, Chord.Parse(chord.ToString()));
            }
        }
    }

    [Fact]
    public void AChordContainsItsTonesAndItsBass()
    {
        Chord chord = Chord.Parse("Am/D");

        Assert.Equal([0, 2, 4, 9], Enumerable.Range(0, 12).Where(pitch => chord.Contains(pitch)));
        Assert.Equal(Chord.Parse("Cm/F"), chord.Transpose(3));
    }

    [Fact]
    public void ProgressionsRepeatAndTakeBarLines()
    {
        ChordProgression chords = ChordProgression.Parse("Am | F, % G");

        Assert.Equal(4, chords.Bars);
        Assert.Equal("Am F F G", chords.ToString());
        Assert.Equal(Chord.Parse("F"), chords[5]);
    }

    [Theory]
    [InlineData("Am Q F", "\"Q\"")]
    [InlineData("  ", "holds no chords")]
    public void ProgressionsNameTheSymbolAtFault(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<MusicException>(() => ChordProgression.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("C")]
    [InlineData("Am")]
    [InlineData("G7")]
    [InlineData("Bdim")]
    [InlineData("Dm7")]
    [InlineData("Ebmaj7")]
    [InlineData("F/A")]
    public void DetectionFindsAChordInItsNotes(string symbol)
    {
        Chord chord = Chord.Parse(symbol);
        float[] weights = [.. Enumerable.Range(0, 12).Select(pitch => chord.Contains(pitch) ? 1f : 0)];

        Assert.Equal(chord, ChordDetector.Detect(weights, chord.Bass));
    }

    [Fact]
    public void ASingleNoteIsNoChord() => Assert.True(ChordDetector.Detect([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0).IsNone);
}
