using PluginHost.Plugins.Tests.Support;
using PluginHost.Plugins.Voices;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class SynthTests
{
    // Held at full level through an open filter, so that nothing hides.
    private static readonly SynthTone Bare = new()
    {
        DetuneCents = 0, CutoffHz = 30_000, SweepOctaves = 0, Tracking = 0, Amplitude = new(2, 50, 1, 50), Gain = 0.3f,
    };

    public static TheoryData<string> Tones => ["bass", "chords", "melody"];

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(192_000)]
    public void A_note_is_in_tune_within_a_cent(int rate)
    {
        double worst = 0;
        for (int key = 28; key <= 100; key += 3)
        {
            double cents = CentsOff(Play(Bare, key, 0.8f, rate, rate), SynthVoice.Hertz(key), rate);
            Assert.True(Math.Abs(cents) < 1, $"key {key} at {rate} Hz is off by {cents:0.00} cents");
            worst = Math.Max(worst, Math.Abs(cents));
        }
        TestContext.Current.SendDiagnosticMessage($"{rate} Hz: off by {worst:0.0000} cents at most");
    }

    [Theory]
    [MemberData(nameof(Tones))]
    public void Detuned_oscillators_lie_around_the_pitch(string name)
    {
        // High and for long, or their beat would be too slow to tell them apart.
        SynthTone tone = ToneOf(name) with { Sub = 0, Amplitude = new(2, 50, 1, 50) };
        float[] sound = Play(tone, 93, 0.8f, 48_000, 10 * 48_000)[48_000..];
        foreach (int side in new[] { -1, 1 })
            Assert.InRange(CentsOff(sound, SynthVoice.Hertz(93 + (side * tone.DetuneCents / 200)), 48_000), -0.5, 0.5);
    }

    [Theory]
    [InlineData(8_000, 0)]
    [InlineData(44_100, 0)]
    [InlineData(48_000, 0.6f)]
    [InlineData(96_000, 0)]
    [InlineData(192_000, 1)]
    public void No_alias_is_above_minus_60_dB(int rate, float pulse)
    {
        const int length = 32_768;
        double worst = double.MinValue;
        for (int key = 24; key <= 108; key += 4)
        {
            double hertz = SynthVoice.Hertz(key);
            if (hertz > 0.45 * rate || hertz < 16.0 * rate / length)
                continue;
            float[] sound = Play(Bare with { Pulse = pulse, PulseWidth = 0.37 }, key, 1, rate, length + 8_192);
            double between = new Spectrum(sound.AsSpan(8_192, length), rate).BetweenHarmonicsDb(hertz);
            Assert.True(between < -60, $"key {key} at {rate} Hz: {between:0.0} dB");
            worst = Math.Max(worst, between);
        }
        TestContext.Current.SendDiagnosticMessage($"{rate} Hz, pulse {pulse}: {worst:0.0} dB between the harmonics at most");
    }

    [Theory]
    [MemberData(nameof(Tones))]
    public void Stealing_voices_does_not_click(string name)
    {
        // Without sweep and with a low cutoff, so that the notes themselves are smooth.
        SynthTone tone = ToneOf(name) with { CutoffHz = 300, SweepOctaves = 0, Tracking = 0, VelocityOctaves = 0, IsSteep = true };
        Synth synth = new(tone, 8, 48_000);
        float[] calm = Chord(synth, 0).Play(24_000);
        float[] stolen = synth.Play(24_000, (4_800, () => Chord(synth, 1)), (4_810, () => synth.Start(90, 0.7f)), (9_600, () => Chord(synth, 3)));
        double steady = Signals.SharpestBend(calm), stealing = Signals.SharpestBend(stolen);
        Assert.True(stealing < 2 * steady, $"bends {stealing / steady:0.0} times as sharply");
        Assert.InRange(synth.Sounding, 8, 8);

        static Synth Chord(Synth synth, int transpose)
        {
            for (int i = 0; i < 8; i++)
                synth.Start(48 + (3 * i) + transpose, 0.7f);
            return synth;
        }
    }

    [Theory]
    [MemberData(nameof(Tones))]
    public void After_its_release_a_note_ends_in_exact_silence(string name)
    {
        Synth synth = new(ToneOf(name), 8, 44_100);
        float[] sound = synth.Play(6 * 44_100, (0, () => synth.Start(52, 1)), (22_050, () => synth.Release(52)));
        Assert.True(Signals.Peak(sound.AsSpan(0, 22_050)) > 0.05f);
        Assert.Equal(0, Signals.Peak(sound.AsSpan(5 * 44_100)));
        Assert.Equal(0, synth.Sounding);
    }

    [Theory]
    [MemberData(nameof(Tones))]
    public void A_harder_note_is_louder_and_brighter(string name)
    {
        (double level, double centroid) last = (double.MinValue, 0);
        foreach (float velocity in new[] { 0.1f, 0.3f, 0.5f, 0.7f, 0.85f, 1 })
        {
            float[] sound = Play(ToneOf(name), 50, velocity, 48_000, 16_384);
            (double level, double centroid) now = (Signals.LevelDb(sound), new Spectrum(sound, 48_000).CentroidHz);
            Assert.True(now.level > last.level && now.centroid > last.centroid, $"{velocity}: {now} after {last}");
            last = now;
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(192_000)]
    public void Every_key_and_velocity_gives_finite_sound_that_blocks_do_not_change(int rate)
    {
        foreach (string name in Tones.Select(row => row.Data))
        {
            for (int key = 0; key < 128; key += 9)
            {
                float[] whole = Play(ToneOf(name), key, 1, rate, 4_000), cut = new float[4_000];
                Assert.True(whole.All(float.IsFinite));
                Synth synth = new(ToneOf(name), 8, rate);
                synth.Start(key, 1);
                Random random = new(key);
                float[] right = new float[4_000];
                for (int at = 0, frames; at < cut.Length; at += frames)
                {
                    frames = Math.Min(random.Next(1, 60), cut.Length - at);
                    synth.AddTo(cut.AsSpan(at, frames), right.AsSpan(at, frames));
                }
                Assert.Equal(whole, cut.Zip(right, (l, r) => 0.5f * (l + r)));
            }
        }
    }

    private static SynthTone ToneOf(string name) => name switch
    {
        "bass" => SynthTone.Bass,
        "chords" => SynthTone.Chords,
        _ => SynthTone.Melody,
    };

    private static float[] Play(SynthTone tone, int key, float velocity, int rate, int frames)
    {
        Synth synth = new(tone, 8, rate);
        synth.Start(key, velocity);
        return synth.Play(frames);
    }

    // How far the phase at a frequency drifts from the first half of a sound to the second says how far off it is.
    private static double CentsOff(float[] sound, double hertz, int rate)
    {
        int half = sound.Length / 2;
        double drift = PhaseOf(half) - PhaseOf(0);
        drift -= Math.Round(drift);
        return 1200 * Math.Log2(1 + (drift * rate / half / hertz));

        double PhaseOf(int start)
        {
            double re = 0, im = 0;
            for (int n = 0; n < half; n++)
            {
                double angle = Math.Tau * hertz * (start + n) / rate, window = 1 - Math.Cos(Math.Tau * n / half);
                re += window * sound[start + n] * Math.Cos(angle);
                im -= window * sound[start + n] * Math.Sin(angle);
            }
            return Math.Atan2(im, re) / Math.Tau;
        }
    }
}
