using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>What is heard at one moment in the band of the probe, weighted: it counts the more, the fainter it is.</summary>
internal readonly struct HeardMoment
{
    // Bins on either side whose mean power is taken for that of a bin.
    private const int Reach = 3;
    private const float LeastPower = 1e-13f;

    private readonly int _bins;
    private readonly float[] _powers;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="bins">Bins of the band.</param>
    public HeardMoment(int bins)
    {
        _bins = bins;
        _powers = new float[bins];
        Bins = new Spectrum(bins);
        Weights = new float[Bins.Re.Length];
        Variances = new float[Bins.Re.Length];
    }

    /// <summary>Gets the bins; after <see cref="Weigh"/>, each divided by the power around it.</summary>
    public Spectrum Bins { get; }

    /// <summary>Gets one over that power.</summary>
    public float[] Weights { get; }

    /// <summary>Gets the energies of the weighted bins.</summary>
    public float[] Variances { get; }

    /// <summary>Weighs what is in <see cref="Bins"/>.</summary>
    /// <param name="faint">Power below which a bin counts no more.</param>
    public void Weigh(float faint)
    {
        for (int k = 0; k < _bins; k++)
            _powers[k] = (Bins.Re[k] * Bins.Re[k]) + (Bins.Im[k] * Bins.Im[k]);
        for (int k = 0; k < _bins; k++)
        {
            int first = Math.Max(0, k - Reach), last = Math.Min(_bins - 1, k + Reach);
            float sum = 0;
            for (int j = first; j <= last; j++)
                sum += _powers[j];
            float weight = 1 / (Math.Max(faint, sum / (last - first + 1)) + LeastPower);
            Weights[k] = weight;
            Variances[k] = _powers[k] * weight * weight;
            Bins.Re[k] *= weight;
            Bins.Im[k] *= weight;
        }
    }
}
