using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;
using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Tests.Audio;

namespace PluginHost.Hosting.Tests.Playback;

public class PlayerTests
{
    private const int Rate = PlayRig.Rate;

    [Fact]
    public void A_file_is_heard_bit_by_bit_from_its_first_frame_to_its_last()
    {
        float[] noise = Tone.Noise(2 * 150_001);
        using PlayRig rig = new(PlayRig.Track("noise", noise));
        rig.HearToTheEnd();
        Assert.Equal(noise, rig.Heard.Take(noise.Length));
        Assert.All(rig.Heard.Skip(noise.Length), sample => Assert.Equal(0, sample));
        Assert.Equal((0L, 0), (rig.Player.Starvations, rig.Player.FailedFiles));
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_100)]
    [InlineData(96_000)]
    public void A_sound_cut_in_three_is_heard_as_if_it_were_whole(int rate)
    {
        Assert.SkipUnless(rate == Rate || Resampler.IsInstalled, Resampler.InstallCommand);
        float[] sine = Sine(2 * rate, 997, rate);
        using PlayRig whole = new(PlayRig.Track("whole", sine, rate, 1));
        whole.HearToTheEnd();
        using PlayRig parts = new(
            PlayRig.Track("a", sine[..54_321], rate, 1), PlayRig.Track("b", sine[54_321..54_322], rate, 1), PlayRig.Track("c", sine[54_322..], rate, 1));
        parts.HearToTheEnd();
        Assert.InRange(whole.HeardFrames, 2 * Rate, (2 * Rate) + PlayRig.Block);
        Assert.Equal(whole.Heard, parts.Heard);
    }

    [Fact]
    public void Files_of_different_rates_follow_to_the_frame_without_a_gap()
    {
        Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);
        // One second each of the same chord, cut where it is loudest and going on where the other ends.
        using PlayRig rig = new(
            PlayRig.Track("a", Tones(48_000), 48_000, 1), PlayRig.Track("b", Tones(44_100), 44_100, 1),
            PlayRig.Track("c", Tones(96_000), 96_000, 1), PlayRig.Track("d", Tones(48_000), 48_000, 1));
        rig.HearToTheEnd();
        float[] ideal = [.. Enumerable.Repeat(Tones(48_000), 4).SelectMany(second => second)];
        Assert.InRange(rig.HeardFrames, ideal.Length, ideal.Length + PlayRig.Block);
        float[] heard = rig.Left;
        Assert.All(heard[ideal.Length..], sample => Assert.Equal(0, sample));
        for (int frame = 0; frame < ideal.Length; frame++)
        {
            // With silence where the sound was cut off, the filters would be wrong by up to 0.25 there.
            int fromSeam = Math.Abs(frame - ((frame + 24_000) / 48_000 * 48_000));
            Assert.Equal(ideal[frame], heard[frame], fromSeam < 480 ? 2e-3f : 2e-4f);
        }

        static float[] Tones(int rate) => [.. Enumerable.Range(0, rate).Select(n => (float)(
            (0.25 * Math.Cos(Math.Tau * 220 * n / rate)) + (0.15 * Math.Cos(Math.Tau * 1_001 * n / rate)) + (0.1 * Math.Cos(Math.Tau * 3_003 * n / rate))))];
    }

    [Fact]
    public void A_loop_has_no_seam()
    {
        float[] noise = Tone.Noise(2 * 5_000);
        using PlayRig rig = new(options => options with { IsLooped = true }, PlayRig.Track("noise", noise));
        rig.Hear(5_000 * 30);
        Assert.Equal(Enumerable.Repeat(noise, 30).SelectMany(samples => samples), rig.Heard);
        Assert.False(rig.Player.IsAtEnd);
    }

    [Fact]
    public void Channels_follow_the_rules_of_devices()
    {
        using PlayRig rig = new(PlayRig.Track("one", [0.1f, 0.2f], Rate, 1), PlayRig.Track("two", [0.3f, 0.4f]), PlayRig.Track("three", [0.5f, 0.6f, 0.7f], Rate, 3));
        rig.HearToTheEnd();
        Assert.Equal([0.1f, 0.1f, 0.2f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0], rig.Heard.Take(9));
    }

    [Fact]
    public void What_cannot_be_played_is_told_once_and_the_others_go_on()
    {
        float[] noise = Tone.Noise(2 * 3_000);
        using PlayRig rig = new(
            ("missing", () => new AudioFileReader("missing.wav")), PlayRig.Track("good", noise), PlayRig.Track("empty", []),
            ("broken", () => new Broken(noise)), PlayRig.Track("better", noise));
        rig.HearToTheEnd();
        Assert.Equal([.. noise, .. noise[..2_000], .. noise], rig.Heard.Take(2 * 7_000));
        List<string> errors = [];
        while (rig.Player.TryTakeError(out string error))
            errors.Add(error);
        Assert.Equal(["missing.wav: there is no such file", "empty: there is no sound in it", "broken: it is damaged behind frame 1000"], errors);
        Assert.Equal(3, rig.Player.FailedFiles);
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_100)]
    public void A_file_that_fails_at_its_first_read_behind_one_of_another_rate_is_left_out(int rate)
    {
        Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);
        float[] noise = Tone.Noise(2 * 3_000);
        using PlayRig rig = new(
            PlayRig.Track("good", noise), ("broken", () => new Broken(noise, rate, 0)), ("broken too", () => new Broken(noise, 96_000, 0)), PlayRig.Track("better", noise));
        rig.HearToTheEnd();
        Assert.Equal([.. noise, .. noise], rig.Heard.Take(2 * 6_000));
        Assert.Equal(2, rig.Player.FailedFiles);
    }

    [Fact]
    public void When_nothing_can_be_played_it_is_at_its_end()
    {
        using PlayRig rig = new(options => options with { IsLooped = true }, PlayRig.Track("empty", []), ("missing", () => new AudioFileReader("missing.wav")));
        PlayRig.Await(() => rig.Player.IsAtEnd, "the end");
        Assert.Equal(2, rig.Player.FailedFiles);
    }

    [Fact]
    public void It_begins_where_it_is_told_to()
    {
        float[] noise = Tone.Noise(2 * Rate);
        using PlayRig rig = new(options => options with { FromSeconds = 0.25 }, PlayRig.Track("noise", noise));
        rig.Hear(10_000);
        Assert.Equal(noise[(2 * 12_300)..(2 * 22_000)], rig.Heard.Skip(2 * 300).Take(2 * 9_700));
        PlaybackReading at = rig.Player.Look();
        Assert.Equal((0, 1.0), (at.Track, at.LengthSeconds));
        Assert.Equal((12_000 + 10_000) / (double)Rate, at.Seconds, 1e-9);
    }

    [Fact]
    public void Playing_seeking_pausing_and_changing_files_allocate_nothing_on_the_audio_thread()
    {
        Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);
        using PlayRig rig = new(options => options with { IsLooped = true },
            PlayRig.Track("a", Tone.Noise(2 * 60_000)), PlayRig.Track("b", Tone.Noise(60_000), 44_100, 1), PlayRig.Track("c", Tone.Noise(2 * 60_000), 96_000));
        PlaybackOutput output = new(rig.Engine.Format, 6, 0);
        rig.Engine.OutputStage = output;
        for (int round = 0; round < 40; round++)
        {
            rig.Hear(10_000);
            switch (round % 5)
            {
                case 0: rig.Player.SeekBy(0.3); break;
                case 1: rig.Player.Next(); break;
                case 2: rig.Player.Previous(); break;
                case 3: output.GainDb = round - 20; break;
                default: rig.Player.IsPaused = !rig.Player.IsPaused; break;
            }
        }
        Assert.Equal(0, rig.AudioBytes);
        Assert.Equal(0, rig.Engine.InternalErrors);
        Assert.True(output.Reductions > 0);
    }

    private static float[] Sine(int frames, double hertz, int rate) =>
        [.. Enumerable.Range(0, frames).Select(n => (float)(0.5 * Math.Sin(Math.Tau * hertz * n / rate)))];

    /// <summary>Breaks off after 1000 frames, or at once.</summary>
    private sealed class Broken(float[] samples, int rate = Rate, int frames = 1_000) : ISeekableSource
    {
        private bool _hasRead = frames == 0;

        public int SampleRate => rate;

        public int Channels => 2;

        public long? Frames => samples.Length / 2;

        public int ReadInterleaved(Span<float> interleaved)
        {
            if (_hasRead)
                throw new AudioFileException("broken", "it is damaged behind frame 1000");
            _hasRead = true;
            samples.AsSpan(0, 2 * frames).CopyTo(interleaved);
            return frames;
        }

        public void Seek(long frame)
        {
        }

        public void Dispose()
        {
        }
    }
}
