using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Sdk;

namespace PluginHost.Engine.Tests;

/// <summary>An engine that is fed interleaved blocks by hand, as a device would.</summary>
internal sealed class EngineRig : IDisposable
{
    public static readonly EngineOptions Offline = new(new AudioFormat(48_000, 1, 64)) { IsRealTime = false, Guard = OutputGuardMode.Count };

    private readonly List<float> _output = [];

    public EngineRig(EngineOptions options, params AudioEffect[] effects) => Engine = new AudioEngine(options, ChainOf(options, effects));

    public AudioEngine Engine { get; }

    public IReadOnlyList<float> Output => _output;

    public static Chain ChainOf(EngineOptions options, params AudioEffect[] effects) =>
        new(options, effects.Select((effect, i) => new Slot($"slot-{i + 1}", effect)));

    /// <summary>Feeds the next frames of a mono signal that is known at every frame.</summary>
    public float[] Feed(Func<int, float> signal, int frames, int block = 64)
    {
        int start = _output.Count;
        while (_output.Count < start + frames)
        {
            int piece = Math.Min(block, start + frames - _output.Count);
            float[] input = [.. Enumerable.Range(_output.Count, piece).Select(signal)];
            float[] output = new float[piece];
            Engine.Process(input, 1, output, 1, piece);
            _output.AddRange(output);
        }
        return [.. _output[start..]];
    }

    /// <summary>Runs one block between devices of any channels and gives what came out.</summary>
    public float[] Block(float[] input, int inputChannels, int outputChannels, int frames, StreamFlags flags = StreamFlags.None)
    {
        float[] output = new float[frames * outputChannels];
        output.AsSpan().Fill(float.NaN);
        Engine.Process(input, inputChannels, output, outputChannels, frames, flags);
        return output;
    }

    public void Dispose() => Engine.Dispose();
}
