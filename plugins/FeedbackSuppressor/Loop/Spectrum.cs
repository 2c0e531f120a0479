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

    public void Clear()
    {
        Array.Clear(Re);
        Array.Clear(Im);
    }
}
