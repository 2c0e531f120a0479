using System.Buffers.Binary;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

public sealed class TakeWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public TakeWriterTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_pushed_is_in_the_file_and_pushing_allocates_nothing()
    {
        string file = _folder.File("take.wav");
        float[] samples = Tone.Noise(2 * 64 * 300);
        using TakeWriter take = new(file, 48000, 2);
        take.Push(samples.AsSpan(0, 128));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 128; at < samples.Length; at += 128)
            take.Push(samples.AsSpan(at, 128));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(64 * 300, take.Finish());
        Assert.Equal((0, file), (take.DroppedFrames, take.File));
        Assert.Equal(samples, MemoryAudio.Load(file).Samples.ToArray());
        Assert.Equal(["take.wav"], _folder.Names());
    }

    [Fact]
    public void A_block_without_room_is_dropped_whole_and_counted()
    {
        string file = _folder.File("take.wav");
        using TakeWriter take = new(file, 48000, 2, AudioEncoding.WavFloat32, ringSeconds: 0.001);
        Assert.False(take.Push(new float[2 * 1000]));
        Assert.True(take.Push(new float[2 * 10]));
        Assert.Equal(10, take.Finish());
        Assert.Equal(1000, take.DroppedFrames);
    }

    [Fact]
    public void The_file_can_be_read_while_it_is_being_written()
    {
        string file = _folder.File("take.wav");
        using TakeWriter take = new(file, 8000, 1, AudioEncoding.WavPcm24);
        take.Push(new float[9000]);
        Assert.True(SpinWait.SpinUntil(() => take.Frames >= 9000, 10_000));
        // The header follows the frames at once, because more than a second has come. libsndfile would guess a length that is missing.
        Assert.True(SpinWait.SpinUntil(() => DataBytes(file) == 9000 * 3, 10_000));
        Assert.Equal(9000, MemoryAudio.Load(file).Frames);
        Assert.Equal(9000, take.Finish());
    }

    [Fact]
    public void A_disk_that_fails_is_told_and_the_audio_thread_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no file that can be sealed");
        using FillingFile file = new();
        using TakeWriter take = new(file.Path, 48000, 1, AudioEncoding.WavFloat32, overwrite: true, ringSeconds: 0.1);
        file.Fill();
        long pushed = 0;
        Assert.True(SpinWait.SpinUntil(() => !Push() || take.Error is not null, 10_000));
        Assert.True(SpinWait.SpinUntil(() => take.Error is not null, 10_000));
        Push();
        Push();
        Assert.False(Push());
        Assert.Same(take.Error, Assert.Throws<AudioFileException>(() => take.Finish()));
        // Every frame is in the file or counted as lost, those that never left the ring, too.
        Assert.Equal(pushed, take.Frames + take.DroppedFrames);

        bool Push()
        {
            pushed += 4096;
            return take.Push(new float[4096]);
        }
    }

    [Fact]
    public void A_take_beyond_4_GB_opens_while_it_is_written_and_afterwards()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLUGINHOST_LARGE_FILES") == "1", "writes 4.4 GB; ask for it with PLUGINHOST_LARGE_FILES=1");
        string file = _folder.File("long.wav");
        float[] second = Tone.Noise(32 * 48_000);
        const int Seconds = 715;
        using AudioFileWriter writer = new(file, 48_000, 32, AudioEncoding.WavFloat32, inPlace: true);
        for (int i = 0; i < Seconds; i++)
            writer.Write(second);
        writer.UpdateHeader();
        AssertIsWhole();
        writer.Commit();
        AssertIsWhole();

        void AssertIsWhole()
        {
            Assert.True(new FileInfo(file).Length > 1L << 32);
            using AudioFileReader reader = new(file);
            Assert.Equal(Seconds * 48_000L, reader.Info.Frames);
            reader.Seek((Seconds - 1) * 48_000L);
            float[] last = new float[second.Length];
            Assert.Equal(48_000, reader.ReadInterleaved(last));
            Assert.Equal(second, last);
        }
    }

    private static int DataBytes(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] header = new byte[200];
        stream.ReadExactly(header);
        return BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(header.AsSpan().IndexOf("data"u8) + 4));
    }

    [Fact]
    public void A_take_does_not_replace_another_unless_asked()
    {
        string file = _folder.File("take.wav");
        File.WriteAllText(file, "precious");
        Assert.Throws<AudioFileException>(() => new TakeWriter(file, 48000, 1, AudioEncoding.WavFloat32));
        Assert.Equal("precious", File.ReadAllText(file));
    }
}
