using System.Numerics;

namespace PluginHost.Plugins.Loop;

/// <summary>The last seconds of what the microphone heard and of what was sent on.</summary>
internal sealed class LoopTape
{
    private readonly float[] _heard;
    private readonly float[] _sent;
    private readonly int _mask;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="frames">The most one looks back.</param>
    public LoopTape(int frames)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)frames);
        _heard = new float[length];
        _sent = new float[length];
        _mask = length - 1;
    }

    /// <summary>Gets the frames written since the last reset.</summary>
    public long Position { get; private set; }

    public void Reset()
    {
        Array.Clear(_heard);
        Array.Clear(_sent);
        Position = 0;
    }

    public void Write(ReadOnlySpan<float> heard, ReadOnlySpan<float> sent)
    {
        // Steps divide the ring, so none is cut.
        int start = (int)(Position & _mask);
        heard.CopyTo(_heard.AsSpan(start));
        sent.CopyTo(_sent.AsSpan(start));
        Position += heard.Length;
    }

    public void ReadHeard(long start, Span<float> into) => Read(_heard, start, into);

    public void ReadSent(long start, Span<float> into) => Read(_sent, start, into);

    private void Read(float[] ring, long start, Span<float> into)
    {
        // Before the beginning there was silence, which the ring holds after a reset.
        int from = (int)(start & _mask), first = Math.Min(into.Length, ring.Length - from);
        ring.AsSpan(from, first).CopyTo(into);
        ring.AsSpan(0, into.Length - first).CopyTo(into[first..]);
    }
}
