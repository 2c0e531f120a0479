namespace PluginHost.Dsp.Resampling;

/// <summary>Halves the sample rate of one channel. Results do not depend on how a stream is cut into blocks.</summary>
public sealed class HalfBandDownsampler
{
    private const int ChunkFrames = 128;

    private readonly HalfBandDesign _design;
    private readonly float[] _even;
    private readonly float[] _odd;

    /// <summary>Allocates for a filter. [control-thread]</summary>
    /// <param name="design">The filter; may be shared.</param>
    public HalfBandDownsampler(HalfBandDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        _design = design;
        _even = new float[(2 * design.Half) - 1 + ChunkFrames];
        _odd = new float[design.Half + ChunkFrames];
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_even);
        Array.Clear(_odd);
    }

    /// <summary>Makes one sample out of two. Does not allocate. [audio-thread]</summary>
    /// <param name="input">An even number of samples.</param>
    /// <param name="output">Half as many, late by <see cref="HalfBandDesign.DelayFrames"/> of the input; must not
    /// overlap the input.</param>
    public void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        output = output[..(input.Length / 2)];
        int past = (2 * _design.Half) - 1;
        while (!output.IsEmpty)
        {
            int frames = Math.Min(output.Length, ChunkFrames);
            Interleave.Part(input[..(2 * frames)], _even.AsSpan(past, frames), _odd.AsSpan(_design.Half, frames));
            SymmetricFir.Run(_even, _design.Taps, output[..frames]);
            for (int i = 0; i < frames; i++)
                output[i] = 0.5f * (output[i] + _odd[i]);
            _even.AsSpan(frames, past).CopyTo(_even);
            _odd.AsSpan(frames, _design.Half).CopyTo(_odd);
            input = input[(2 * frames)..];
            output = output[frames..];
        }
    }
}
