using PluginHost.Hosting.Analysis;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Analysis;

public sealed class FileAnalyzerTests : IDisposable
{
    private const int Rate = 48_000;
    private readonly TempFolder _folder = new();

    public FileAnalyzerTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sine_over_noise_is_measured()
    {
        Random random = new(1);
        // A tone for a second, then nothing but noise of -60 dBFS RMS (uniform: its peak over the root of 3), for four seconds.
        float noise = (float)(0.001 * Math.Sqrt(3));
        FileAnalysis found = Analyze(5 * Rate, 2, (frame, channel) =>
            (frame < Rate ? 0.5f * MathF.Sin(frame * MathF.Tau * 997 / Rate) : 0) + (((2 * random.NextSingle()) - 1) * noise) + (channel == 0 ? 0 : 0.01f));
        Assert.Equal((Rate, 2, 5L * Rate, 5.0), (found.SampleRate, found.Channels, found.Frames, found.Seconds));
        Assert.Equal(-5.9, found.PeakDb!.Value, 0.2);
        Assert.Equal(-5.9, found.TruePeakDb!.Value, 0.3);
        Assert.InRange(found.IntegratedLufs!.Value, -8, -5.5);
        // Half its power is the offset's: 0.01 in one of two channels is -43 dB.
        Assert.Equal(-43, found.NoiseFloorDb!.Value, 0.3);
        Assert.Equal(0.01, found.DcOffset, 1e-4);
        Assert.Equal((0L, 0L), (found.ClippedSamples, found.NonFiniteSamples));
    }

    [Fact]
    public void The_floor_is_that_of_the_quiet_parts()
    {
        Random random = new(1);
        float noise = (float)(0.001 * Math.Sqrt(3));
        FileAnalysis found = Analyze(5 * Rate, 1, (frame, _) => (frame < 4 * Rate ? 0.5f * MathF.Sin(frame * 0.1f) : 0) + (((2 * random.NextSingle()) - 1) * noise));
        Assert.Equal(-60, found.NoiseFloorDb!.Value, 0.3);
    }

    [Fact]
    public void Clipping_is_counted_and_loudness_alone_is_not_clipping()
    {
        FileAnalysis clipped = Analyze(Rate, 1, (frame, _) => Math.Clamp(1.5f * MathF.Sin(frame * MathF.Tau * 100 / Rate), -1, 1));
        // From asin(1 / 1.5) on, 48.19 of the 90 degrees of every quarter.
        Assert.Equal(Rate * 48.19 / 90, clipped.ClippedSamples, Rate * 0.01);
        FileAnalysis loud = Analyze(Rate, 1, (frame, _) => MathF.Sin(frame * MathF.Tau * 1001.7f / Rate));
        Assert.Equal(0, loud.ClippedSamples);
    }

    [Fact]
    public void Silence_has_dashes()
    {
        FileAnalysis found = Analyze(Rate, 1, (_, _) => 0);
        Assert.Equal(((double?)null, (double?)null, (double?)null, (double?)null, (double?)null, (string?)null),
            (found.PeakDb, found.TruePeakDb, found.IntegratedLufs, found.NoiseFloorDb, found.TempoBpm, found.Key));
        Assert.Equal("-", AnalysisText.Number(found.PeakDb));
        Assert.Equal(0, Analyze(0, 1, (_, _) => 0).Frames);
    }

    [Fact]
    public void One_analyzer_finds_the_same_in_a_file_whatever_came_before()
    {
        FileAnalyzer used = new();
        foreach ((string name, int channels, int rate) in ((string, int, int)[])[("a.wav", 2, Rate), ("b.wav", 2, Rate), ("c.wav", 1, 44_100)])
        {
            AudioFileTests.Write(_folder.File(name), Tone.Noise(channels * 6 * rate, seed: name[0]), channels, AudioEncoding.WavFloat32, rate: rate);
            Assert.Equal(new FileAnalyzer().Analyze(_folder.File(name), TestContext.Current.CancellationToken),
                used.Analyze(_folder.File(name), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void A_picture_shows_the_tone_where_it_is()
    {
        // Left half 100 Hz, right half 5 kHz.
        FileAnalysis found = Analyze(4 * Rate, 1, (frame, _) => 0.5f * MathF.Sin(frame * MathF.Tau * (frame < 2 * Rate ? 100 : 5000) / Rate));
        string file = _folder.File("x.png");
        SoundPlot.Save(found, file, TestContext.Current.CancellationToken);
        string said = SoundTools.Run("ffmpeg", "-loglevel", "error", "-i", file, "-f", "rawvideo", "-pix_fmt", "rgb24", _folder.File("x.rgb"));
        Assert.Equal("", said);
        byte[] pixels = File.ReadAllBytes(_folder.File("x.rgb"));
        int width = BitConverter.ToInt32([.. File.ReadAllBytes(file)[16..20].Reverse()]);
        int height = BitConverter.ToInt32([.. File.ReadAllBytes(file)[20..24].Reverse()]);
        Assert.Equal(3 * width * height, pixels.Length);
        // The brightest row of a column of the lower panel tells the frequency.
        Assert.InRange(Brightest(width * 3 / 10) - Brightest(width * 7 / 10), 200, 300);

        int Brightest(int x) => Enumerable.Range(330, 380).MaxBy(y => pixels[3 * ((y * width) + x)] + pixels[(3 * ((y * width) + x)) + 1]);
    }

    [Fact]
    public void An_empty_recording_cannot_be_drawn_and_no_picture_is_left()
    {
        FileAnalysis empty = Analyze(0, 1, (_, _) => 0);
        Assert.Contains("no sound", Assert.Throws<AudioFileException>(
            () => SoundPlot.Save(empty, _folder.File("x.png"), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        FileAnalysis short1 = Analyze(1, 1, (_, _) => 0.5f);
        SoundPlot.Save(short1, _folder.File("x.png"), TestContext.Current.CancellationToken);
        Assert.StartsWith(_folder.File("no/x.png"), Assert.Throws<AudioFileException>(
            () => SoundPlot.Save(short1, _folder.File("no/x.png"), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Equal(["in.wav", "x.png"], _folder.Names());
    }

    private FileAnalysis Analyze(int frames, int channels, Func<int, int, float> sound)
    {
        float[] samples = [.. Enumerable.Range(0, frames * channels).Select(i => sound(i / channels, i % channels))];
        AudioFileTests.Write(_folder.File("in.wav"), samples, channels, AudioEncoding.WavFloat32, overwrite: true, Rate);
        return new FileAnalyzer().Analyze(_folder.File("in.wav"), TestContext.Current.CancellationToken);
    }
}
