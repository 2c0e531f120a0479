using PluginHost.Dsp.Levels;

namespace PluginHost.Hosting.Tuning.Losses;

/// <summary>
/// How far the average spectrum and the loudness of a signal are from those of a recording of something else, in dB: the
/// root of the mean square of the differences in third-octave bands, plus the square of the difference in loudness.
/// </summary>
/// <remarks>Loudness is that of ITU-R BS.1770-4 without gating, taken from the average spectrum. Bands in which the
/// reference is more than 60 dB below its strongest count for nothing.</remarks>
internal sealed class AverageSpectrumLoss : ILoss
{
    private const double DbPerNeper = 4.342944819032518; // 10 / ln 10
    private const double LowestHertz = 40;
    private const double FaintBand = 1e-6;
    private const double Nothing = 1e-20;

    private readonly SpectrumFrames _frames;
    private readonly int[] _edges;
    private readonly double[] _weighting;
    private readonly double[] _reference;
    private readonly double _referenceLoudness;
    private readonly int _counted;

    /// <summary>Measures the reference once. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">In Hz, of both.</param>
    /// <param name="reference">Channels of equal length.</param>
    /// <param name="channels">Channels of the signal.</param>
    /// <param name="samples">Samples of the signal.</param>
    public AverageSpectrumLoss(int sampleRate, float[][] reference, int channels, int samples)
    {
        int length = MultiResolutionLoss.LeastSamples(sampleRate);
        _frames = new SpectrumFrames(length, length / 2, channels, samples);
        _edges = Edges(sampleRate, length);
        _weighting = Weighting(sampleRate, length);
        SpectrumFrames other = new(length, length / 2, reference.Length, reference[0].Length);
        other.Analyze(reference);
        double[] powers = Average(other);
        _reference = [.. Enumerable.Range(0, _edges.Length - 1).Select(band => Band(powers, band))];
        double faint = _reference.Max() * FaintBand;
        _reference = [.. _reference.Select(power => power < faint ? 0 : power)];
        _counted = _reference.Count(power => power > 0);
        _referenceLoudness = Weighted(powers);
    }

    /// <inheritdoc/>
    public double Measure(float[][] signal, float[][]? gradient)
    {
        _frames.Analyze(signal);
        double[] powers = Average(_frames);
        double loudness = Weighted(powers);
        double louder = DbPerNeper * Math.Log((loudness + Nothing) / _referenceLoudness);
        double[] differences = [.. _reference.Select((power, band) =>
            power > 0 ? DbPerNeper * Math.Log((Band(powers, band) + Nothing) / power) : 0)];
        double loss = Math.Sqrt((differences.Sum(difference => difference * difference) / _counted) + (louder * louder));
        if (gradient is not null && loss > 0)
        {
            double[] slopes = [.. _weighting.Select(weight => louder * DbPerNeper * weight / (loudness + Nothing))];
            for (int band = 0; band < differences.Length; band++)
            {
                double slope = differences[band] / _counted * DbPerNeper / (Band(powers, band) + Nothing);
                for (int bin = _edges[band]; bin < _edges[band + 1]; bin++)
                    slopes[bin] += slope;
            }
            Descend(slopes, loss, gradient);
        }
        return loss;
    }

    // The mean power of a bin has the slope 2 re / frames for each real part, likewise for the imaginary ones.
    private void Descend(double[] slopes, double loss, float[][] gradient)
    {
        foreach (float[] channel in gradient)
            Array.Clear(channel);
        for (int i = 0; i < _frames.Real.Length; i++)
        {
            float slope = (float)(2 * slopes[i % _frames.Bins] / (loss * _frames.Count));
            _frames.Real[i] *= slope;
            _frames.Imaginary[i] *= slope;
        }
        _frames.Adjoint(gradient);
    }

    private static double[] Average(SpectrumFrames frames)
    {
        double[] powers = new double[frames.Bins];
        for (int i = 0; i < frames.Real.Length; i++)
            powers[i % powers.Length] += ((double)frames.Real[i] * frames.Real[i]) + ((double)frames.Imaginary[i] * frames.Imaginary[i]);
        for (int bin = 0; bin < powers.Length; bin++)
            powers[bin] /= frames.Count;
        return powers;
    }

    private static int[] Edges(int sampleRate, int length)
    {
        SortedSet<int> edges = [];
        for (double hertz = LowestHertz; hertz < 0.45 * sampleRate; hertz *= Math.Pow(2, 1.0 / 3))
            edges.Add((int)Math.Round(hertz * length / sampleRate));
        return [.. edges];
    }

    private static double[] Weighting(int sampleRate, int length)
    {
        var (shelf, highPass) = KWeighting.Design(sampleRate);
        return [.. Enumerable.Range(0, length / 2).Select(bin =>
            Math.Pow(shelf.Response((double)bin / length).Magnitude * highPass.Response((double)bin / length).Magnitude, 2))];
    }

    private double Band(double[] powers, int band)
    {
        double sum = 0;
        for (int bin = _edges[band]; bin < _edges[band + 1]; bin++)
            sum += powers[bin];
        return sum;
    }

    private double Weighted(double[] powers)
    {
        double sum = 0;
        for (int bin = 0; bin < powers.Length; bin++)
            sum += _weighting[bin] * powers[bin];
        return sum;
    }
}
