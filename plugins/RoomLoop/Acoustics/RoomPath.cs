using System.Numerics;
using PluginHost.Dsp.Convolution;
using PluginHost.Dsp.Delays;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Levels;

namespace PluginHost.Plugins.Acoustics;

/// <summary>The way from a loudspeaker through a room to a microphone: a delay, then the response without the silence
/// before the first sound.</summary>
internal sealed class RoomPath
{
    private const double LowHz = 90;
    private const double HighHz = 9_000;
    private const int Partition = 4096;
    private const float Audible = 1e-4f;
    private readonly PartitionedConvolver _convolver;
    private readonly LoopLimit _limit;
    private readonly int _rest;
    private int _quiet;

    /// <summary>Computes the path; allocates. [control-thread]</summary>
    /// <param name="plan">The room.</param>
    /// <param name="microphone">A place within it.</param>
    /// <param name="sampleRate">In Hz.</param>
    public RoomPath(RoomPlan plan, Vector3 microphone, int sampleRate)
    {
        float[] response = ImageSource.Response(plan, microphone, sampleRate);
        float audible = Audible * response.Max(MathF.Abs);
        LeadFrames = Array.FindIndex(response, sample => MathF.Abs(sample) > audible);
        Response = response[LeadFrames..];
        Loudspeaker(Response, sampleRate);
        _limit = new LoopLimit(Response, sampleRate);
        _convolver = new PartitionedConvolver(Response, Partition);
        // When nothing went in for so long, exactly nothing comes out.
        _rest = Response.Length + (2 * Partition);
        Reset();
    }

    /// <summary>Gets the silence before the first sound arrives, in frames. [any-thread]</summary>
    public int LeadFrames { get; }

    /// <summary>Gets the response behind it, through the loudspeaker's band. [any-thread]</summary>
    public float[] Response { get; }

    /// <summary>Gets the delay in front of the response, in frames. [audio-thread]</summary>
    public int DelayFrames { get; private set; }

    /// <summary>Gets the gain at which the loop would begin to howl. [audio-thread]</summary>
    public float Limit { get; private set; }

    /// <summary>Sets the delay in front of the response, <see cref="LeadFrames"/> included. Does not allocate.
    /// [audio-thread]</summary>
    public void DelayBy(int frames)
    {
        DelayFrames = frames;
        Limit = (float)_limit.At(frames);
    }

    /// <summary>Forgets what sounds in the room. [audio-thread]</summary>
    public void Reset()
    {
        _convolver.Reset();
        _quiet = _rest;
    }

    /// <summary>Gives what arrives at the microphone, at a gain of 1. Does not allocate. [audio-thread]</summary>
    /// <param name="line">What the loudspeaker played until the start of the block.</param>
    /// <param name="frame">The first of these frames, counted from there; all of them are within the delay.</param>
    /// <param name="feeds">Gains on what goes into the room, one a frame; none for 1.</param>
    /// <param name="samples">Filled whole.</param>
    public void Hear(DelayLine line, int frame, ReadOnlySpan<float> feeds, Span<float> samples)
    {
        line.Read(samples, DelayFrames - frame);
        if (!feeds.IsEmpty)
            Level.Multiply(samples, feeds);
        int silent = samples.IndexOfAnyExcept(0);
        Span<float> rest = silent < 0 ? [] : samples[silent..];
        samples = samples[..(samples.Length - rest.Length)];
        if (_quiet < _rest)
            _convolver.Process(samples);
        _quiet = Math.Min(_rest, _quiet + samples.Length);
        if (rest.IsEmpty)
            return;
        // It starts afresh at the very frame, so that how blocks were cut while it rested changes no rounding.
        if (_quiet == _rest)
            _convolver.Reset();
        _quiet = rest.Length - 1 - rest.LastIndexOfAnyExcept(0);
        _convolver.Process(rest);
    }

    /// <summary>What a loudspeaker of that size radiates, and what takes away the image method's bass.</summary>
    private static void Loudspeaker(float[] response, int sampleRate)
    {
        Biquad filter = new(1);
        filter.Set(BiquadDesign.HighPass(LowHz / sampleRate, BiquadDesign.ButterworthQ));
        filter.Process(0, response, 0);
        filter.Reset();
        filter.Set(BiquadDesign.LowPass(Math.Min(HighHz / sampleRate, 0.4), BiquadDesign.ButterworthQ));
        filter.Process(0, response, 0);
    }
}
