using PluginHost.Dsp.Music;
using Xunit;

namespace PluginHost.Dsp.Tests.Music;

public class TempoTests
{
    [Theory]
    [InlineData(90, 44_100)]
    [InlineData(96, 48_000)]
    [InlineData(120, 8_000)]
    [InlineData(128, 48_000)]
    [InlineData(150, 96_000)]
    public void Drums_that_play_quarters_and_eighths_are_heard_at_their_tempo(double bpm, int rate)
    {
        // A low drum on the beat, a short noise on every eighth.
        float[] sound = new float[25 * rate];
        var random = new Random(1);
        double beat = 60 / bpm * rate;
        for (int eighth = 0; eighth * beat / 2 < sound.Length; eighth++)
        {
            int start = (int)Math.Round(eighth * beat / 2);
            for (int i = 0; i < rate / 10 && start + i < sound.Length; i++)
            {
                double decay = Math.Exp(-40.0 * i / rate);
                double noise = 0.1 * ((2 * random.NextDouble()) - 1) * decay * decay;
                double drum = eighth % 2 == 0 ? 0.6 * Math.Sin(Math.Tau * 90 * i / rate) * decay : 0;
                sound[start + i] += (float)(noise + drum);
            }
        }
        (double found, double clarity) = Estimate(sound, rate)!.Value;
        Assert.Equal(bpm, found, bpm * 0.01);
        Assert.InRange(clarity, 0.3, 1);
    }

    [Fact]
    public void Noise_without_a_beat_is_unclear()
    {
        (_, double clarity) = Estimate(Tones.Noise(20 * 16_000, 1), 16_000)!.Value;
        Assert.InRange(clarity, 0, 0.2);
    }

    [Fact]
    public void Silence_and_a_moment_have_no_tempo()
    {
        Assert.Null(Estimate(new float[20 * 8000], 8000));
        Assert.Null(Estimate(Tones.Noise(8000, 1), 8000));
    }

    [Fact]
    public void Any_cut_gives_the_same_onsets_and_a_reset_forgets()
    {
        float[] noise = Tones.Noise(8000, 2);
        List<float> whole = [], cut = [];
        var envelope = new OnsetEnvelope(8000);
        envelope.Process(noise, whole);
        envelope.Reset();
        for (int at = 0, some; at < noise.Length; at += some)
        {
            some = Math.Min(1 + (at % 333), noise.Length - at);
            envelope.Process(noise.AsSpan(at, some), cut);
        }
        Assert.Equal(whole, cut);
        Assert.Equal((int)envelope.FramesPerSecond, whole.Count);
    }

    private static (double Bpm, double Clarity)? Estimate(float[] sound, int rate)
    {
        var envelope = new OnsetEnvelope(rate);
        List<float> onsets = [];
        envelope.Process(sound, onsets);
        return TempoEstimate.Of([.. onsets], envelope.FramesPerSecond);
    }
}
