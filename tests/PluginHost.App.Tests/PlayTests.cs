using System.Diagnostics;
using System.Text.Json;
using PluginHost.Hosting.Audio;

namespace PluginHost.App.Tests;

public sealed class PlayTests : IDisposable
{
    private const int Rate = 48_000;
    private readonly CommandLine _program = new();

    public PlayTests() => Assert.SkipUnless(AudioLibrary.IsInstalled, AudioLibrary.InstallCommand);

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("direct")]
    [InlineData("ring")]
    [InlineData("shielded")]
    public void A_file_is_heard_bit_by_bit_to_its_end_and_nothing_is_allocated_on_the_way(string mode)
    {
        float[] noise = Write("noise.wav", Rate, 2, 1.2);

        Outcome outcome = _program.Run("play", "noise.wav", "--device", "virtual", "--mode", mode, "--no-limit", "--record", "heard.wav", "--stats", "stats.json");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        MemoryAudio heard = MemoryAudio.Load(_program.File("heard.wav"));
        Assert.Equal((Rate, 2), (heard.SampleRate, heard.Channels));
        Assert.Equal(noise, heard.Samples[..noise.Length].ToArray());
        Assert.DoesNotContain(heard.Samples[noise.Length..].ToArray(), sample => sample != 0);
        using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
        Assert.Equal(0, stats.RootElement.GetProperty("allocatedBytesAudioThread").GetInt64());
        Assert.Equal(0, stats.RootElement.GetProperty("driver").GetProperty("allocatedBytesCallback").GetInt64());
        // What the device had not played yet was waited for.
        Assert.True(heard.Frames >= (noise.Length / 2) + stats.RootElement.GetProperty("reportedLatencyFrames").GetInt32());
    }

    [Fact]
    public void Seeking_changing_files_and_rates_allocate_nothing_on_the_audio_thread_either()
    {
        Write("a.wav", Rate, 2, 3);
        Write("b.wav", 44_100, 1, 3);
        Write("c.flac", 96_000, 2, 3);

        Outcome outcome = _program.Run("seek 2\npause\npause\nnext\nvolume 6\nseek +0.5\nnext\nprevious\nseek 2.5\nfiles\n"u8.ToArray(),
            "play", "a.wav", "b.wav", "c.flac", "--device", "virtual", "--seconds", "2", "--stats", "stats.json");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
        Assert.Equal(0, stats.RootElement.GetProperty("allocatedBytesAudioThread").GetInt64());
        Assert.Contains("3 c.flac", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("volume 6 dB", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_halves_of_a_sound_are_heard_as_one_from_a_folder_and_from_a_playlist()
    {
        float[] noise = Write("whole.wav", Rate, 1, 0.8);
        Directory.CreateDirectory(_program.File("parts"));
        Write("parts/1.wav", noise[..10_007], Rate, 1);
        Write("parts/2.wav", noise[10_007..], Rate, 1);
        File.WriteAllText(_program.File("list.m3u"), "#EXTM3U\nparts/1.wav\nparts/2.wav\n");
        float[] both = [.. noise.SelectMany(sample => (float[])[sample, sample])];
        foreach (string name in (string[])["parts", "list.m3u"])
        {
            Assert.Equal(0, _program.Run("play", name, "--device", "virtual", "--no-limit", "--record", "heard.wav").ExitCode);
            Assert.Equal(both, MemoryAudio.Load(_program.File("heard.wav")).Samples[..both.Length].ToArray());
        }
    }

    [Fact]
    public void What_is_turned_up_too_far_is_limited_and_said()
    {
        Write("noise.wav", Rate, 2, 0.5);

        Outcome outcome = _program.Run("play", "noise.wav", "--device", "virtual", "--gain", "18", "--limit", "-1", "--record", "heard.wav", "--stats", "stats.json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("the limiter turned down", outcome.Error, StringComparison.Ordinal);
        using JsonDocument stats = JsonDocument.Parse(File.ReadAllText(_program.File("stats.json")));
        JsonElement playback = stats.RootElement.GetProperty("playback");
        Assert.Equal((0, 0), (playback.GetProperty("starved").GetInt64(), playback.GetProperty("failedFiles").GetInt32()));
        Assert.InRange(playback.GetProperty("limiterDeepestDb").GetDouble(), -25, -10);
        Assert.InRange(MemoryAudio.Load(_program.File("heard.wav")).Samples.ToArray().Max(MathF.Abs), 0.5f, 0.8913f);
    }

    [Fact]
    public void A_chain_is_heard_and_its_tail_to_the_end()
    {
        Write("noise.wav", Rate, 2, 0.3);

        Outcome outcome = _program.Run("play", "noise.wav", "--device", "virtual", "--effect", "delay", "--set", "delay.time=400", "--record", "heard.wav");

        Assert.Equal(0, outcome.ExitCode);
        float[] heard = MemoryAudio.Load(_program.File("heard.wav")).Samples.ToArray();
        Assert.Contains(heard[(2 * (int)(0.45 * Rate))..(2 * (int)(0.65 * Rate))], sample => MathF.Abs(sample) > 0.01f);
    }

    [Fact]
    public void What_cannot_be_played_is_named_once_and_the_others_go_on()
    {
        float[] noise = Write("good.wav", Rate, 2, 0.2);
        File.WriteAllText(_program.File("text.wav"), "hello");
        byte[] whole = File.ReadAllBytes(_program.File("good.wav"));
        File.WriteAllBytes(_program.File("cut.wav"), whole[..5_000]);
        File.WriteAllBytes(_program.File("empty.wav"), []);

        Outcome outcome = _program.Run("play", "missing.wav", "text.wav", "good.wav", "cut.wav", "empty.wav", "good.wav", "--device", "virtual",
            "--no-limit", "--record", "heard.wav");

        Assert.Equal(1, outcome.ExitCode);
        foreach (string name in (string[])["missing.wav", "text.wav", "cut.wav", "empty.wav"])
            Assert.Single(outcome.ErrorLines, line => line.Contains(name, StringComparison.Ordinal));
        Assert.Equal([.. noise, .. noise], MemoryAudio.Load(_program.File("heard.wav")).Samples[..(2 * noise.Length)].ToArray());
    }

    [Theory]
    [InlineData("play", "'play'")]
    [InlineData("play missing.wav", "missing.wav")]
    [InlineData("play .", "nothing in it to play")]
    [InlineData("play missing.wav --from 1:75", "--from is '1:75'")]
    [InlineData("play missing.wav --gain 99", "--gain is 99, but must be -60 to 24")]
    [InlineData("play missing.wav --limit 3", "--limit is 3, but must be -20 to 0")]
    [InlineData("play missing.wav --buffer 0", "--buffer is 0, but must be 0.25 to 60")]
    [InlineData("play missing.wav --preset no-such", "'no-such'")]
    public void Wrong_input_gives_one_line_that_names_it_and_exit_code_2(string arguments, string named)
    {
        Outcome outcome = _program.Run(arguments.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_played_is_not_recorded_over()
    {
        float[] noise = Write("noise.wav", Rate, 2, 0.2);
        File.CreateSymbolicLink(_program.File("link.wav"), _program.File("noise.wav"));

        Outcome outcome = _program.Run("play", "noise.wav", "--device", "virtual", "--record", "link.wav");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(noise, MemoryAudio.Load(_program.File("noise.wav")).Samples.ToArray());
    }

    [Fact]
    public void An_unknown_device_gives_exit_code_3()
    {
        Write("noise.wav", Rate, 2, 0.2);
        Assert.Equal(3, _program.Run("play", "noise.wav", "--device", "no such device").ExitCode);
    }

    [Fact]
    public void Keys_on_a_terminal_stand_for_words()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script, which makes a terminal, is not installed");
        Write("noise.wav", Rate, 2, 0.5);

        ProcessStartInfo start = _program.Describe("play", "noise.wav", "--loop", "--device", "virtual", "--effect", "gain");
        string command = string.Join(' ', start.ArgumentList.Select(word => $"'{word}'"));
        (start.FileName, start.RedirectStandardError) = ("/usr/bin/script", false);
        start.ArgumentList.Clear();
        foreach (string word in (string[])["-qec", "dotnet " + command, "/dev/null"])
            start.ArgumentList.Add(word);
        using Process script = Process.Start(start)!;
        // Down, down, a word behind ':', quit.
        script.StandardInput.Write("\u001b[B\u001b[B:slots\nq");
        script.StandardInput.Flush();
        string seen = script.StandardOutput.ReadToEnd();
        script.WaitForExit();

        Assert.True(script.ExitCode == 0, seen);
        Assert.Contains("volume -2 dB", seen, StringComparison.Ordinal);
        Assert.Contains("1 gain", seen, StringComparison.Ordinal);
    }

    private float[] Write(string name, int rate, int channels, double seconds)
    {
        Random random = new(3);
        float[] noise = [.. Enumerable.Range(0, (int)(rate * seconds) * channels).Select(_ => random.NextSingle() - 0.5f)];
        Write(name, noise, rate, channels);
        return noise;
    }

    private void Write(string name, float[] samples, int rate, int channels)
    {
        using AudioFileWriter writer = new(_program.File(name), rate, channels, AudioEncodings.Choose(name));
        writer.Write(samples);
        writer.Commit();
    }
}
