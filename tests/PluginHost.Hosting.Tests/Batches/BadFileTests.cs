using System.Text;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Tests.Audio;

namespace PluginHost.Hosting.Tests.Batches;

/// <summary>Whatever is thrown at a batch: each file gets its own verdict, good files their output, and nothing half-written is left.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly BatchRig _rig = new() { Preset = Preset.OfEffects("gain") };

    public BadFileTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Empty_foreign_cut_and_lying_files_are_named_and_the_good_one_is_rendered()
    {
        byte[] whole = _rig.Write("in/good.wav");
        File.WriteAllBytes(_rig.Path("in/empty.wav"), []);
        File.WriteAllText(_rig.Path("in/text.mp3"), "no sound at all");
        File.WriteAllBytes(_rig.Path("in/picture.wav"), [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[500]]);
        File.WriteAllBytes(_rig.Path("in/cut.wav"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(_rig.Path("in/header.wav"), whole[..20]);
        File.WriteAllBytes(_rig.Path("in/channels.wav"), Wav(channels: 0, bytes: 400));
        Dictionary<string, JobResult> results = _rig.Run("out").ToDictionary(result => Path.GetFileName(result.Job.Input));
        Assert.Equal(7, results.Count);
        Assert.Equal(["good.wav"], results.Where(result => result.Value.IsGood).Select(result => result.Key));
        Assert.Contains("cut off", results["cut.wav"].Reason, StringComparison.Ordinal);
        Assert.All(results.Values.Where(result => !result.IsGood), result => Assert.NotEmpty(result.Reason));
        Assert.Equal(["good.wav"], _rig.Files("out"));
    }

    [Fact]
    public void A_wrong_ending_does_not_hide_what_a_file_is()
    {
        _rig.Write("in/x.flac");
        File.Move(_rig.Path("in/x.flac"), _rig.Path("in/x.wav"));
        Assert.Equal(JobState.Done, Assert.Single(_rig.Run("out")).State);
        using AudioFileReader reader = new(_rig.Path("out/x.wav"));
        Assert.Equal(3000, reader.Frames);
    }

    [Fact]
    public void The_largest_format_the_shortest_file_and_no_frames_at_all_are_rendered()
    {
        _rig.Write("in/large.wav", 5000, channels: 32, rate: 192_000);
        _rig.Write("in/one.wav", 1);
        _rig.Write("in/zero.wav", 0);
        Assert.All(_rig.Run("out"), result => Assert.Equal((JobState.Done, ""), (result.State, result.Reason)));
        using AudioFileReader large = new(_rig.Path("out/large.wav"));
        Assert.Equal((192_000, 32, 5000L), (large.SampleRate, large.Channels, large.Frames));
        using AudioFileReader zero = new(_rig.Path("out/zero.wav"));
        Assert.Equal(0, zero.Frames);
    }

    [Fact]
    public void A_file_full_of_NaN_becomes_silence_and_it_is_said()
    {
        byte[] wav = Wav(channels: 1, bytes: 4000);
        for (int i = 44; i < wav.Length; i += 4)
            BitConverter.TryWriteBytes(wav.AsSpan(i), float.NaN);
        Directory.CreateDirectory(_rig.Path("in"));
        File.WriteAllBytes(_rig.Path("in/x.wav"), wav);
        JobResult result = Assert.Single(_rig.Run("out"));
        Assert.Equal(JobState.Done, result.State);
        Assert.Contains("1000 samples were infinite or no number", result.Reason, StringComparison.Ordinal);
        Assert.All(MemoryAudio.Load(_rig.Path("out/x.wav")).Samples.ToArray(), sample => Assert.Equal(0, sample));
    }

    [Theory]
    [InlineData("mp3", "libmp3lame")]
    [InlineData("ogg", "libvorbis")]
    [InlineData("opus", "libopus")]
    [InlineData("flac", "flac")]
    [InlineData("aiff", "pcm_s16be")]
    public void A_real_file_cut_anywhere_ends_in_a_file_or_a_reason(string ending, string codec)
    {
        Directory.CreateDirectory(_rig.Path("in"));
        string made = _rig.Path($"whole.{ending}");
        SoundTools.Run("ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "sine=440:d=2:r=48000", "-c:a", codec, made);
        byte[] whole = File.ReadAllBytes(made);
        for (int i = 1; i < 12; i++)
            File.WriteAllBytes(_rig.Path($"in/{i:00}.{ending}"), whole[..(whole.Length * i / 12)]);
        IReadOnlyList<JobResult> results = _rig.Run("out");
        Assert.Equal(11, results.Count);
        Assert.All(results, result => Assert.True(result.IsGood || result.Reason.Length > 0));
        Assert.Equal(results.Count(result => result.IsGood), _rig.Files("out").Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_named()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read everything");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no modes of files");
            return;
        }
        _rig.Write("in/shut/x.wav");
        File.SetUnixFileMode(_rig.Path("in/shut"), UnixFileMode.None);
        try
        {
            Assert.Contains("shut", Assert.Throws<UnauthorizedAccessException>(() => InputFiles.Find(_rig.Path("in"))).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_rig.Path("in/shut"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        _rig.Write("in/x.wav");
        using SmallDisk disk = new(_rig.Path("disk"), "1M");
        disk.MakeReadOnly();
        Assert.Contains("disk", Assert.ThrowsAny<IOException>(() => _rig.Run("disk/out")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_fails_what_does_not_fit_and_leaves_no_part_of_it()
    {
        _rig.Write("in/a-small.wav", 1000);
        _rig.Write("in/b-large.wav", 200_000);
        _rig.Write("in/c-small.wav", 1000);
        using SmallDisk disk = new(_rig.Path("disk"), "200k");
        IReadOnlyList<JobResult> results = _rig.Run("disk");
        Assert.Equal([JobState.Done, JobState.Failed, JobState.Done], results.Select(result => result.State));
        Assert.Contains("No space left", results[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["a-small.wav", "c-small.wav"], _rig.Files("disk"));
    }

    [Fact]
    public void On_a_disk_with_no_room_at_all_every_file_fails_and_says_why()
    {
        _rig.Write("in/a.wav", 1000);
        using SmallDisk disk = new(_rig.Path("disk"), "64k");
        File.WriteAllBytes(_rig.Path("disk/" + BatchManifest.FileName), []);
        try
        {
            File.WriteAllBytes(_rig.Path("disk/ballast"), new byte[1 << 20]);
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
        JobResult result = Assert.Single(_rig.Run("disk"));
        Assert.Equal(JobState.Failed, result.State);
        Assert.Contains("No space left", result.Reason, StringComparison.Ordinal);
        Assert.Equal(["ballast"], _rig.Files("disk"));
    }

    /// <summary>A WAV of 32 bit float with any number of channels in its header.</summary>
    private static byte[] Wav(short channels, int bytes) =>
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(36 + bytes), .. Encoding.ASCII.GetBytes("WAVEfmt "), .. BitConverter.GetBytes(16),
        .. BitConverter.GetBytes((short)3), .. BitConverter.GetBytes(channels), .. BitConverter.GetBytes(48_000),
        .. BitConverter.GetBytes(192_000 * channels), .. BitConverter.GetBytes((short)(4 * channels)), .. BitConverter.GetBytes((short)32),
        .. "data"u8, .. BitConverter.GetBytes(bytes), .. new byte[bytes],
    ];
}
