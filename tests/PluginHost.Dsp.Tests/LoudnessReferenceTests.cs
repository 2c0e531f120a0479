using PluginHost.Dsp.Levels;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class LoudnessReferenceTests
{
    public LoudnessReferenceTests() => Assert.SkipUnless(LibEbuR128.IsInstalled, "sudo apt-get install -y libebur128-1");

    [Theory]
    [InlineData(1, 48_000)]
    [InlineData(2, 44_100)]
    [InlineData(2, 96_000)]
    [InlineData(4, 48_000)]
    [InlineData(5, 32_000)]
    [InlineData(6, 48_000)]
    public void Loudness_and_true_peak_are_those_of_libebur128(int channels, int rate)
    {
        // Noise that comes and goes, so that the gates have something to do, and tones, so that the peaks lie between samples.
        int frames = 12 * rate;
        var random = new Random(channels + rate);
        float[] interleaved = new float[frames * channels];
        for (int frame = 0; frame < frames; frame++)
        {
            double level = Math.Pow(10, ((-50 * (0.5 + (0.5 * Math.Cos(Math.Tau * frame / (5.0 * rate))))) - 6) / 20);
            for (int channel = 0; channel < channels; channel++)
            {
                double tone = Math.Sin((Math.Tau * frame * 0.21) + channel);
                interleaved[(frame * channels) + channel] = (float)(level * ((0.5 * tone) + (0.5 * ((2 * random.NextDouble()) - 1))));
            }
        }
        (double lufs, double truePeak) = LibEbuR128.Measure(interleaved, channels, rate);
        float[] planar = new float[interleaved.Length];
        for (int i = 0; i < interleaved.Length; i++)
            planar[(i % channels * frames) + (i / channels)] = interleaved[i];
        var loudness = new LoudnessMeter(rate, ChannelWeights.For(channels));
        loudness.Process(planar, frames, frames);
        var peak = new TruePeakMeter(channels);
        peak.Process(planar, frames, frames);

        Assert.Equal(lufs, loudness.IntegratedLkfs, 0.05);
        // Two interpolators; the EBU lets a reading be 0.4 dB low or 0.2 dB high.
        Assert.Equal(20 * Math.Log10(truePeak), 20 * Math.Log10(peak.Peak), 0.6);
    }
}
