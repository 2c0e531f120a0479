using System.Numerics;
using System.Runtime.InteropServices;
using PluginHost.Dsp.Delays;
using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins;

/// <summary>The echoes of one channel: a delay line, and tone filters for what goes back into it.</summary>
/// <remarks>The filters turn what is below 1e-20 into 0, so nothing denormal goes round.</remarks>
/// <param name="maxDelay">Longest delay in frames.</param>
internal sealed class Echo(int maxDelay)
{
    private readonly DelayLine _line = new(maxDelay);
    private readonly float[] _input = new float[EchoControls.MaxFrames];
    private readonly float[] _heard = new float[EchoControls.MaxFrames];
    private readonly float[] _returned = new float[EchoControls.MaxFrames];
    private readonly float[] _scratch = new float[EchoControls.MaxFrames];
    private OnePole _lowCut;
    private OnePole _highCut;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        _line.Reset();
        _lowCut = default;
        _highCut = default;
    }

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
    public void Feed(EchoControls controls)
    {
        ReadOnlySpan<float> lowPole = controls.LowPole, highPole = controls.HighPole;
        (OnePole lowCut, OnePole highCut) = (_lowCut, _highCut);
        for (int i = 0; i < lowPole.Length; i++)
            _returned[i] = lowCut.HighPass(highCut.LowPass(_heard[i], highPole[i]), lowPole[i]);
        (_lowCut, _highCut) = (lowCut, highCut);
        ReadOnlySpan<Vector<float>> feedback = controls.Feedback, input = Wide(_input), returned = Wide(_returned);
        Span<Vector<float>> fed = Wide(_scratch);
        for (int i = 0; i < feedback.Length; i++)
            fed[i] = input[i] + (feedback[i] * returned[i]);
        _line.Write(_scratch.AsSpan(0, lowPole.Length));
    }

    /// <summary>Writes input and feedback of two channels that may change sides. [audio-thread]</summary>
    public static void FeedPair(Echo left, Echo right, EchoControls controls)
    {
        FilterPair(left, right, controls);
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

    // Side by side, because a filter waits for its last sample most of the time.
    private static void FilterPair(Echo left, Echo right, EchoControls controls)
    {
        ReadOnlySpan<float> lowPole = controls.LowPole, highPole = controls.HighPole[..lowPole.Length];
        ReadOnlySpan<float> leftHeard = left._heard.AsSpan(0, lowPole.Length), rightHeard = right._heard.AsSpan(0, lowPole.Length);
        Span<float> leftReturned = left._returned.AsSpan(0, lowPole.Length), rightReturned = right._returned.AsSpan(0, lowPole.Length);
        (OnePole leftLow, OnePole leftHigh) = (left._lowCut, left._highCut);
        (OnePole rightLow, OnePole rightHigh) = (right._lowCut, right._highCut);
        for (int i = 0; i < lowPole.Length; i++)
        {
            leftReturned[i] = leftLow.HighPass(leftHigh.LowPass(leftHeard[i], highPole[i]), lowPole[i]);
            rightReturned[i] = rightLow.HighPass(rightHigh.LowPass(rightHeard[i], highPole[i]), lowPole[i]);
        }
        (left._lowCut, left._highCut) = (leftLow, leftHigh);
        (right._lowCut, right._highCut) = (rightLow, rightHigh);
    }

    // Whole vectors: what lies behind the end of a piece is computed along and never read.
    private static Span<Vector<float>> Wide(float[] samples) => MemoryMarshal.Cast<float, Vector<float>>(samples.AsSpan());
}
