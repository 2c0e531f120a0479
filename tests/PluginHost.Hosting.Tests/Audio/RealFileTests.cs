using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Metadata;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

/// <summary>Files that sox and ffmpeg wrote.</summary>
public sealed class RealFileTests : IDisposable
{
    private const int Rate = 48_000;
    private readonly TempFolder _folder = new();

    public RealFileTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.wav", "-c:a pcm_s24le", 1e-6)]
    [InlineData("x.wav", "-c:a pcm_f32le", 1e-6)]
    [InlineData("x.wav", "-c:a pcm_s16le -rf64 always", 1e-4)]
    [InlineData("x.aiff", "-c:a pcm_s16be", 1e-4)]
    [InlineData("x.flac", "-c:a flac", 1e-4)]
    [InlineData("x.ogg", "-c:a libvorbis -q:a 6", 0.05)]
    [InlineData("x.opus", "-c:a libopus -b:a 128k", 0.05)]
    [InlineData("x.mp3", "-c:a libmp3lame -b:a 192k", 0.05)]
    public void Every_format_is_read_and_rendered_whole(string name, string options, double tolerance)
    {
        string file = Make(name, options);
        using (AudioFileReader reader = new(file))
            Assert.Equal((Rate, 2), (reader.SampleRate, reader.Channels));
        using OfflineRenderer renderer = new(engine => new TestRack().Builder.Build(new Preset("copy", []), engine));
        RenderReport report = renderer.Render(file, _folder.File("out.wav"), new RenderOptions(), null, TestContext.Current.CancellationToken);
        MemoryAudio audio = MemoryAudio.Load(_folder.File("out.wav"));
        Assert.Equal((Rate, 2, report.OutputFrames), (audio.SampleRate, audio.Channels, audio.Frames));
        // Coders may pad their end, and keep a sine's level rather than its bits.
        Assert.InRange(audio.Frames, Rate, Rate + 3000);
        Assert.InRange(Rms(audio, 0) / (0.5 * Math.Sqrt(0.5)), 1 - tolerance, 1 + tolerance);
        Assert.InRange(Rms(audio, 1) / (0.5 * Math.Sqrt(0.5)), 1 - tolerance, 1 + tolerance);
    }

    [Theory]
    [InlineData("x.wav")]
    [InlineData("x.flac")]
    [InlineData("x.ogg")]
    [InlineData("x.opus")]
    [InlineData("x.mp3")]
    public void Their_tags_are_read(string name)
    {
        string file = Make(name, "-metadata title=Wanderlied -metadata artist=Clara");
        using AudioFileReader reader = new(file);
        AudioMetadata metadata = reader.ReadMetadata();
        Assert.Equal(("Wanderlied", "Clara"), (metadata.Tags["title"], metadata.Tags["artist"]));
    }

    [Theory]
    [InlineData("out.wav")]
    [InlineData("out.flac")]
    public void They_read_what_was_written_tags_too(string name)
    {
        string file = Make("x.flac", "-metadata title=Wanderlied");
        using OfflineRenderer renderer = new(engine => new TestRack().Builder.Build(new Preset("copy", []), engine));
        renderer.Render(file, _folder.File(name), new RenderOptions(), null, TestContext.Current.CancellationToken);
        string said = SoundTools.Run("ffprobe", "-hide_banner", "-show_entries", "stream=sample_rate,channels,duration_ts:format_tags=title:stream_tags=title",
            "-of", "default=noprint_wrappers=1", _folder.File(name));
        Assert.Contains("sample_rate=48000", said, StringComparison.Ordinal);
        Assert.Contains("channels=2", said, StringComparison.Ordinal);
        Assert.Contains("duration_ts=48000", said, StringComparison.Ordinal);
        Assert.Contains("Wanderlied", said, StringComparison.Ordinal);
    }

    /// <summary>One second of stereo sine at half of full scale.</summary>
    private string Make(string name, string options)
    {
        string file = _folder.File(name);
        SoundTools.Run("ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i", $"aevalsrc=0.5*sin(880*PI*t)|0.5*sin(1200*PI*t):s={Rate}:d=1",
            .. options.Split(' '), file]);
        return file;
    }

    private static double Rms(MemoryAudio audio, int channel)
    {
        double sum = 0;
        // From the middle: coders take their time at both ends.
        for (int frame = Rate / 5; frame < Rate * 4 / 5; frame++)
            sum += Math.Pow(audio.Samples.Span[(frame * audio.Channels) + channel], 2);
        return Math.Sqrt(sum / (Rate * 3 / 5));
    }
}
