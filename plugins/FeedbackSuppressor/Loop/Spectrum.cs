namespace PluginHost.Plugins.Loop;

/// <summary>The bins of a transform, padded with zeros to whole registers.</summary>
internal readonly struct Spectrum
{
    private const int Padding = 16;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="bins">Bins of the transform.</param>
    public Spectrum(int bins)
    {
        int length = (bins + Padding - 1) / Padding * Padding;
        Re = new float[length];
        Im = new float[length];
    }

    public float[] Re { get; }

    public float[] Im { get; }

    /// <summary>Makes room for several. Allocates. [control-thread]</summary>
    public static Spectrum[] Many(int count, int bins)
    {
        var spectra = new Spectrum[count];
        for (int i = 0; i < count; i++)
            spectra[i] = new Spectrum(bins);
        return spectra;
    }

    /// <summary>Computes the energy of some bins, and of what is left of them once others are subtracted. [audio-thread]</summary>
    /// <param name="others">What is subtracted.</param>
    /// <param name="first">The first bin.</param>
    /// <param name="end">The bin after the last one.</param>
    public (float Energy, float Left) Leave(in Spectrum others, int first, int end)
    {
        float energy = 0, rest = 0;
        for (int k = first; k < end; k++)
        {
            float re = Re[k], im = Im[k], restRe = re - others.Re[k], restIm = im - others.Im[k];
            energy += (re * re) + (im * im);
            rest += (restRe * restRe) + (restIm * restIm);
        }
        return (energy, rest);
    }

    public void Clear()
    {
        Array.Clear(Re);
        Array.Clear(Im);
    }
}
