using System.Numerics;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>How what is heard agrees with what the probe was at one lag before, summed up over the last seconds.</summary>
/// <remarks>
/// Each moment and frequency counts the more, the less is heard there; that makes it the best estimate of the path for noises of
/// different strength. If nothing comes back, what is heard has nothing to do with the probe, and the energy of the sum is exponentially
/// distributed with its variance for mean.
/// </remarks>
/// <param name="bins">Bins of the band.</param>
internal sealed class LagEvidence(int bins)
{
    private readonly Spectrum _sum = new(bins);
    private readonly float[] _variance = new Spectrum(bins).Re;
    private readonly float[] _weight = new Spectrum(bins).Re;

    /// <summary>Gets by how much the energy of the sums exceeds what chance would give, in units of that, summed over bins.</summary>
    public float Excess { get; private set; }

    /// <summary>Gets the excess that a path of gain 1 at this lag would give.</summary>
    public float ExcessAtUnity { get; private set; }

    public void Reset()
    {
        _sum.Clear();
        Array.Clear(_variance);
        Array.Clear(_weight);
        Excess = ExcessAtUnity = 0;
    }

    /// <summary>Takes a moment in.</summary>
    /// <param name="heard">What is heard.</param>
    /// <param name="probe">The probe, one lag ago.</param>
    /// <param name="keep">How much of what was before still counts.</param>
    public void Add(in HeardMoment heard, in Spectrum probe, float keep)
    {
        ReadOnlySpan<Vector<float>> hr = Spans.Vectors(heard.Bins.Re), hi = Spans.Vectors(heard.Bins.Im);
        ReadOnlySpan<Vector<float>> pr = Spans.Vectors(probe.Re), pi = Spans.Vectors(probe.Im);
        ReadOnlySpan<Vector<float>> w = Spans.Vectors(heard.Weights), v = Spans.Vectors(heard.Variances);
        Span<Vector<float>> sr = Spans.Vectors(_sum.Re.AsSpan()), si = Spans.Vectors(_sum.Im.AsSpan());
        Span<Vector<float>> variance = Spans.Vectors(_variance.AsSpan()), weight = Spans.Vectors(_weight.AsSpan());
        Vector<float> old = new(keep), older = old * old, least = new(1e-30f), shares = default, unity = default;
        for (int i = 0; i < sr.Length; i++)
        {
            Vector<float> power = (pr[i] * pr[i]) + (pi[i] * pi[i]);
            sr[i] = (old * sr[i]) + (hr[i] * pr[i]) + (hi[i] * pi[i]);
            si[i] = (old * si[i]) + (hi[i] * pr[i]) - (hr[i] * pi[i]);
            variance[i] = (older * variance[i]) + (v[i] * power);
            weight[i] = (old * weight[i]) + (w[i] * power);
            Vector<float> over = Vector<float>.One / (variance[i] + least);
            shares += ((sr[i] * sr[i]) + (si[i] * si[i])) * over;
            unity += weight[i] * weight[i] * over;
        }
        Excess = Vector.Sum(shares) - bins;
        ExcessAtUnity = Vector.Sum(unity);
    }

    /// <summary>Adds what the path is at this lag.</summary>
    /// <param name="path">All bins of a transform.</param>
    /// <param name="variance">Gets how uncertain it is; bins of the band.</param>
    /// <param name="first">The first bin of the band.</param>
    /// <param name="lag">Of how many halves of a transform.</param>
    public void AddPath(in Spectrum path, Span<float> variance, int first, int lag)
    {
        for (int k = 0; k < bins; k++)
        {
            // Half a transform is half a turn from each bin to the next.
            float over = 1 / (_weight[k] + 1e-30f), turn = ((first + k) * lag) % 2 == 0 ? over : -over;
            path.Re[first + k] += turn * _sum.Re[k];
            path.Im[first + k] += turn * _sum.Im[k];
            variance[k] += over * over * _variance[k];
        }
    }
}
