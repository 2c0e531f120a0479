using System.Text.Json;
using PluginHost.App.Commands;
using PluginHost.Engine;
using PluginHost.Hosting.Audio;

namespace PluginHost.App.Live;

/// <summary>
/// Records what is heard, and what came in, to files of their own. A disk that is full or too slow is told at once, and the music goes
/// on.
/// </summary>
internal sealed class Takes : IDisposable
{
    private readonly Take[] _takes;
    private readonly Action<string> _tell;

    private Takes(Take[] takes, Action<string> tell) => (_takes, _tell) = (takes, tell);

    /// <summary>Where the dry take of a recording goes when nobody says: <c>take.wav</c> has <c>take-dry.wav</c> beside it.</summary>
    public static string DryBeside(string file) =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file) + "-dry" + Path.GetExtension(file));

    public static Takes Start(AudioEngine engine, string? wet, string? dry, Action<string> tell)
    {
        if (wet is not null && dry is not null && RealPath.Of(wet) == RealPath.Of(dry))
            throw new CommandError($"--record and --record-dry are both '{wet}'");
        List<Take> takes = [];
        try
        {
            if (wet is not null)
                takes.Add(new Take(Open(engine, wet)));
            if (dry is not null)
                takes.Add(new Take(Open(engine, dry)));
        }
        catch
        {
            takes.ForEach(take => take.Writer.Dispose());
            throw;
        }
        engine.Tap = wet is null ? null : takes[0].Writer.Ring;
        engine.InputTap = dry is null ? null : takes[^1].Writer.Ring;
        return new Takes([.. takes], tell);
    }

    /// <summary>Tells what went wrong since the last look. Makes no garbage unless something did.</summary>
    public void Tick()
    {
        foreach (Take take in _takes)
        {
            if (take.Writer.Error is { } error && !take.IsFailureTold)
            {
                take.IsFailureTold = true;
                _tell($"recording stopped, the sound goes on: {error.Message}");
            }
            long dropped = take.Writer.DroppedFrames;
            // What is dropped behind a failure is no news; nor is each block of a disk that stays too slow.
            if (dropped < 2 * take.Told + 1 || take.Writer.Error is not null)
                continue;
            _tell($"{take.Writer.File}: {dropped} frames lost so far, the disk is too slow");
            take.Told = dropped;
        }
    }

    /// <summary>Writes what is left. The engine must have stopped.</summary>
    /// <returns>Whether every frame is in its file.</returns>
    public bool Finish()
    {
        bool areWhole = true;
        foreach (Take take in _takes)
        {
            take.Writer.Dispose();
            Tick();
            bool isWhole = take.Writer.Error is null && take.Writer.DroppedFrames == 0;
            areWhole &= isWhole;
            string lost = take.Writer.DroppedFrames > 0 ? $", {take.Writer.DroppedFrames} frames lost: the disk was too slow" : "";
            _tell(take.Writer.Error is null ? $"wrote {take.Writer.File}{lost}"
                : $"{take.Writer.File} holds the first {take.Writer.Frames} frames, {take.Writer.DroppedFrames} were lost");
        }
        return areWhole;
    }

    /// <summary>Adds what was recorded to the statistics. The keys are a contract with scripts.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("recordings");
        foreach (Take take in _takes)
        {
            json.WriteStartObject();
            json.WriteString("file", take.Writer.File);
            json.WriteNumber("frames", take.Writer.Frames);
            json.WriteNumber("droppedFrames", take.Writer.DroppedFrames);
            json.WriteString("error", take.Writer.Error?.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public void Dispose()
    {
        foreach (Take take in _takes)
            take.Writer.Dispose();
    }

    private static TakeWriter Open(AudioEngine engine, string file) =>
        new(file, engine.Format.SampleRate, engine.Format.Channels, AudioEncodings.Choose(file), overwrite: true);

    private sealed class Take(TakeWriter writer)
    {
        public TakeWriter Writer { get; } = writer;

        public bool IsFailureTold { get; set; }

        public long Told { get; set; }
    }
}
