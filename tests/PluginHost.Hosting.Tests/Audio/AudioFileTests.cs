using System.Diagnostics;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

public sealed class AudioFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public AudioFileTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(AudioEncoding.WavFloat32, 0, "WAV (NIST Sphere)|WAVEX (Microsoft)|WAV (Microsoft)", "32 bit float")]
    [InlineData(AudioEncoding.WavPcm24, 24, "WAVEX (Microsoft)", "Signed 24 bit PCM")]
    [InlineData(AudioEncoding.WavPcm16, 16, "WAVEX (Microsoft)", "Signed 16 bit PCM")]
    [InlineData(AudioEncoding.FlacPcm24, 24, "FLAC (Free Lossless Audio Codec)", "Signed 24 bit PCM")]
    public void Every_value_an_encoding_can_hold_comes_back(AudioEncoding encoding, int bits, string container, string subtype)
    {
        float scale = bits == 0 ? 1 : 1 << (bits - 1);
        float[] samples = [.. Tone.Noise(3 * 5000, level: 1).Select(x => bits == 0 ? x * 3 : MathF.Round(x * scale) / scale)];
        samples[0] = -1;
        samples[1] = bits == 0 ? 1e-30f : 1 - (1 / scale);
        string file = _folder.File("x" + encoding.Extension());
        Write(file, samples, 3, encoding);
        using AudioFileReader reader = new(file);
        Assert.Equal((file, 44100, 3, 5000L), (reader.Info.File, reader.Info.SampleRate, reader.Info.Channels, reader.Info.Frames));
        string[] format = reader.Info.Format.Split(", ");
        Assert.Contains(format[0], container.Split('|'));
        Assert.Equal(subtype, format[1]);
        Assert.Equal(samples, ReadAll(reader));
        Assert.Equal(0, reader.ReadInterleaved(new float[9]));
    }

    [Fact]
    public void The_same_samples_give_the_same_bytes()
    {
        float[] samples = Tone.Noise(2000);
        Write(_folder.File("a.wav"), samples, 2, AudioEncoding.WavFloat32);
        Write(_folder.File("b.wav"), samples, 2, AudioEncoding.WavFloat32);
        byte[] bytes = File.ReadAllBytes(_folder.File("a.wav"));
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("b.wav")));
        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
    }

    [Fact]
    public void Another_reader_sees_the_same_samples()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "no python3");
        Write(_folder.File("x.wav"), [0.5f, -0.25f, 2, 0, -1, 1], 2, AudioEncoding.WavFloat32);
        Write(_folder.File("y.wav"), [0.5f, -0.25f, 2, 0, -1, 1], 2, AudioEncoding.WavPcm16);
        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", """
            import sys
            try: from scipy.io import wavfile
            except ImportError: sys.exit(77)
            for name in sys.argv[1:]: print(*[v for f in wavfile.read(name)[1].tolist() for v in f])
            """, _folder.File("x.wav"), _folder.File("y.wav")]) { RedirectStandardOutput = true })!;
        string text = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.SkipWhen(python.ExitCode == 77, "no scipy");
        Assert.Equal("0.5 -0.25 2.0 0.0 -1.0 1.0\n16384 -8192 32767 0 -32768 32767\n", text);
    }

    [Fact]
    public void Whole_numbers_are_rounded_cut_and_counted()
    {
        int[] pcm = new int[7];
        int clipped = PcmQuantizer.Convert([1, -1, 1.5f, -2, 0.4f / 32768, 0.6f / 32768, -0.6f / 32768], pcm, 16);
        Assert.Equal([32767, -32768, 32767, -32768, 0, 1, -1], pcm.Select(value => value >> 16));
        Assert.Equal(2, clipped);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Many_samples_become_the_same_whole_numbers_as_one_by_one(int bits)
    {
        float[] samples = Tone.Noise(1003, level: 1.3f);
        int[] together = new int[samples.Length];
        int[] alone = new int[samples.Length];
        int clipped = 0;
        for (int i = 0; i < samples.Length; i++)
            clipped += PcmQuantizer.Convert(samples.AsSpan(i, 1), alone.AsSpan(i, 1), bits);
        Assert.Equal(clipped, PcmQuantizer.Convert(samples, together, bits));
        Assert.InRange(clipped, 1, samples.Length);
        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1001)]
    public void What_is_not_finite_is_found_wherever_it_is(int length)
    {
        for (int at = 0; at < length; at += 1 + (length / 50))
        {
            foreach (float odd in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                float[] samples = Tone.Noise(length, level: 3e38f);
                samples[at] = odd;
                Assert.Equal(1, FiniteSamples.Clean(samples));
                Assert.Equal(0, samples[at]);
                Assert.Equal(0, FiniteSamples.Clean(samples));
            }
        }
    }

    [Fact]
    public void A_file_appears_only_when_it_is_whole()
    {
        string file = _folder.File("x.wav");
        using (AudioFileWriter writer = new(file, 48000, 1, AudioEncoding.WavFloat32))
        {
            writer.Write(new float[100]);
            Assert.False(File.Exists(file));
            Assert.Single(_folder.Names());
        }
        Assert.Empty(_folder.Names());
        Write(file, new float[100], 1, AudioEncoding.WavFloat32);
        Assert.Equal(["x.wav"], _folder.Names());
    }

    [Fact]
    public void A_file_is_replaced_only_when_asked()
    {
        string file = _folder.File("x.wav");
        File.WriteAllText(file, "precious");
        AudioFileException error = Assert.Throws<AudioFileException>(() => new AudioFileWriter(file, 48000, 1, AudioEncoding.WavFloat32));
        Assert.Equal($"{file}: the file is there already; say --overwrite to replace it", error.Message);
        Assert.Throws<AudioFileException>(() => new AudioFileWriter(file, 48000, 1, AudioEncoding.WavFloat32, inPlace: true));
        Assert.Equal("precious", File.ReadAllText(file));
        Write(file, new float[10], 1, AudioEncoding.WavFloat32, overwrite: true);
        Assert.Equal(10, MemoryAudio.Load(file).Frames);
    }

    [Fact]
    public void A_name_taken_meanwhile_is_not_overwritten()
    {
        string file = _folder.File("x.wav");
        using (AudioFileWriter writer = new(file, 48000, 1, AudioEncoding.WavFloat32))
        {
            File.WriteAllText(file, "precious");
            Assert.StartsWith($"{file}: it cannot be written: ", Assert.Throws<AudioFileException>(writer.Commit).Message, StringComparison.Ordinal);
        }
        Assert.Equal("precious", File.ReadAllText(file));
        Assert.Equal(["x.wav"], _folder.Names());
    }

    [Fact]
    public void Places_that_cannot_be_written_are_named()
    {
        string missing = _folder.File("no/where.wav");
        Assert.StartsWith($"{missing}: it cannot be written: ", Assert.Throws<AudioFileException>(
            () => new AudioFileWriter(missing, 48000, 1, AudioEncoding.WavFloat32)).Message, StringComparison.Ordinal);
        Assert.Equal($"{_folder.Path}: it cannot be written: this is a folder", Assert.Throws<AudioFileException>(
            () => new AudioFileWriter(_folder.Path, 48000, 1, AudioEncoding.WavFloat32)).Message);
        string flac = _folder.File("x.flac");
        Assert.Equal($"{flac}: flac cannot hold 9 channels at 48000 Hz", Assert.Throws<AudioFileException>(
            () => new AudioFileWriter(flac, 48000, 9, AudioEncoding.FlacPcm24)).Message);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no file that can be sealed");
        using FillingFile file = new();
        using AudioFileWriter writer = new(file.Path, 48000, 1, AudioEncoding.WavFloat32, overwrite: true, inPlace: true);
        file.Fill();
        Assert.StartsWith($"{file.Path}: it cannot be written: System error : ",
            Assert.Throws<AudioFileException>(() => writer.Write(new float[100_000])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.wav", null, AudioEncoding.WavFloat32)]
    [InlineData("x.WAV", "wav16", AudioEncoding.WavPcm16)]
    [InlineData("x.wav", "WAV24", AudioEncoding.WavPcm24)]
    [InlineData("a.b/x.flac", null, AudioEncoding.FlacPcm24)]
    public void The_ending_or_the_format_chooses_the_encoding(string file, string? format, AudioEncoding encoding) =>
        Assert.Equal(encoding, AudioEncodings.Choose(file, format));

    [Theory]
    [InlineData("x.mp3", null, "x.mp3: the ending '.mp3' is none we write; there are .wav and .flac")]
    [InlineData("x", null, "x: the ending '' is none we write; there are .wav and .flac")]
    [InlineData("x.flac", "wav", "x.flac: the format wav needs the ending .wav")]
    [InlineData("x.wav", "aiff", "x.wav: there is no format 'aiff'; there are wav, wav24, wav16, flac")]
    public void An_encoding_that_does_not_fit_is_refused(string file, string? format, string message) =>
        Assert.Equal(message, Assert.Throws<AudioFileException>(() => AudioEncodings.Choose(file, format)).Message);

    [Fact]
    public void Without_libsndfile_the_message_says_how_to_get_it()
    {
        Assert.False(AudioLibrary.TryLoad(["libno-such-thing.so.1", "libno-such-thing.so"], out _));
        Assert.Equal("x.wav: sound files need libsndfile, which is not installed; run: " + AudioLibrary.InstallCommand,
            Assert.Throws<AudioFileException>(() => AudioLibrary.Require("x.wav", isInstalled: false)).Message);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "another system, another command");
        Assert.Equal("sudo apt-get install -y libsndfile1", AudioLibrary.InstallCommand);
    }

    [Fact]
    public void A_recording_in_memory_has_a_limit()
    {
        string file = _folder.File("x.wav");
        float[] samples = Tone.Noise(2 * 44100);
        Write(file, samples, 2, AudioEncoding.WavFloat32);
        MemoryAudio audio = MemoryAudio.Load(file, maxSeconds: 1);
        Assert.Equal((44100, 2, 44100), (audio.SampleRate, audio.Channels, audio.Frames));
        Assert.Equal(samples, audio.Samples.ToArray());
        Assert.Equal($"{file}: it is longer than 0.5 s, which is too long to be kept in memory",
            Assert.Throws<AudioFileException>(() => MemoryAudio.Load(file, maxSeconds: 0.5)).Message);
    }

    internal static void Write(string file, float[] samples, int channels, AudioEncoding encoding, bool overwrite = false, int rate = 44100)
    {
        using AudioFileWriter writer = new(file, rate, channels, encoding, overwrite);
        // In uneven pieces, so that no buffer fits by chance.
        for (int at = 0, piece; at < samples.Length; at += piece)
        {
            piece = Math.Min(channels * 777, samples.Length - at);
            writer.Write(samples.AsSpan(at, piece));
        }
        writer.Commit();
    }

    private static float[] ReadAll(AudioFileReader reader)
    {
        List<float> samples = [];
        float[] block = new float[(reader.Info.Channels * 333) + 1];
        for (int frames; (frames = reader.ReadInterleaved(block)) > 0;)
            samples.AddRange(block.AsSpan(0, frames * reader.Info.Channels));
        return [.. samples];
    }
}
