using PluginHost.Dsp.Arithmetic;
using PluginHost.Plugins.Gain;

namespace PluginHost.Plugins.Noise;

/// <summary>Averages spectra of noise alone, so that a click among them counts little: each counts for at most six
/// times the mean that the logarithms so far suggest.</summary>
internal sealed class NoiseLearner
{
    private const int FewestSpectra = 4;
    private const float MostTimesMean = 6;

    // The mean of an exponential distribution over exp(mean of its logarithm): e^0.5772.
    private const float MeanOverGeometric = 1.781f;
    private readonly int _bins;
    private readonly float[] _logs;
    private readonly float[] _sums;
    private readonly float[] _smooth;
    private readonly double[] _running;
    private readonly BinSpans _spans;
    private int _count;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public NoiseLearner(int bins, double binHz)
    {
        _bins = bins;
        (_logs, _sums, _smooth) = (new float[bins], new float[bins], new float[bins]);
        _running = new double[bins + 1];
        _spans = new BinSpans(bins, binHz, 0.125f);
    }

    /// <summary>Gets whether there is enough to go by. [audio-thread]</summary>
    public bool IsReady => _count >= FewestSpectra;

    /// <summary>Starts anew. [audio-thread]</summary>
    public void Reset()
    {
        _count = 0;
        Array.Clear(_logs);
        Array.Clear(_sums);
    }

    /// <summary>Takes a spectrum. [audio-thread]</summary>
    /// <param name="power">Of each bin, above 0.</param>
    public void Add(ReadOnlySpan<float> power)
    {
        _count++;
        for (int i = 0; i < _bins; i++)
        {
            _logs[i] += FastMath.Log(power[i]);
            float most = _count <= FewestSpectra
                ? float.MaxValue
                : MostTimesMean * MeanOverGeometric * FastMath.Exp(_logs[i] / _count);
            _sums[i] += MathF.Min(power[i], most);
        }
    }

    /// <summary>Gives the mean, smoothed a little over frequency but for lines that stand out. [audio-thread]</summary>
    /// <param name="noise">Power of each bin.</param>
    public void Read(Span<float> noise)
    {
        for (int i = 0; i < _bins; i++)
            noise[i] = Math.Max(_sums[i] / _count, NoiseProfile.LeastPower);
        BinSpans.Sums(noise[.._bins], _running);
        _spans.Mean(_running, _smooth);
        for (int i = 0; i < _bins; i++)
            noise[i] = noise[i] > 4 * _smooth[i] ? noise[i] : 0.5f * (noise[i] + _smooth[i]);
    }
}
