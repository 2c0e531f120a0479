using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;

namespace PluginHost.Engine.Tests;

/// <summary>A mono chain that is fed block by block, with everything that came out of it kept.</summary>
internal sealed class ChainRig : IDisposable
{
    public const int BlockFrames = 64;

    public static readonly EngineOptions Options = new(new AudioFormat(48_000, 1, BlockFrames));

    public static readonly int FadeFrames = Options.Format.FramesFromMs(Options.FadeMs);

    private readonly List<float> _output = [];
    private long _position;

    public ChainRig(params AudioEffect[] effects)
        : this(Options, effects)
    {
    }

    public ChainRig(EngineOptions options, params AudioEffect[] effects) =>
        Chain = new Chain(options, effects.Select((effect, i) => new Slot($"slot-{i + 1}", effect)));

    public Chain Chain { get; }

    public Slot Slot => Chain.Slots[0];

    public SpscRing<SlotFault> Faults { get; } = new(64);

    public BlockObserver? Observer { get; set; }

    public IReadOnlyList<float> Output => _output;

    /// <summary>Feeds the next <paramref name="frames"/> of a signal that is known at every frame.</summary>
    public float[] Feed(Func<int, float> signal, int frames, int block = BlockFrames)
    {
        int start = _output.Count;
        float[] row = new float[Options.Format.MaxFrames];
        while (_output.Count < start + frames)
        {
            int piece = Math.Min(block, start + frames - _output.Count);
            for (int i = 0; i < piece; i++)
                row[i] = signal(_output.Count + i);
            Observer?.Begin(piece, StreamFlags.None);
            Chain.Process(new AudioBuffer(row, 1, piece, row.Length), new Transport(120, 0, _position), [], Observer, Faults);
            Observer?.End();
            _output.AddRange(row.AsSpan(0, piece));
            _position += piece;
        }
        return [.. _output[start..]];
    }

    public IReadOnlyList<SlotFault> TakeFaults()
    {
        List<SlotFault> faults = [];
        while (Faults.TryRead(out SlotFault fault))
            faults.Add(fault);
        return faults;
    }

    public void Dispose() => Chain.Dispose();
}
