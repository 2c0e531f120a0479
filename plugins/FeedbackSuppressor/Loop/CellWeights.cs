using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Loop;

/// <summary>How much each moment counts at each frequency: the less, the more of it is left unexplained there.</summary>
/// <remarks>
/// What is left is taken for the player, with a variance of its own in every cell of time and frequency, so that the path
/// is learned in the gaps between tones and after their ends, where feedback stands out. The idea is that of weighted
/// prediction error (T. Nakatani et al., "Speech dereverberation based on variance-normalized delayed linear prediction",
/// IEEE Trans. ASLP 18, 2010), here with what was sent as the regressor and the path as one filter in time.
/// A share of what is heard adds to the variance: a cell that an estimate happens to explain would else count so much that the next
/// one could not leave it, and a path that had learned a long tone of the player's would hold on to it.
/// </remarks>
internal sealed class CellWeights
{
    // A cell fainter than this share of the typical one counts no more than that one.
    private const float FloorShare = 1e-3f;
    private const float LeastPower = 1e-11f;

    // Of what is heard, that counts as unexplained whatever the estimate says. From 0.3 to 2 there is little between them.
    private const float HeardShare = 0.5f;

    private readonly LoopShape _shape;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum[] _weights;
    private readonly Spectrum _cells;
    private readonly float[] _window;
    private readonly float[] _samples;
    private readonly float[] _logs;
    private readonly float[] _heard;
    private readonly float[] _residual;
    private readonly float[] _weighted;
    private double _logSum;
    private int _logCount;
    private float _floor;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    public CellWeights(LoopShape shape, RealFft fft)
    {
        _shape = shape;
        _fft = fft;
        _scratch = new FftScratch(fft);
        _weights = Spectrum.Many(shape.Frames, fft.Bins);
        _cells = new Spectrum(fft.Bins);
        _window = Windows.Hann(fft.Length);
        _samples = new float[fft.Length];
        _logs = new float[_cells.Re.Length];
        _heard = new float[shape.Window + (2 * shape.Hop)];
        _residual = new float[_heard.Length];
        _weighted = new float[_heard.Length];
    }

    /// <summary>Gets the room for a block of what is heard.</summary>
    public Span<float> Heard(int block) => Block(_heard, block);

    /// <summary>Gets the room for a block of what is left unexplained.</summary>
    public Span<float> Residual(int block) => Block(_residual, block);

    /// <summary>Gets the same block after <see cref="Weigh"/>.</summary>
    public ReadOnlySpan<float> Weighted(int block) => Block(_weighted, block);

    /// <summary>Measures a frame of the residual and of what is heard.</summary>
    public void Measure(int frame)
    {
        if (frame == 0)
        {
            _logSum = 0;
            _logCount = 0;
        }
        float[] power = _weights[frame].Re;
        Measure(_residual, frame, power);
        Measure(_heard, frame, _logs);
        Spans.MultiplyAdd(_logs, HeardShare, power);
        // Cells of silence say nothing of what is typical.
        for (int k = 0; k < _logs.Length; k++)
            _logs[k] = Math.Max(power[k], 1e-12f);
        FastMath.Log(_logs, _logs);
        for (int k = 3; k < _fft.Bins; k += 7)
        {
            if (power[k] > 1e-12f)
            {
                _logSum += _logs[k];
                _logCount++;
            }
        }
    }

    /// <summary>Turns the measured power of a frame into weights; call it for all frames, once all are measured.</summary>
    /// <param name="frame">Which one.</param>
    /// <param name="counts">Whether it is to count.</param>
    /// <param name="sent">What was sent, over the window.</param>
    /// <returns>The energy of what was sent in this frame, weighted.</returns>
    public float Weight(int frame, bool counts, ReadOnlySpan<float> sent)
    {
        if (frame == 0)
            _floor = (FloorShare * (float)Math.Exp(_logSum / Math.Max(1, _logCount))) + LeastPower;
        float[] weights = _weights[frame].Re;
        if (!counts)
        {
            Array.Clear(weights);
            return 0;
        }
        for (int k = 0; k < weights.Length; k++)
            weights[k] = _shape.Hop / (weights[k] + _floor);
        return EnergyOf(sent, frame, weights);
    }

    /// <summary>Weighs a frame of the residual and adds it to the weighted one.</summary>
    public void Weigh(int frame)
    {
        Transform(_residual, frame);
        float[] weights = _weights[frame].Re;
        Spans.Multiply(_cells.Re, weights, _cells.Re);
        Spans.Multiply(_cells.Im, weights, _cells.Im);
        _fft.Inverse(_cells.Re, _cells.Im, _samples, _scratch);
        // Half of it lies over the frame before, half where nothing is yet.
        Span<float> before = _weighted.AsSpan(frame * _shape.Hop, _shape.Hop);
        if (frame == 0)
            Spans.Multiply(_samples.AsSpan(0, _shape.Hop), _window, before);
        else
            Spans.MultiplyAdd(_samples.AsSpan(0, _shape.Hop), _window, before);
        Spans.Multiply(_samples.AsSpan(_shape.Hop), _window.AsSpan(_shape.Hop), _weighted.AsSpan((frame + 1) * _shape.Hop));
    }

    private void Measure(ReadOnlySpan<float> signal, int frame, float[] power)
    {
        Transform(signal, frame);
        Spans.Multiply(_cells.Re, _cells.Re, power);
        Spans.MultiplyAdd(_cells.Im, _cells.Im, power);
    }

    private Span<float> Block(float[] signal, int block) => signal.AsSpan(_shape.Hop + (block * _shape.Block), _shape.Block);

    private void Transform(ReadOnlySpan<float> signal, int frame)
    {
        Spans.Multiply(signal.Slice(frame * _shape.Hop, _fft.Length), _window, _samples);
        _fft.Forward(_samples, _cells.Re, _cells.Im, _scratch);
    }

    private float EnergyOf(ReadOnlySpan<float> sent, int frame, float[] weights)
    {
        int start = (frame - 1) * _shape.Hop, first = Math.Max(0, -start), last = Math.Min(_fft.Length, sent.Length - start);
        Array.Clear(_samples);
        Spans.Multiply(sent[(start + first)..(start + last)], _window.AsSpan(first), _samples.AsSpan(first));
        _fft.Forward(_samples, _cells.Re, _cells.Im, _scratch);
        Spans.Multiply(_cells.Re, _cells.Re, _logs);
        Spans.MultiplyAdd(_cells.Im, _cells.Im, _logs);
        return (float)(2 * Spans.Dot(_logs.AsSpan(0, _fft.Bins), weights.AsSpan(0, _fft.Bins)) / _fft.Length);
    }
}
