namespace PluginHost.Dsp.Fourier;

/// <summary>What a transform writes to on its way: one for each user of a <see cref="RealFft"/> at a time.</summary>
public sealed class FftScratch
{
    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="fft">The transform that will use it, or another one of the same length.</param>
    /// <exception cref="ArgumentNullException">There is no transform.</exception>
    public FftScratch(RealFft fft)
    {
        ArgumentNullException.ThrowIfNull(fft);
        Length = fft.Length;
        // Rows, one row more, and rows again for passes to and fro.
        Floats = new PinnedFloats((2 * Length) + 16);
    }

    /// <summary>Gets the length of the transforms that can use it. [any-thread]</summary>
    public int Length { get; }

    internal PinnedFloats Floats { get; }
}
