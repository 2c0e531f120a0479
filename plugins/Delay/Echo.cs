using System.Numerics;
using System.Runtime.InteropServices;
using PluginHost.Dsp.Delays;

namespace PluginHost.Plugins;

/// <summary>The echoes of one channel: a delay line, and what goes back into it.</summary>
/// <param name="maxDelay">Longest delay in frames.</param>
internal sealed class Echo(int maxDelay)
{
    private readonly DelayLine _line = new(maxDelay);
    private readonly float[] _input = new float[EchoControls.MaxFrames];
    private readonly float[] _heard = new float[EchoControls.MaxFrames];
    private readonly float[] _returned = new float[EchoControls.MaxFrames];
    private readonly float[] _scratch = new float[EchoControls.MaxFrames];

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => _line.Reset();

    /// <summary>Takes the dry signal of this piece and reads its echoes. [audio-thread]</summary>
    public void Listen(ReadOnlySpan<float> input, Crossfade heads)
    {
        input.CopyTo(_input);
        Span<float> heard = _heard.AsSpan(0, input.Length);
        _line.Read(heard, heads.Current);
        if (!heads.IsFading)
            return;
        Span<float> next = _scratch.AsSpan(0, heard.Length);
        _line.Read(next, heads.Next);
        for (int i = 0; i < heard.Length; i++)
            heard[i] += heads.ShareOfNext(i) * (next[i] - heard[i]);
    }

    /// <summary>Writes input and feedback of a channel without partner. [audio-thread]</summary>
    public void Feed(ReturnTone tone, EchoControls controls)
    {
        tone.Filter(_heard, _heard, _returned, _returned, controls);
        ReadOnlySpan<Vector<float>> feedback = controls.Feedback, input = Wide(_input), returned = Wide(_returned);
        Span<Vector<float>> fed = Wide(_scratch);
        for (int i = 0; i < feedback.Length; i++)
            fed[i] = input[i] + (feedback[i] * returned[i]);
        _line.Write(_scratch.AsSpan(0, controls.LowPole.Length));
    }

    /// <summary>Writes input and feedback of two channels that may change sides. [audio-thread]</summary>
    public static void FeedPair(Echo left, Echo right, ReturnTone tone, EchoControls controls)
    {
        tone.Filter(left._heard, right._heard, left._returned, right._returned, controls);
        ReadOnlySpan<Vector<float>> feedback = controls.Feedback, crossing = controls.Crossing;
        ReadOnlySpan<Vector<float>> leftInput = Wide(left._input), rightInput = Wide(right._input);
        ReadOnlySpan<Vector<float>> leftReturned = Wide(left._returned), rightReturned = Wide(right._returned);
        Span<Vector<float>> leftFed = Wide(left._scratch), rightFed = Wide(right._scratch);
        for (int i = 0; i < feedback.Length; i++)
        {
            Vector<float> cross = crossing[i], stay = Vector<float>.One - cross;
            Vector<float> l = leftInput[i], r = rightInput[i];
            Vector<float> lBack = leftReturned[i], rBack = rightReturned[i];
            leftFed[i] = (stay * l) + (cross * 0.5f * (l + r)) + (feedback[i] * ((stay * lBack) + (cross * rBack)));
            rightFed[i] = (stay * r) + (feedback[i] * ((stay * rBack) + (cross * lBack)));
        }
        left._line.Write(left._scratch.AsSpan(0, controls.LowPole.Length));
        right._line.Write(right._scratch.AsSpan(0, controls.LowPole.Length));
    }

    /// <summary>Puts the dry signal with the echoes in place of the input. [audio-thread]</summary>
    public void Mix(Span<float> samples, EchoControls controls)
    {
        ReadOnlySpan<Vector<float>> dry = controls.Dry, wet = controls.Wet, input = Wide(_input), heard = Wide(_heard);
        Span<Vector<float>> mixed = Wide(_scratch);
        for (int i = 0; i < dry.Length; i++)
            mixed[i] = (dry[i] * input[i]) + (wet[i] * heard[i]);
        _scratch.AsSpan(0, samples.Length).CopyTo(samples);
    }

    // Whole vectors: what lies behind the end of a piece is computed along and never read.
    private static Span<Vector<float>> Wide(float[] samples) => MemoryMarshal.Cast<float, Vector<float>>(samples.AsSpan());
}
