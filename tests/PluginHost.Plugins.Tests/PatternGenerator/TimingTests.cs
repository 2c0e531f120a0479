using PluginHost.Plugins.Timing;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class TimingTests
{
    [Fact]
    public void A_beat_falls_on_the_same_frame_however_blocks_are_cut()
    {
        foreach (int seed in new[] { 1, 2, 3 })
        {
            MusicClock clock = new();
            clock.Prepare(44_100);
            clock.Reset();
            Random random = new(seed);
            double perFrame = 137.31 / 60 / 44_100;
            while (clock.Frame < 4_000_000)
            {
                clock.Begin(new Transport(137.31, clock.Frame * perFrame, clock.Frame), ClockSource.Auto, 90);
                double next = Math.Ceiling(clock.Beat * 4) / 4;
                Assert.Equal((long)Math.Ceiling((next / perFrame) - 1e-4), clock.FrameOf(next));
                clock.Advance(random.Next(1, 3_000));
            }
        }
    }

    [Fact]
    public void The_clock_tells_starts_jumps_and_stops()
    {
        MusicClock clock = new();
        clock.Prepare(48_000);
        clock.Reset();
        Assert.Equal(ClockMove.Started, Begin(0));
        clock.Advance(24_000);
        Assert.Equal(ClockMove.None, Begin(1));
        clock.Advance(24_000);
        Assert.Equal(ClockMove.Jumped, Begin(10));
        Assert.Equal(8, clock.JumpBeats, 9);
        Assert.Equal(ClockMove.Stopped, clock.Begin(new Transport(120, 10, 0, 4, IsPlaying: false), ClockSource.Host, 90));
        clock.Advance(24_000);
        Assert.Equal(10, clock.Beat, 9);
        Assert.Equal(ClockMove.Started, clock.Begin(new Transport(120, 10, 0, 4, IsPlaying: false), ClockSource.Auto, 90));
        clock.Advance(48_000);
        Assert.Equal(11.5, clock.Beat, 9);

        ClockMove Begin(double beat) => clock.Begin(new Transport(120, beat, 0), ClockSource.Auto, 90);
    }

    [Fact]
    public void A_host_without_a_place_or_with_nonsense_is_counted_for()
    {
        MusicClock clock = new();
        clock.Prepare(48_000);
        clock.Reset();
        for (int block = 0; block < 100; block++)
        {
            clock.Begin(new Transport(block == 50 ? double.NaN : 120, block == 30 ? double.NaN : 0, 0, block == 70 ? -1 : 4), ClockSource.Auto, 90);
            if (block != 50)
                Assert.InRange(clock.TempoBpm, 120, 120);
            clock.Advance(480);
        }
        Assert.InRange(clock.Beat, 1.9, 2.1);
        Assert.Equal(ClockMove.None, clock.Begin(new Transport(120, 1e300, 0), ClockSource.Auto, 90));
        Assert.Equal(4, clock.BeatsPerBar);
    }

    [Fact]
    public void Taps_give_their_mean_tempo_and_a_long_gap_begins_anew()
    {
        TapTempo taps = new();
        taps.Prepare(48_000);
        taps.Tap(1_000);
        Assert.Equal(0, taps.TempoBpm);
        taps.Tap(25_100);
        taps.Tap(49_000);
        Assert.Equal(120, taps.TempoBpm, 9);
        taps.Tap(1_000_000);
        taps.Tap(1_032_000);
        Assert.Equal(90, taps.TempoBpm, 9);
    }

    [Theory]
    [InlineData(0, 4, 0, 0)]
    [InlineData(3.999999999999, 4, 1, 0)]
    [InlineData(5.3, 4, 1, 6)]
    [InlineData(3.9, 4, 1, 0)]
    [InlineData(7, 3, 2, 4)]
    [InlineData(2.3, 2.5, 0, 10)]
    public void The_cursor_finds_the_next_step(double beat, double beatsPerBar, long bar, int step)
    {
        StepCursor cursor = new();
        cursor.Locate(beat, beatsPerBar);
        if (step >= StepCursor.StepsIn(beatsPerBar))
            (bar, step) = (bar + 1, 0);
        Assert.Equal((bar, step), (cursor.Bar, cursor.Step));
        for (int steps = StepCursor.StepsIn(beatsPerBar); steps > 0; steps--)
            cursor.MoveOn(beatsPerBar);
        Assert.Equal((bar + 1, step), (cursor.Bar, cursor.Step));
    }
}
