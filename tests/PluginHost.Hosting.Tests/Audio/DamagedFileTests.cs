using System.Buffers.Binary;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

/// <summary>Files that are not what they say.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public DamagedFileTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_no_sound_is_named_with_the_reason()
    {
        Assert.Equal($"{_folder.File("gone.wav")}: there is no such file", Problem(_folder.File("gone.wav")));
        Assert.Equal($"{_folder.Path}: this is a folder", Problem(_folder.Path));
        string text = _folder.File("text.wav");
        File.WriteAllText(text, "hello");
        Assert.Equal($"{text}: it cannot be read as sound: Format not recognised", Problem(text));
        File.WriteAllText(text, "");
        Assert.Equal($"{text}: it cannot be read as sound: Format not recognised", Problem(text));
    }

    [Theory]
    [InlineData(AudioEncoding.WavFloat32, "it is cut off: its header says 80000 bytes of sound, it has ")]
    [InlineData(AudioEncoding.WavPcm16, "it is cut off: its header says 40000 bytes of sound, it has ")]
    [InlineData(AudioEncoding.FlacPcm24, "it is damaged behind frame ")]
    public void A_file_that_was_cut_off_is_not_taken_for_a_shorter_one(AudioEncoding encoding, string problem)
    {
        string file = _folder.File("x" + encoding.Extension());
        AudioFileTests.Write(file, Tone.Noise(20_000), 2, encoding);
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Assert.StartsWith($"{file}: {problem}", Problem(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_of_four_gigabytes_from_a_pipe_is_no_promise()
    {
        string file = _folder.File("x.wav");
        byte[] bytes = PlainWav(48000, 1, Tone.Noise(500));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 0xFFFFFFFF);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), 0xFFFFFFFF);
        File.WriteAllBytes(file, bytes);
        Assert.Equal(500, MemoryAudio.Load(file).Frames);
    }

    [Theory]
    [InlineData(4000, 1, "its sample rate is 4000 Hz, but must be 8000 to 192000 Hz")]
    [InlineData(2_000_000_000, 1, "its sample rate is 2000000000 Hz, but must be 8000 to 192000 Hz")]
    [InlineData(48000, 33, "it has 33 channels, but may have 1 to 32")]
    public void A_format_beyond_our_limits_is_named(int rate, short channels, string problem)
    {
        string file = _folder.File("x.wav");
        File.WriteAllBytes(file, PlainWav(rate, channels, new float[channels * 10]));
        Assert.Equal($"{file}: {problem}", Problem(file));
    }

    [Fact]
    public void Samples_that_are_no_number_become_zero_and_are_counted()
    {
        string file = _folder.File("x.wav");
        File.WriteAllBytes(file, PlainWav(48000, 1, [0.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0.5f]));
        using AudioFileReader reader = new(file);
        float[] samples = new float[5];
        Assert.Equal(5, reader.ReadInterleaved(samples));
        Assert.Equal([0.5f, 0, 0, 0, -0.5f], samples);
        Assert.Equal(3, reader.NonFiniteSamples);
    }

    [Theory]
    [InlineData(AudioEncoding.WavFloat32)]
    [InlineData(AudioEncoding.FlacPcm24)]
    public void Bytes_flipped_anywhere_end_in_samples_or_one_error(AudioEncoding encoding)
    {
        string file = _folder.File("x" + encoding.Extension());
        AudioFileTests.Write(file, Tone.Noise(600), 2, encoding);
        byte[] whole = File.ReadAllBytes(file);
        Random random = new(5);
        int read = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. whole];
            // Mostly in the header, where the lies are.
            for (int count = random.Next(1, 4); count > 0; count--)
                bytes[random.Next(random.Next(4) == 0 ? bytes.Length : 120)] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes);
            try
            {
                MemoryAudio audio = MemoryAudio.Load(file);
                Assert.All(audio.Samples.ToArray(), sample => Assert.True(float.IsFinite(sample)));
                read++;
            }
            catch (AudioFileException error)
            {
                Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(read, 1, 399);
    }

    /// <summary>A WAV file of 32 bit float as simple as can be: 44 bytes of header.</summary>
    private static byte[] PlainWav(int rate, short channels, float[] samples)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * 4));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3);
        writer.Write(channels);
        writer.Write(rate);
        writer.Write(unchecked(rate * channels * 4));
        writer.Write((short)(channels * 4));
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(samples.Length * 4);
        foreach (float sample in samples)
            writer.Write(sample);
        return stream.ToArray();
    }

    private static string Problem(string file) =>
        Assert.Throws<AudioFileException>(() => MemoryAudio.Load(file)).Message;
}
