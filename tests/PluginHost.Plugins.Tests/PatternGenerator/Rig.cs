using PluginHost.Plugins.Plans;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Tests.PatternGenerator;

/// <summary>A generator on a timeline with tempos, places and stops as a test wants them.</summary>
internal sealed class Rig : IDisposable
{
    private readonly NoteBuffer _emitted = new(1024);
    private double _beat;

    public Rig(int rate = 48_000, int channels = 2, PlanService service = PlanService.AtOnce, string? models = null, params (string Id, string Value)[] settings)
    {
        Effect = new PatternGeneratorEffect(service, models);
        foreach ((string id, string value) in settings)
            Set(id, value);
        Effect.Prepare(new AudioFormat(rate, channels, 4096));
    }

    public PatternGeneratorEffect Effect { get; }

    /// <summary>Gets or sets quarter notes a minute.</summary>
    public double TempoBpm { get; set; } = 120;

    public double BeatsPerBar { get; set; } = 4;

    public bool IsPlaying { get; set; } = true;

    /// <summary>Gets frames since the start.</summary>
    public long Frame { get; private set; }

    /// <summary>Gets or sets the place at the next block.</summary>
    public double Beat
    {
        get => _beat;
        set => _beat = value;
    }

    /// <summary>Gets every note that was emitted, with its frame since the start.</summary>
    public List<(long Frame, NoteEvent Note)> Notes { get; } = [];

    public void Set(string id, string value)
    {
        Parameter parameter = Effect.Parameters.Single(known => known.Id == id);
        if (!parameter.TryParse(value, out float number))
            throw new ArgumentException($"{id} = {value}");
        parameter.Target = number;
    }

    public float Meter(string id) => Effect.Meters.Single(meter => meter.Id == id).Value;

    /// <summary>Plays a block in place.</summary>
    public void Process(AudioBuffer audio)
    {
        _emitted.Clear();
        Effect.Process(new ProcessContext(audio, new Transport(TempoBpm, _beat, Frame, BeatsPerBar, IsPlaying), default, _emitted));
        foreach (NoteEvent note in _emitted.Notes)
            Notes.Add((Frame + note.Frame, note with { Frame = 0 }));
        if (IsPlaying)
            _beat += audio.Frames * (TempoBpm / 60 / Effect.Format.SampleRate);
        Frame += audio.Frames;
    }

    /// <summary>Plays silence, or a player, and gives the first channel.</summary>
    public float[] Play(int frames, int block = 480, Func<long, float>? player = null)
    {
        int channels = Effect.Format.Channels;
        float[] heard = new float[frames], samples = new float[channels * block];
        for (int at = 0; at < frames;)
        {
            int length = Math.Min(block, frames - at);
            for (int i = 0; i < channels * block; i++)
                samples[i] = player is null ? 0 : player(Frame + (i % block));
            Process(new AudioBuffer(samples, channels, length, block));
            samples.AsSpan(0, length).CopyTo(heard.AsSpan(at));
            at += length;
        }
        return heard;
    }

    public void Dispose() => Effect.Dispose();
}
