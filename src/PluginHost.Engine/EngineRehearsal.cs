using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>
/// Takes a throw-away engine through all that may happen on the audio thread, so that none of it is compiled there: a method met for
/// the first time costs up to a millisecond, the first exception of a process several.
/// </summary>
internal static class EngineRehearsal
{
    private const int Frames = 32;
    private const int Blocks = 8;

    /// <summary>Rehearses with every guard. [control-thread]</summary>
    /// <param name="thread">Asked for its times as on the audio thread.</param>
    public static void Run(IAudioThread thread)
    {
        foreach (OutputGuardMode mode in Enum.GetValues<OutputGuardMode>())
            Run(new EngineOptions(new AudioFormat(48_000, 2, Frames)) { Guard = mode, FadeMs = 1 }, thread);
    }

    private static void Run(EngineOptions options, IAudioThread thread)
    {
        Understudy effect = new();
        Slot slot = new("rehearsal", effect);
        using AudioEngine engine = new(options, new Chain(options, slot), thread, isRehearsed: true);
        foreach (int channels in (ReadOnlySpan<int>)[2, 1, 4])
            Play(engine, channels, 0.5f);

        slot.Mix = 0.5f;
        effect.Latency = Understudy.MaxLatency;
        Play(engine);
        slot.IsBypassed = true;
        Play(engine);
        slot.IsBypassed = false;
        Play(engine);
        effect.IsSick = true;
        Play(engine);
        effect.IsSick = false;
        slot.Rearm();
        Play(engine);

        (engine.Source, engine.OutputStage) = (new UnderstudyStage(), new UnderstudyStage());
        engine.Tap = engine.InputTap = new SpscRing<float>(Frames * 2);
        Play(engine);
        (engine.Source, engine.OutputStage, engine.Tap, engine.InputTap) = (null, null, null, null);
        engine.NoteTap = new SpscRing<PlayedNote>(1);
        for (int i = 0; i < 3; i++)
            engine.Notes.TryWrite(new NoteEvent(0, NoteKind.On, 0, 60, 1));
        Play(engine);
        engine.NoteTap = null;

        engine.TempoBpm = Transport.MinTempoBpm;
        engine.Notes.TryWrite(new NoteEvent(0, NoteKind.On, 0, 60, 1));
        engine.Submit(new Chain(options));
        Play(engine);
        Play(engine, 2, 2);
        Play(engine, 2, float.NaN);
    }

    private static void Play(AudioEngine engine, int channels = 2, float level = 0)
    {
        float[] device = new float[Frames * channels];
        for (int block = 0; block < Blocks; block++)
        {
            device.AsSpan().Fill(level);
            engine.Process(device, channels, device, channels, Frames, StreamFlags.RingEmpty);
        }
    }

    private sealed class UnderstudyStage : IAudioStage
    {
        public void Process(AudioBuffer audio) => audio.Clear();
    }

    private sealed class Understudy : AudioEffect
    {
        public const int MaxLatency = 8;

        public int Latency { get; set; }

        public bool IsSick { get; set; }

        public override int LatencyFrames => Latency;

        public override int MaxLatencyFrames => MaxLatency;

        public override void Process(in ProcessContext context)
        {
            context.Emit(default);
            if (IsSick)
                throw new InvalidOperationException("rehearsal");
        }
    }
}
