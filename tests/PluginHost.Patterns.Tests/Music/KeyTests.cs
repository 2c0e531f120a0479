using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Music;

public sealed class KeyTests
{
    [Theory]
    [InlineData("C", 0, Scale.Major)]
    [InlineData("Am", 9, Scale.Minor)]
    [InlineData("F# dorian", 6, Scale.Dorian)]
    [InlineData("Bb minor pentatonic", 10, Scale.MinorPentatonic)]
    [InlineData("Eb major", 3, Scale.Major)]
    [InlineData("E Blues", 4, Scale.Blues)]
    public void ReadsKeys(string text, int tonic, Scale scale) => Assert.Equal(new Key(tonic, scale), Key.Parse(text));

    [Theory]
    [InlineData("H")]
    [InlineData("C foo")]
    [InlineData("")]
    public void QuotesWhatIsNoKey(string text) =>
        Assert.Contains($"\"{text}\"", Assert.Throws<MusicException>(() => Key.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryKeyIsReadAsItIsWritten()
    {
        foreach (Scale scale in Enum.GetValues<Scale>())
        {
            for (int tonic = 0; tonic < 12; tonic++)
                Assert.Equal(new Key(tonic, scale), Key.Parse(new Key(tonic, scale).ToString()));
        }
    }

    [Fact]
    public void ScalesAreWhatTheirNamesSay()
    {
        Assert.Equal([0, 2, 4, 6, 7, 9, 11], Enumerable.Range(0, 12).Where(pitch => Key.Parse("G").Contains(pitch)));
        Assert.Equal([0, 2, 3, 5, 7, 8, 10], Enumerable.Range(0, 12).Where(pitch => Key.Parse("Cm").Contains(pitch)));
        Assert.Equal([0, 3, 5, 6, 7, 10], Enumerable.Range(0, 12).Where(pitch => Key.Parse("C blues").Contains(pitch)));
        Assert.Equal([0, 1, 3, 5, 7, 8, 10], Enumerable.Range(0, 12).Where(pitch => Key.Parse("C phrygian").Contains(pitch)));
    }

    [Theory]
    [InlineData("C", 0)]
    [InlineData("D", -2)]
    [InlineData("Bb", 2)]
    [InlineData("F#", 6)]
    [InlineData("Am", 0)]
    [InlineData("Cm", -3)]
    public void TheShortestWayLeadsToWhiteKeys(string key, int shift) => Assert.Equal(shift, Key.Parse(key).ShiftToWhiteKeys);

    [Fact]
    public void TheFinderKnowsAScaleWithItsTonicStressed()
    {
        foreach (Key key in (Key[])[new(7, Scale.Major), new(2, Scale.Minor), new(8, Scale.Major)])
        {
            double[] weights = [.. Enumerable.Range(0, 12).Select(pitch => key.Contains(pitch) ? 1.0 : 0)];
            weights[key.Tonic] += 2;
            weights[(key.Tonic + 7) % 12] += 1;
            Assert.Equal(key, KeyFinder.Find(weights));
        }
    }
}
