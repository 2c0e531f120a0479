using System.Diagnostics;
using System.Text.Json;
using PluginHost.Hosting.Audio;

namespace PluginHost.App.Tests;

/// <summary>In direct mode, because the virtual device waits for it: on a busy machine no frame is lost.</summary>
public sealed class RecordTests : IDisposable
{
    private const int Rate = 48_000;
    private readonly CommandLine _program = new();

    public RecordTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _program.Dispose();

    [Fact]
    public void What_came_in_and_what_is_heard_are_two_takes_of_the_same_frames()
    {
        Outcome outcome = _program.Run("live", "--device", "virtual", "--mode", "direct", "--seconds", "1", "--effect", "gain", "--set", "gain.gain=-6", "--record", "take.wav");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        float[] wet = MemoryAudio.Load(_program.File("take.wav")).Samples.ToArray();
        float[] dry = MemoryAudio.Load(_program.File("take-dry.wav")).Samples.ToArray();
        Assert.Equal(wet.Length, dry.Length);
        AssertIsDemo(dry);
        for (int i = 0; i < wet.Length; i++)
            Assert.Equal(dry[i] * MathF.Pow(10, -6 / 20f), wet[i], 1e-4f);
    }

    [Fact]
    public void The_dry_take_can_go_elsewhere_and_alone()
    {
        Assert.Equal(0, _program.Run("live", "--device", "virtual", "--mode", "direct", "--seconds", "0.5", "--effect", "gain", "--record", "a.wav", "--record-dry", "b.wav").ExitCode);
        Assert.Equal(["a.wav", "b.wav"], Directory.GetFiles(_program.Folder).Select(Path.GetFileName).Order());

        Outcome same = _program.Run("live", "--device", "virtual", "--record", "a.wav", "--record-dry", "./a.wav");
        Assert.Equal(2, same.ExitCode);
        Assert.Contains("--record and --record-dry are both 'a.wav'", Assert.Single(same.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("flac")]
    public void After_a_kill_both_takes_open(string ending)
    {
        using Process live = _program.Start("live", "--device", "virtual", "--mode", "direct", "--seconds", "60", "--effect", "gain", "--record", $"take.{ending}");
        string wet = _program.File($"take.{ending}");
        string dry = _program.File($"take-dry.{ending}");
        // A second is written, and with it the header.
        Assert.True(SpinWait.SpinUntil(() => HasASecond(wet) && HasASecond(dry), 60_000));
        live.Kill();
        live.WaitForExit();

        foreach (string file in (string[])[wet, dry])
        {
            using AudioFileReader reader = new(file);
            float[] first = new float[Rate];
            Assert.Equal(Rate / 2, reader.ReadInterleaved(first));
            AssertIsDemo(first);
        }
    }

    [Fact]
    public void A_full_disk_is_told_at_once_and_the_sound_goes_on()
    {
        string disk = Directory.CreateDirectory(_program.File("disk")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Call("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk) == 0, "a small disk can only be made by root");
        try
        {
            // Two takes of 384 kB a second.
            Outcome outcome = _program.Run("live", "--device", "virtual", "--mode", "direct", "--seconds", "4", "--effect", "gain", "--record", "disk/take.wav", "--stats", "stats.json");

            Assert.Equal(1, outcome.ExitCode);
            int told = Array.FindIndex(outcome.ErrorLines, line => line.Contains("recording stopped, the sound goes on: disk/take", StringComparison.Ordinal));
            int ended = Array.FindIndex(outcome.ErrorLines, line => line.Contains("late or lost", StringComparison.Ordinal));
            Assert.InRange(told, 0, ended - 1);
            Assert.Contains(outcome.ErrorLines, line => line.Contains(" were lost", StringComparison.Ordinal));
            using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
            // Every frame of the run is in a file or counted as lost.
            long ran = (long)Math.Round(stats.RootElement.GetProperty("seconds").GetDouble() * Rate);
            foreach (JsonElement take in stats.RootElement.GetProperty("recordings").EnumerateArray())
                Assert.InRange(take.GetProperty("frames").GetInt64() + take.GetProperty("droppedFrames").GetInt64(), ran - 100, ran + 100);
            using AudioFileReader reader = new(_program.File("disk/take.wav"));
            Assert.InRange(reader.Info.Seconds!.Value, 0.5, stats.RootElement.GetProperty("seconds").GetDouble() - 0.5);
            float[] first = new float[Rate / 2];
            Assert.Equal(Rate / 4, reader.ReadInterleaved(first));
            AssertIsDemo(first);
        }
        finally
        {
            // Programs that tests beside this one start may hold its files open for a moment.
            Call("umount", "-l", disk);
        }
    }

    private static void AssertIsDemo(float[] stereo)
    {
        MemoryAudio demo = MemoryAudio.Load(CommandLine.Demo);
        for (int frame = 0; frame < stereo.Length / 2; frame++)
        {
            ReadOnlySpan<float> expected = demo.Samples.Span.Slice(frame % demo.Frames * demo.Channels, demo.Channels);
            // 24 bits are what FLAC keeps.
            Assert.Equal(expected[0], stereo[2 * frame], 1e-6f);
            Assert.Equal(expected[^1], stereo[(2 * frame) + 1], 1e-6f);
        }
    }

    /// <summary>The header of FLAC does not say how long a stream is before its end; 3 bytes a frame are more than a second's.</summary>
    private static bool HasASecond(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length < 3 * Rate)
            return false;
        try
        {
            using AudioFileReader reader = new(file);
            return reader.Info.Frames is null or >= Rate;
        }
        catch (AudioFileException)
        {
            // Opened in the middle of a write: what the header says and how long the file is were read at two moments.
            return false;
        }
    }

    private static int Call(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
