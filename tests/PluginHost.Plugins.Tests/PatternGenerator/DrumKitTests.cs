using PluginHost.Plugins.Tests.Support;
using PluginHost.Plugins.Voices;
using Xunit;
using static PluginHost.Plugins.Tests.PatternGenerator.Sounding;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class DrumKitTests
{
    public static TheoryData<int> Drums => [.. Enumerable.Range(0, DrumKeys.Classes)];

    [Theory]
    [MemberData(nameof(Drums))]
    public void A_harder_blow_is_louder_and_brighter(int drum)
    {
        (double level, double centroid) last = (double.MinValue, 0);
        foreach (float velocity in new[] { 0.1f, 0.3f, 0.5f, 0.7f, 0.85f, 1 })
        {
            float[] sound = Strike((DrumClass)drum, velocity)[..16_384];
            (double level, double centroid) now = (Signals.LevelDb(sound), new Spectrum(sound, 48_000).CentroidHz);
            Assert.True(now.level > last.level && now.centroid > last.centroid, $"{velocity}: {now} after {last}");
            last = now;
        }
    }

    [Theory]
    [MemberData(nameof(Drums))]
    public void A_blow_ends_in_exact_silence_at_every_rate(int drum)
    {
        foreach (int rate in new[] { 8_000, 44_100, 192_000 })
        {
            float[] sound = Strike((DrumClass)drum, 1, rate, 9);
            Assert.True(sound.All(float.IsFinite));
            Assert.InRange(Signals.Peak(sound), 0.05f, 1.2f);
            Assert.Equal(0, Signals.Peak(sound.AsSpan(sound.Length - 100)));
        }
    }

    [Theory]
    [MemberData(nameof(Drums))]
    public void A_roll_does_not_click_and_blocks_do_not_change_it(int number)
    {
        DrumClass drum = (DrumClass)number;
        DrumKit kit = new(48_000), same = new(48_000);
        (int, Action)[] blows = [.. new[] { 0, 3_000, 3_100, 3_200, 9_000, 9_001 }.Select(frame => (frame, (Action)(() => kit.Strike(drum, 0.8f))))];
        (int, Action)[] others = [.. blows.Select(blow => (blow.Item1, (Action)(() => same.Strike(drum, 0.8f))))];
        // Events that do nothing cut the blocks elsewhere.
        (int, Action)[] cuts = [.. Enumerable.Range(1, 300).Select(i => ((i * i * 7) % 20_000, (Action)(() => { })))];
        float[] roll = kit.Play(20_000, blows);
        Assert.Equal(roll, same.Play(20_000, [.. others, .. cuts]));
        double alone = Signals.SharpestBend(Strike(drum, 0.8f));
        Assert.InRange(Signals.SharpestBend(roll), 0, 3 * alone);
    }

    [Fact]
    public void The_closed_hat_chokes_the_open_one()
    {
        DrumKit kit = new(48_000);
        float[] sound = kit.Play(12_000, (0, () => kit.Strike(DrumClass.OpenHat, 1)), (4_800, () => kit.Strike(DrumClass.ClosedHat, 0.01f)));
        Assert.True(Signals.LevelDb(sound.AsSpan(4_000, 800)) > Signals.LevelDb(sound.AsSpan(5_500, 800)) + 30);
        Assert.False(kit.IsOn(DrumClass.OpenHat));
    }

    [Fact]
    public void Each_drum_lies_where_it_should()
    {
        Assert.InRange(Centroid(DrumClass.Kick), 40, 160);
        Assert.InRange(Centroid(DrumClass.LowTom), 70, 300);
        Assert.True(Centroid(DrumClass.LowTom) < Centroid(DrumClass.MidTom));
        Assert.True(Centroid(DrumClass.MidTom) < Centroid(DrumClass.HighTom));
        Assert.InRange(Centroid(DrumClass.Snare), 400, 6_000);
        Assert.True(Above(DrumClass.ClosedHat, 5_000) > 0.9);
        Assert.True(Above(DrumClass.OpenHat, 5_000) > 0.9);
        Assert.True(Above(DrumClass.Crash, 2_000) > 0.8);
        Assert.True(Above(DrumClass.Ride, 3_000) > 0.5);

        static double Centroid(DrumClass drum) => new Spectrum(Strike(drum, 0.8f).AsSpan(0, 16_384), 48_000).CentroidHz;
        static double Above(DrumClass drum, double hertz) => new Spectrum(Strike(drum, 0.8f).AsSpan(0, 16_384), 48_000).ShareAbove(hertz);
    }

    [Fact]
    public void The_bass_drum_comes_to_rest_at_its_pitch()
    {
        float[] sound = Strike(DrumClass.Kick, 0.5f);
        int[] rising = [.. Enumerable.Range(12_001, 24_000).Where(n => sound[n - 1] < 0 && sound[n] >= 0)];
        double hertz = 48_000.0 * (rising.Length - 1) / (rising[^1] - rising[0]);
        Assert.InRange(hertz, 49.2, 50);
    }

    [Fact]
    public void Every_general_midi_key_has_a_drum_and_every_drum_its_own_key()
    {
        for (int key = 0; key < 128; key++)
            Assert.InRange((int)DrumKeys.ClassOf(key), 0, DrumKeys.Classes - 1);
        for (int drum = 0; drum < DrumKeys.Classes; drum++)
            Assert.Equal((DrumClass)drum, DrumKeys.ClassOf(DrumKeys.KeyOf((DrumClass)drum)));
    }
}
