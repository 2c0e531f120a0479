using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Tests.RoomLoop;

/// <summary>A microphone and a loudspeaker in a chain of the engine, or one of them alone.</summary>
internal sealed class LoopRig : IDisposable
{
    private readonly int _channels;

    public LoopRig(int channels = 1, int maxFrames = 256, bool microphone = true, bool speaker = true, int rate = 48_000,
        params (string Id, string Value)[] settings)
    {
        _channels = channels;
        Options = Offline(channels, maxFrames, rate);
        foreach ((string id, string value) in settings)
            Microphone.Choose(id, value);
        Engine = new AudioEngine(Options, MakeChain(microphone, speaker));
    }

    public EngineOptions Options { get; }

    public AudioEngine Engine { get; }

    public RoomMicrophoneEffect Microphone { get; } = new();

    public RoomSpeakerEffect Speaker { get; } = new();

    /// <summary>What a render uses.</summary>
    public static EngineOptions Offline(int channels, int maxFrames, int rate = 48_000) =>
        new(new AudioFormat(rate, channels, maxFrames)) { IsRealTime = false, Guard = OutputGuardMode.Count };

    /// <summary>Runs an interleaved signal in blocks of one length, or of random ones up to it.</summary>
    public float[] Run(float[] input, int block = 256, Random? cuts = null)
    {
        float[] output = new float[input.Length];
        int frames = input.Length / _channels;
        for (int at = 0; at < frames;)
        {
            int length = Math.Min(cuts?.Next(1, block + 1) ?? block, frames - at);
            Engine.Process(input.AsSpan(at * _channels, length * _channels), _channels,
                output.AsSpan(at * _channels, length * _channels), _channels, length);
            at += length;
        }
        return output;
    }

    public float[] RunSilence(double seconds) => Run(new float[(int)(seconds * Options.Format.SampleRate) * _channels]);

    public float Meter(string id) => Microphone.Meters.Single(meter => meter.Id == id).Value;

    public void Dispose() => Engine.Dispose();

    private Chain MakeChain(bool microphone, bool speaker)
    {
        List<Slot> slots = [];
        if (microphone)
            slots.Add(new Slot("room-loop-microphone", Microphone));
        if (speaker)
            slots.Add(new Slot("room-loop-speaker", Speaker));
        return new Chain(Options, slots);
    }
}
