namespace PluginHost.Dsp.Resampling;

/// <summary>Doubles the sample rate of one channel. Results do not depend on how a stream is cut into blocks.</summary>
public sealed class HalfBandUpsampler
{
    private const int ChunkFrames = 128;

    private readonly HalfBandDesign _design;
    private readonly float[] _window;
    private readonly float[] _filtered = new float[ChunkFrames];

    /// <summary>Allocates for a filter. [control-thread]</summary>
    /// <param name="design">The filter; may be shared.</param>
    public HalfBandUpsampler(HalfBandDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        _design = design;
        _window = new float[(2 * design.Half) - 1 + ChunkFrames];
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => Array.Clear(_window);

    /// <summary>Makes two samples out of each. Does not allocate. [audio-thread]</summary>
    /// <param name="input">Any number of samples.</param>
    /// <param name="output">Twice as many, <see cref="HalfBandDesign.DelayFrames"/> of them late; must not overlap the
    /// input.</param>
    public void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        output = output[..(2 * input.Length)];
        int past = (2 * _design.Half) - 1;
        while (!input.IsEmpty)
        {
            int frames = Math.Min(input.Length, ChunkFrames);
            input[..frames].CopyTo(_window.AsSpan(past));
            SymmetricFir.Run(_window, _design.Taps, _filtered.AsSpan(0, frames));
            Interleave.Join(_filtered.AsSpan(0, frames), _window.AsSpan(_design.Half, frames), output);
            _window.AsSpan(frames, past).CopyTo(_window);
            input = input[frames..];
            output = output[(2 * frames)..];
        }
    }
}
