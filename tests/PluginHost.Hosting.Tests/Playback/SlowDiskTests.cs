using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Tests.Audio;

namespace PluginHost.Hosting.Tests.Playback;

public sealed class SlowDiskTests : IDisposable
{
    private const int Rate = PlayRig.Rate;
    private const float LargestStep = 0.5f / (Rate / 200) * 1.01f;
    private readonly Disk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void A_disk_that_stalls_for_less_than_the_ring_is_deep_is_not_heard_but_told()
    {
        float[] noise = Tone.Noise(2 * 8 * Rate);
        using PlayRig rig = new(PlayRig.Track("noise", noise, disk: _disk));
        for (int stall = 1; stall <= 3; stall++)
        {
            rig.AwaitFull();
            _disk.Stall();
            rig.Hear(Rate / 10);
            PlayRig.Await(() => _disk.IsWaitedFor, "a read");
            // The ring holds 1.37 s, a second having been rounded up.
            rig.HearBlindly(Rate);
            _disk.Deliver();
            rig.AwaitFull();
            Assert.Equal(stall, rig.Player.BridgedStalls);
        }
        rig.HearToTheEnd();
        Assert.Equal(noise, rig.Heard.Take(noise.Length));
        Assert.Equal(0, rig.Player.Starvations);
        Assert.InRange(rig.Player.LowestFill, 0.05, 0.4);
    }

    [Fact]
    public void When_the_ring_runs_dry_the_sound_fades_and_comes_back_without_losing_a_frame()
    {
        // The level tells where a frame belongs: it rises from 0.25 to 0.75.
        int frames = 6 * Rate;
        float[] rising = [.. Enumerable.Range(0, frames).Select(n => 0.25f + (0.5f * n / frames))];
        using PlayRig rig = new(PlayRig.Track("rising", rising, Rate, 1, _disk));
        rig.AwaitFull();
        _disk.Stall();
        rig.HearBlindly(3 * Rate);
        Assert.Equal(1, rig.Player.Starvations);
        float[] before = rig.Left;
        int last = Array.FindLastIndex(before, sample => sample != 0);
        Assert.InRange(last, Rate / 2, 2 * Rate);
        _disk.Deliver();
        rig.AwaitFull();
        rig.HearToTheEnd();
        Assert.Equal(1, rig.Player.Starvations);
        AssertSmooth(rig.Left, before.Length + 1);
        // The silence is as much longer as it was silent; what is behind the fades is all there, in order.
        float[] after = rig.Left[before.Length..];
        int first = Array.FindIndex(after, sample => sample != 0);
        int faded = first + 300;
        Assert.Equal(rising[(last + 1 - first + faded)..], after[faded..][..(frames - (last + 1 - first + faded))]);
    }

    [Fact]
    public void A_pause_is_two_fades_and_nothing_is_lost()
    {
        float[] steady = [.. Enumerable.Repeat(0.5f, 3 * Rate)];
        using PlayRig rig = new(PlayRig.Track("steady", steady, Rate, 1, _disk));
        rig.Hear(5_000);
        rig.Player.IsPaused = true;
        rig.Hear(5_000);
        Assert.All(rig.Left[5_300..], sample => Assert.Equal(0, sample));
        double here = rig.Player.Look().Seconds;
        rig.Hear(5_000);
        Assert.Equal(here, rig.Player.Look().Seconds);
        rig.Player.IsPaused = false;
        rig.HearToTheEnd();
        AssertSmooth(rig.Left, 0);
        Assert.InRange(rig.HeardFrames, (3 * Rate) + 10_000 - 300, (3 * Rate) + 10_000);
        Assert.Equal(0, rig.Player.Starvations);
    }

    [Fact]
    public void A_seek_is_a_fade_and_exact_behind_it()
    {
        float[] steady = [.. Enumerable.Range(0, 10 * Rate).Select(n => n < 5 * Rate ? 0.5f : 0.4f + (0.1f * (n % 7) / 7))];
        using PlayRig rig = new(PlayRig.Track("steady", steady, Rate, 1, _disk));
        rig.AwaitFull();
        rig.Hear(5_000);
        rig.Player.SeekTo(6);
        rig.Hear(20_000);
        float[] heard = rig.Left;
        Assert.InRange(Array.IndexOf(heard, heard.Min()), 5_000, 5_400);
        int back = Array.LastIndexOf(heard, heard.Min()) + 1;
        Assert.Equal(steady[((6 * Rate) + 300)..][..10_000], heard[(back + 300)..][..10_000]);
        Assert.Equal(6 + ((rig.HeardFrames - back) / (double)Rate), rig.Player.Look().Seconds, 0.01);
        Assert.Equal(0, rig.Player.Starvations);
        AssertSmooth(heard[..back], 0);
    }

    [Fact]
    public void Requests_add_up_and_files_follow_them()
    {
        using PlayRig rig = new(
            PlayRig.Track("a", Level(0.1f), Rate, 1, _disk), PlayRig.Track("b", Level(0.2f), Rate, 1), PlayRig.Track("c", Level(0.3f), Rate, 1));
        rig.Hear(1_000);
        rig.Player.SeekBy(2);
        rig.Player.SeekBy(2);
        Assert.Equal((0, Math.Round(4 + (1_000.0 / Rate), 6)), HearAndLook(0));
        rig.Player.Next();
        Assert.Equal((1, 0.0), HearAndLook(0));
        Assert.Equal(0.2f, rig.Left[^1]);
        rig.Player.SeekTo(4.9);
        Assert.Equal(1, HearAndLook(0).Track);
        rig.Hear(Rate);
        Assert.Equal((2, 0.3f), (rig.Player.Look().Track, rig.Left[^1]));
        rig.Player.Previous();
        Assert.Equal((1, 0.0), HearAndLook(0));
        rig.Player.SeekTo(100);
        Assert.Equal(2, HearAndLook(1_000).Track);
        rig.Player.Next();
        rig.HearToTheEnd();
        rig.Player.Previous();
        Assert.False(rig.Player.IsAtEnd);
        Assert.Equal((2, 0.0), HearAndLook(0));
        Assert.Equal((0L, 0), (rig.Player.Starvations, rig.Player.FailedFiles));

        static float[] Level(float level) => [.. Enumerable.Repeat(level, 5 * Rate)];

        // Behind the fade that a request makes, and back by what was heard since: where it led.
        (int Track, double Seconds) HearAndLook(int more)
        {
            int before = rig.HeardFrames;
            rig.Hear(1_000);
            float[] heard = rig.Left[before..];
            int silent = heard.Min() < 0.01f ? Array.LastIndexOf(heard, heard.Min()) + 1 : 0;
            rig.Hear(more);
            PlaybackReading at = rig.Player.Look();
            return (at.Track, Math.Round(at.Seconds - ((1_000 - silent + more) / (double)Rate), 6));
        }
    }

    [Fact]
    public void A_stall_counts_once_and_an_empty_ring_after_a_seek_does_not()
    {
        ReserveWatch watch = new(1_000);
        int[] counted = [.. ((int[])[100, 950, 700, 490, 300, 600, 400, 950, 499]).Select(frames =>
        {
            watch.Look(frames);
            return watch.Bridged;
        })];
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 1, 2], counted);
        Assert.Equal(0.3, watch.Lowest);
        watch.Restart();
        watch.Look(10);
        Assert.Equal((2, 0.3), (watch.Bridged, watch.Lowest));
    }

    private static void AssertSmooth(float[] samples, int but)
    {
        for (int n = 1; n < samples.Length; n++)
        {
            bool isEnd = n > samples.Length - 100 && samples[n] == 0;
            if (n != but && !isEnd)
                Assert.True(MathF.Abs(samples[n] - samples[n - 1]) <= LargestStep, $"a step of {samples[n] - samples[n - 1]} at {n}");
        }
    }
}
