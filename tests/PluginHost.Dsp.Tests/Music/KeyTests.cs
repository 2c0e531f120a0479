using PluginHost.Dsp.Music;
using Xunit;

namespace PluginHost.Dsp.Tests.Music;

public class KeyTests
{
    private static readonly int[] MajorScale = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] MinorScale = [0, 2, 3, 5, 7, 8, 11];

    [Theory]
    [InlineData("C major", 60, true, 44_100)]
    [InlineData("A minor", 57, false, 48_000)]
    [InlineData("F# minor", 54, false, 96_000)]
    [InlineData("Eb major", 63, true, 48_000)]
    [InlineData("G major", 55, true, 8_000)]
    public void A_cadence_is_heard_in_its_key(string key, int tonic, bool isMajor, int rate)
    {
        // Tonic, subdominant, dominant, tonic; of each the triad in plain tones with some overtones.
        int[] scale = isMajor ? MajorScale : MinorScale;
        List<float> sound = [];
        foreach (int degree in (int[])[0, 3, 4, 0])
        {
            int[] notes = [.. new[] { degree, degree + 2, degree + 4 }.Select(step => tonic + scale[step % 7] + (12 * (step / 7)))];
            for (int i = 0; i < rate; i++)
                sound.Add((float)notes.Sum(note => Tone(440 * Math.Pow(2, (note - 69) / 12.0), (double)i / rate)));
        }
        var meter = new ChromaMeter(rate);
        meter.Process([.. sound]);
        (string found, double correlation) = KeyEstimate.Of(meter.Chroma)!.Value;
        Assert.Equal(key, found);
        Assert.InRange(correlation, 0.6, 1);
        meter.Reset();
        Assert.Null(KeyEstimate.Of(meter.Chroma));

        static double Tone(double hertz, double t) =>
            0.1 * (Math.Sin(Math.Tau * hertz * t) + (0.4 * Math.Sin(Math.Tau * 2 * hertz * t)) + (0.2 * Math.Sin(Math.Tau * 3 * hertz * t)));
    }

    [Theory]
    [InlineData(440, 9)]
    [InlineData(261.63, 0)]
    [InlineData(92.5, 6)]
    public void A_tone_is_its_pitch_class(double hertz, int pitchClass)
    {
        var meter = new ChromaMeter(48_000);
        meter.Process(Tones.Sine(96_000, hertz / 48_000, 0.5));
        double all = 0;
        foreach (double value in meter.Chroma)
            all += value;
        Assert.InRange(meter.Chroma[pitchClass] / all, 0.95, 1);
    }

    [Fact]
    public void A_profile_is_its_own_key_wherever_it_is_moved()
    {
        double[] major = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
        for (int tonic = 0; tonic < 12; tonic++)
        {
            (string key, double correlation) = KeyEstimate.Of([.. Enumerable.Range(0, 12).Select(i => major[(i - tonic + 12) % 12])])!.Value;
            Assert.EndsWith(" major", key, StringComparison.Ordinal);
            Assert.Equal(1, correlation, 1e-9);
        }
    }

    [Fact]
    public void What_does_not_vary_has_no_key()
    {
        Assert.Null(KeyEstimate.Of(new double[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyEstimate.Of(new double[11]));
    }
}
