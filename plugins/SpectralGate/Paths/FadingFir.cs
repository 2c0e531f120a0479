using System.Numerics;

namespace PluginHost.Plugins.Paths;

/// <summary>A filter in direct form that fades from one set of taps to the next over each hop; no latency.</summary>
internal sealed class FadingFir
{
    private const int MostTried = 32;
    private readonly int _taps;
    private readonly int _hop;
    private readonly float[] _history;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="taps">A multiple of 16.</param>
    /// <param name="hop">Frames of a fade.</param>
    public FadingFir(int taps, int hop)
    {
        _taps = taps;
        _hop = hop;
        // Three more, as frames are taken four at a time.
        _history = new float[taps - 1 + hop + 3];
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => Array.Clear(_history);

    /// <summary>Filters a part of a hop in place. [audio-thread]</summary>
    /// <param name="samples">The part.</param>
    /// <param name="start">Where in the hop it begins.</param>
    /// <param name="from">Taps at the start of the hop, the latest last.</param>
    /// <param name="to">Taps at its end.</param>
    public void Process(Span<float> samples, int start, ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        samples.CopyTo(_history.AsSpan(_taps - 1 + start));
        float step = 1f / _hop;
        int done = 0;
        for (; done <= samples.Length - 4; done += 4)
            Four(samples[done..], start + done, step, from, to);
        Span<float> rest = stackalloc float[4];
        if (done < samples.Length)
        {
            // Beyond the part lies what comes later, or came a hop ago; what that gives is dropped.
            Four(rest, start + done, step, from, to);
            rest[..(samples.Length - done)].CopyTo(samples[done..]);
        }
    }

    /// <summary>Four frames at once, so that taps are loaded once for all.</summary>
    private void Four(Span<float> samples, int at, float step, ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        ReadOnlySpan<float> past = _history.AsSpan(at, _taps + 3);
        from = from[.._taps];
        to = to[.._taps];
        Vector<float> a0 = Vector<float>.Zero, a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (int i = 0; i < _taps; i += Vector<float>.Count)
        {
            Vector<float> a = new(from[i..]), b = new(to[i..]);
            Vector<float> x0 = new(past[i..]), x1 = new(past[(i + 1)..]), x2 = new(past[(i + 2)..]), x3 = new(past[(i + 3)..]);
            a0 = Vector.FusedMultiplyAdd(x0, a, a0);
            a1 = Vector.FusedMultiplyAdd(x1, a, a1);
            a2 = Vector.FusedMultiplyAdd(x2, a, a2);
            a3 = Vector.FusedMultiplyAdd(x3, a, a3);
            b0 = Vector.FusedMultiplyAdd(x0, b, b0);
            b1 = Vector.FusedMultiplyAdd(x1, b, b1);
            b2 = Vector.FusedMultiplyAdd(x2, b, b2);
            b3 = Vector.FusedMultiplyAdd(x3, b, b3);
        }
        samples[0] = Fade(a0, b0, (at + 0.5f) * step);
        samples[1] = Fade(a1, b1, (at + 1.5f) * step);
        samples[2] = Fade(a2, b2, (at + 2.5f) * step);
        samples[3] = Fade(a3, b3, (at + 3.5f) * step);

        static float Fade(Vector<float> a, Vector<float> b, float share)
        {
            float old = Vector.Sum(a);
            return old + (share * (Vector.Sum(b) - old));
        }
    }

    /// <summary>Tries taps on the last frames of a hop that was filtered. [audio-thread]</summary>
    /// <param name="taps">The latest last.</param>
    /// <returns>Energy that goes in, and that would come out.</returns>
    public (float In, float Out) Try(ReadOnlySpan<float> taps)
    {
        int frames = Math.Min(MostTried, _hop) & ~3;
        Span<float> heard = stackalloc float[MostTried];
        float before = 0, after = 0;
        for (int n = 0; n < frames; n += 4)
            Four(heard[n..], _hop - frames + n, 0, taps, taps);
        for (int n = 0; n < frames; n++)
        {
            float sample = _history[_taps - 1 + _hop - frames + n];
            before += sample * sample;
            after += heard[n] * heard[n];
        }
        return (before, after);
    }

    /// <summary>Ends the hop. [audio-thread]</summary>
    public void EndHop() => Array.Copy(_history, _hop, _history, 0, _taps - 1);
}
