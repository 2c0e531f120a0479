using System.Text;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Metadata;
using PluginHost.Hosting.Audio.Resampling;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

public sealed class MetadataTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestRack _rack = new();

    public MetadataTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out.wav", null)]
    [InlineData("out.wav", "wav24")]
    [InlineData("out.wav", "wav16")]
    [InlineData("out.flac", null)]
    public void Tags_survive_a_render(string output, string? format)
    {
        AudioMetadata metadata = Render(output, new RenderOptions { Encoding = AudioEncodings.Choose(output, format) });
        Assert.Equal("Nachtstück", metadata.Tags["title"]);
        Assert.Equal("Kläre", metadata.Tags["artist"]);
        Assert.Equal("take 3", metadata.Tags["comment"]);
        Assert.Equal("1998", metadata.Tags["date"]);
        Assert.DoesNotContain("album", metadata.Tags);
    }

    [Fact]
    public void Loops_and_marks_survive_a_render_to_wav()
    {
        AudioMetadata metadata = Render("out.wav", new RenderOptions());
        Assert.Equal([(100, 200)], metadata.Loops);
        Assert.Equal([150, 300], metadata.Cues);
        Assert.True(metadata.HasPlaces);
        Assert.False(metadata.WithoutPlaces().HasPlaces);
        Assert.Equal(metadata.Tags, metadata.WithoutPlaces().Tags);
    }

    [Fact]
    public void They_move_along_with_the_sample_rate()
    {
        Assert.SkipUnless(Resampler.IsInstalled, Resampler.InstallCommand);
        AudioMetadata metadata = Render("out.wav", new RenderOptions { SampleRate = 96_000 });
        Assert.Equal([(200, 400)], metadata.Loops);
        Assert.Equal([300, 600], metadata.Cues);
    }

    [Fact]
    public void A_file_with_marks_has_the_same_bytes_every_time()
    {
        Render("a.wav", new RenderOptions());
        Thread.Sleep(1100);
        Render("b.wav", new RenderOptions());
        Assert.Equal(File.ReadAllBytes(_folder.File("a.wav")), File.ReadAllBytes(_folder.File("b.wav")));
    }

    [Fact]
    public void A_file_without_any_has_none()
    {
        AudioFileTests.Write(_folder.File("x.wav"), [0.5f], 1, AudioEncoding.WavFloat32);
        using AudioFileReader reader = new(_folder.File("x.wav"));
        AudioMetadata metadata = reader.ReadMetadata();
        Assert.Empty(metadata.Tags);
        Assert.Empty(metadata.Loops);
        Assert.Empty(metadata.Cues);
    }

    private AudioMetadata Render(string output, RenderOptions options)
    {
        File.WriteAllBytes(_folder.File("in.wav"), TaggedWav());
        using OfflineRenderer renderer = new(engine => _rack.Builder.Build(Preset.OfEffects("gain"), engine));
        renderer.Render(_folder.File("in.wav"), _folder.File(output), options, null, TestContext.Current.CancellationToken);
        using AudioFileReader reader = new(_folder.File(output));
        return reader.ReadMetadata();
    }

    /// <summary>500 frames of mono at 48 kHz with an INFO list, a sampler's loop and two marks, each chunk as the RIFF book has it.</summary>
    private static byte[] TaggedWav()
    {
        byte[] info = [.. "INFO"u8, .. Tag("INAM", "Nachtstück"), .. Tag("IART", "Kläre"), .. Tag("ICMT", "take 3"), .. Tag("ICRD", "1998")];
        // A loop of the book includes its last frame.
        byte[] sampler = [.. Words(0, 0, 20833, 60, 0, 0, 0, 1, 0), .. Words(0, 0, 100, 199, 0, 0)];
        byte[] cues = [.. Words(2), .. Words(1, 150), .. "data"u8, .. Words(0, 0, 150), .. Words(2, 300), .. "data"u8, .. Words(0, 0, 300)];
        byte[] format = [3, 0, 1, 0, .. Words(48_000, 192_000), 4, 0, 32, 0];
        byte[] chunks = [.. "WAVE"u8, .. Chunk("fmt ", format), .. Chunk("LIST", info), .. Chunk("smpl", sampler), .. Chunk("cue ", cues),
            .. Chunk("data", new byte[2000])];
        return Chunk("RIFF", chunks);
    }

    private static byte[] Tag(string name, string text) => Chunk(name, [.. Encoding.UTF8.GetBytes(text), 0]);

    private static byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. Words(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Words(params int[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}
