using System.Numerics;

namespace PluginHost.Plugins.Loop;

/// <summary>
/// The short prediction error filter that levels the slope of the microphone's spectrum, so that leakage of the loud bands
/// does not drown the faint ones.
/// </summary>
/// <remarks>Autocorrelation with a fading memory (T. P. Barnwell, "Recursive windowing for generating autocorrelation
/// coefficients for LPC analysis", IEEE Trans. ASSP 29, 1981), solved by Levinson and Durbin.</remarks>
internal sealed class Whitener
{
    public const int Order = 32;

    private const double MemorySeconds = 1;
    private const double NoiseFloor = 1e-7;

    private readonly double[] _lags = new double[Order + 1];
    private readonly double[] _solution = new double[Order + 1];
    private readonly double[] _reversed = new double[Order + 1];
    private readonly float[] _past;
    private readonly double _fade;
    private readonly int _step;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public Whitener(int sampleRate, int step)
    {
        _step = step;
        _fade = Math.Exp(-step / (MemorySeconds * sampleRate));
        _past = new float[Order + step];
        Reset();
    }

    /// <summary>Gets the taps as of the last <see cref="Solve"/>, the first of them 1.</summary>
    public float[] Taps { get; } = new float[Order + 1];

    public void Reset()
    {
        Array.Clear(_lags);
        Array.Clear(_past);
        Array.Clear(Taps);
        Taps[0] = 1;
    }

    /// <summary>Takes one step of the signal in.</summary>
    public void Listen(ReadOnlySpan<float> samples)
    {
        _past.AsSpan(_step).CopyTo(_past);
        samples.CopyTo(_past.AsSpan(Order));
        for (int lag = 0; lag <= Order; lag++)
            _lags[lag] = (_lags[lag] * _fade) + Spans.Dot(samples, _past.AsSpan(Order - lag, _step));
    }

    /// <summary>Computes the taps.</summary>
    public void Solve()
    {
        double error = (_lags[0] * (1 + NoiseFloor)) + 1e-12;
        Array.Clear(_solution);
        _solution[0] = 1;
        for (int order = 1; order <= Order; order++)
        {
            double sum = _lags[order];
            for (int i = 1; i < order; i++)
                sum += _solution[i] * _lags[order - i];
            double reflection = -sum / error;
            // A fading memory is not quite a window: rounding may ask for more than there is.
            if (Math.Abs(reflection) >= 1)
                break;
            for (int i = 1; i < order; i++)
                _reversed[i] = _solution[order - i];
            for (int i = 1; i < order; i++)
                _solution[i] += reflection * _reversed[i];
            _solution[order] = reflection;
            error *= 1 - (reflection * reflection);
        }
        for (int i = 0; i <= Order; i++)
            Taps[i] = (float)_solution[i];
    }

    /// <summary>Filters.</summary>
    /// <param name="samples"><see cref="Order"/> samples of the past, then those to filter.</param>
    /// <param name="taps">Taps, such as <see cref="Taps"/>.</param>
    /// <param name="whitened">Room for as many as there are without the past.</param>
    public static void Filter(ReadOnlySpan<float> samples, ReadOnlySpan<float> taps, Span<float> whitened)
    {
        int i = 0, lanes = Vector<float>.Count;
        taps = taps[..(Order + 1)];
        // Two registers at a time, for each tap has to be spread over one; the slices check that all is within.
        for (; i <= whitened.Length - (2 * lanes); i += 2 * lanes)
        {
            ReadOnlySpan<float> now = samples.Slice(i, Order + (2 * lanes));
            Vector<float> even = default, odd = default, nextEven = default, nextOdd = default;
            for (int lag = 0; lag < Order; lag += 2)
            {
                Vector<float> tap = new(taps[lag]), other = new(taps[lag + 1]);
                int at = Order - lag;
                even = Vector.MultiplyAddEstimate(tap, Spans.Load(now, at), even);
                nextEven = Vector.MultiplyAddEstimate(tap, Spans.Load(now, at + lanes), nextEven);
                odd = Vector.MultiplyAddEstimate(other, Spans.Load(now, at - 1), odd);
                nextOdd = Vector.MultiplyAddEstimate(other, Spans.Load(now, at - 1 + lanes), nextOdd);
            }
            Vector<float> last = new(taps[Order]);
            (even + odd + (last * Spans.Load(now, 0))).CopyTo(whitened[i..]);
            (nextEven + nextOdd + (last * Spans.Load(now, lanes))).CopyTo(whitened[(i + lanes)..]);
        }
        for (; i < whitened.Length; i++)
        {
            float sum = 0;
            for (int lag = 0; lag <= Order; lag++)
                sum += taps[lag] * samples[Order + i - lag];
            whitened[i] = sum;
        }
    }
}
