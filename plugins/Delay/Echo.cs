using PluginHost.Dsp.Delays;
using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins;

/// <summary>The echoes of one channel: a delay line, and tone filters for what goes back into it.</summary>
/// <remarks>The filters turn what is below 1e-20 into 0, so nothing denormal goes round.</remarks>
/// <param name="maxDelay">Longest delay in frames.</param>
internal sealed class Echo(int maxDelay)
{
    private readonly DelayLine _line = new(maxDelay);
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

    /// <summary>Reads the echoes of this piece and passes a copy of them through the tone filters.
    /// [audio-thread]</summary>
    public void Listen(Crossfade heads, EchoControls controls)
    {
        Span<float> heard = _heard.AsSpan(0, controls.LowPole.Length);
        _line.Read(heard, heads.Current);
        if (heads.IsFading)
        {
            Span<float> next = _scratch.AsSpan(0, heard.Length);
            _line.Read(next, heads.Next);
            for (int i = 0; i < heard.Length; i++)
                heard[i] += heads.ShareOfNext(i) * (next[i] - heard[i]);
        }
        ReadOnlySpan<float> lowPole = controls.LowPole, highPole = controls.HighPole;
        for (int i = 0; i < heard.Length; i++)
            _returned[i] = _lowCut.HighPass(_highCut.LowPass(heard[i], highPole[i]), lowPole[i]);
    }

    /// <summary>Writes input and feedback of a channel without partner. [audio-thread]</summary>
    public void Feed(ReadOnlySpan<float> input, EchoControls controls)
    {
        ReadOnlySpan<float> feedback = controls.Feedback;
        Span<float> fed = _scratch.AsSpan(0, input.Length);
        for (int i = 0; i < fed.Length; i++)
            fed[i] = input[i] + (feedback[i] * _returned[i]);
        _line.Write(fed);
    }

    /// <summary>Writes input and feedback of two channels that may change sides. [audio-thread]</summary>
    public static void FeedPair(Echo left, Echo right, ReadOnlySpan<float> leftInput, ReadOnlySpan<float> rightInput,
        EchoControls controls)
    {
        ReadOnlySpan<float> feedback = controls.Feedback, crossing = controls.Crossing;
        Span<float> leftFed = left._scratch.AsSpan(0, leftInput.Length);
        Span<float> rightFed = right._scratch.AsSpan(0, leftInput.Length);
        for (int i = 0; i < leftFed.Length; i++)
        {
            float cross = crossing[i], stay = 1 - cross;
            float l = leftInput[i], r = rightInput[i];
            float lBack = left._returned[i], rBack = right._returned[i];
            leftFed[i] = (stay * l) + (cross * 0.5f * (l + r)) + (feedback[i] * ((stay * lBack) + (cross * rBack)));
            rightFed[i] = (stay * r) + (feedback[i] * ((stay * rBack) + (cross * lBack)));
        }
        left._line.Write(leftFed);
        right._line.Write(rightFed);
    }

    /// <summary>Adds the echoes to the dry signal. [audio-thread]</summary>
    public void MixInto(Span<float> samples, EchoControls controls)
    {
        ReadOnlySpan<float> dry = controls.Dry, wet = controls.Wet;
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (dry[i] * samples[i]) + (wet[i] * _heard[i]);
    }
}
