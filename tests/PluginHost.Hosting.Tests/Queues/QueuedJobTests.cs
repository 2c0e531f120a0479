using System.Text;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Queues;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Tests.Queues;

/// <summary>Whatever bytes a broker hands out, they are a job or refused with one line; nothing else is thrown.</summary>
public class QueuedJobTests
{
    private static readonly RenderRecipe Recipe = new(
        PresetReader.Parse("""{"version":1,"name":"Ä","chain":[{"effect":"gain","mix":0.5,"parameters":{"gain":-6,"on":true},"state":"BwE="}]}"""u8.ToArray(), "test"),
        [ParameterOverride.Parse("1.gain=-3"), ParameterOverride.Parse("gain.bypass=true")],
        new RenderOptions { Encoding = AudioEncoding.FlacPcm24, KeepTail = false, TempoBpm = 93.5, SampleRate = 48_000, LoudnessLufs = -16 });

    private static readonly byte[] Seed = new QueuedJob("abcdefghjkmn", 7, new RenderJob("in/ä b.wav", "out/x.flac"), Recipe).ToBytes();

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "1e999", "\"NaN\"", "../", "/", "\"input\"", "\"run\"", "\"recipe\"", "\0",
        "\\u0000", "2147483648", "99999999", "wavPcm16", "[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    [Fact]
    public void A_job_comes_back_as_it_was_sent()
    {
        QueuedJob job = QueuedJob.Read(Seed);

        Assert.Equal(("abcdefghjkmn", 7, new RenderJob("in/ä b.wav", "out/x.flac")), (job.Run, job.Number, job.Job));
        Assert.Equal(Recipe.Options, job.Recipe.Options);
        Assert.Equal(Recipe.Fingerprint(_ => null), job.Recipe.Fingerprint(_ => null));
        Assert.Equal(Seed, job.ToBytes());
    }

    [Theory]
    [InlineData("in/ä b.wav", "../b.wav", "'input' leaves")]
    [InlineData("in/ä b.wav", "/etc/b.wav", "'input' leaves")]
    [InlineData("in/ä b.wav", "in/../../b.wav", "'input' leaves")]
    [InlineData("in/ä b.wav", "", "'input' has 0 characters")]
    [InlineData("in/ä b.wav", "a\\u0000.wav", "'input' contains a character 0")]
    [InlineData("out/x.flac", "out/..\\\\x.flac", "'output' leaves")]
    [InlineData("out/x.flac", "out/x.wav", "'output' has the ending '.wav'")]
    [InlineData("out/x.flac", ".bashrc", "'output' has the ending '.bashrc'")]
    [InlineData("abcdefghjkmn", "#", "'run' is no id")]
    [InlineData("\"number\":7", "\"number\":-1", "'number' is -1")]
    [InlineData("\"version\":1,\"run\"", "\"version\":2,\"run\"", "version 2")]
    [InlineData("\"loudnessLufs\":-16", "\"loudnessLufs\":1", "LoudnessLufs is 1")]
    [InlineData("\"tempoBpm\":93.5", "\"tempoBpm\":\"NaN\"", "TempoBpm is NaN")]
    [InlineData("1.gain=-3", "gain", "slot.parameter=value")]
    [InlineData("\"mix\":0.5", "\"mix\":5", "mix")]
    [InlineData("\"number\":7", "\"number\":7,\"number\":7", "cannot be read")]
    [InlineData("\"number\":7", "\"number\":7,\"password\":\"x\"", "cannot be read")]
    [InlineData("flacPcm24", "3", "cannot be read")]
    public void What_is_wrong_is_named(string old, string now, string named)
    {
        string text = Encoding.UTF8.GetString(Seed);
        Assert.Contains(old, text, StringComparison.Ordinal);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => QueuedJob.Read(Encoding.UTF8.GetBytes(text.Replace(old, now, StringComparison.Ordinal))));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Mutated_jobs_are_read_or_refused_and_none_leaves_the_folder()
    {
        Random random = new(20261126);
        int read = 0;
        for (int round = 0; round < 15_000; round++)
        {
            if (TryRead(Mutate(random)) is not { } job)
                continue;
            read++;
            WorkFolder folder = new(Path.GetTempPath(), IsClosed: true);
            Assert.True(folder.Holds(job.Job), job.Job.ToString());
            Assert.True(RunId.IsValid(job.Run));
            job.Recipe.Options.Validate();
        }
        // Otherwise the mutations are so wild that nothing behind the JSON parser was reached.
        Assert.InRange(read, 400, 14_600);
    }

    [Fact]
    public void Random_bytes_and_too_many_are_refused()
    {
        Random random = new(7);
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.Null(TryRead(bytes));
        }
        byte[] large = [.. Seed, .. Enumerable.Repeat((byte)' ', QueuedJob.MaxBytes)];
        Assert.Contains("at most 262144", Assert.Throws<InvalidDataException>(() => QueuedJob.Read(large)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_that_is_too_large_is_not_sent()
    {
        Preset preset = new("large", [new PresetSlot("gain") { State = new byte[QueuedJob.MaxBytes] }]);

        Assert.Throws<InvalidDataException>(() => new QueuedJob("abcdefghjkmn", 0, new RenderJob("a", "b"), new RenderRecipe(preset, [], new())).ToBytes());
    }

    [Fact]
    public void Results_and_progress_are_read_or_refused()
    {
        Random random = new(3);
        byte[] result = new QueuedResult(1, "worker", JobState.Done, "", 1, 1, new RenderReport("a", "b", 48_000, 2, 1, 1, 0, 1, -6, 0, 0, 0, [])).ToBytes();
        Assert.Equal(result, QueuedResult.Read(result).ToBytes());
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = Mutate(random, result);
            Try(() => QueuedResult.Read(bytes));
            Try(() => QueuedResults.Read(bytes));
            Try(() => QueuedProgress.Read(bytes));
            Try(() => new RunState("abcdefghjkmn").TakePlan(bytes));
        }

        static void Try(Action read)
        {
            try
            {
                read();
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    private static QueuedJob? TryRead(byte[] bytes)
    {
        try
        {
            return QueuedJob.Read(bytes);
        }
        catch (InvalidDataException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            return null;
        }
    }

    private static byte[] Mutate(Random random) => Mutate(random, Seed);

    private static byte[] Mutate(Random random, byte[] seed)
    {
        List<byte> bytes = [.. seed];
        for (int change = random.Next(3); change >= 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                default:
                    bytes[at] = (byte)(bytes[at] ^ (1 << random.Next(8)));
                    break;
            }
        }
        return [.. bytes];
    }
}
