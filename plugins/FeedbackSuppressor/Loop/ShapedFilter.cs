using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>Convolves what was sent with a path of which each band has a share of its own.</summary>
/// <remarks>The shares have no phase, so that they change none: what would have to come before the path does is left out.</remarks>
internal sealed class ShapedFilter
{
    private readonly PathFilter _filter;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum _bins;
    private readonly float[] _samples;
    private readonly float[] _path;
    private readonly float[] _shaped;
    private readonly int _block;
    private int _partitions;
    private int _partition;

    /// <summary>Makes one that predicts silence. Allocates. [control-thread]</summary>
    public ShapedFilter(LoopShape shape)
    {
        _block = shape.Block;
        _filter = new PathFilter(shape.Step, shape.Taps);
        _fft = new RealFft(2 * _block);
        _scratch = new FftScratch(_fft);
        _bins = new Spectrum(_fft.Bins);
        _samples = new float[_fft.Length];
        _path = new float[shape.Taps];
        _shaped = new float[shape.Taps];
        Shares = new BandShares(shape.SampleRate, shape.Block, shape.Hop);
    }

    /// <summary>Gets how much of each band is predicted.</summary>
    public BandShares Shares { get; }

    public void Reset()
    {
        _filter.Reset();
        Shares.Reset();
        _partition = _partitions = 0;
    }

    /// <summary>Takes a whole path, to be crossfaded to in the next step. [audio-thread]</summary>
    /// <param name="path">Its taps.</param>
    /// <param name="gain">A factor on them.</param>
    public void Use(ReadOnlySpan<float> path, float gain)
    {
        _partition = _partitions = 0;
        Shares.TakeAll();
        _filter.Use(path, gain);
    }

    /// <summary>Takes a path with the shares that were chosen: at once where they are whole, else as soon as it is shaped. [audio-thread]</summary>
    /// <param name="path">Its taps, whole blocks.</param>
    public void UseShares(ReadOnlySpan<float> path)
    {
        _partition = _partitions = 0;
        if (Shares.IsWhole)
        {
            _filter.Use(path, 1);
            return;
        }
        _partitions = path.Length / _block;
        path.CopyTo(_path);
        Array.Clear(_shaped);
    }

    /// <summary>Shapes one block of it, if there is one left. [audio-thread]</summary>
    public void Work()
    {
        if (_partition == _partitions)
            return;
        Shape(_partition * _block, _partitions * _block);
        if (++_partition == _partitions)
            _filter.Use(_shaped.AsSpan(0, _partitions * _block), 1);
    }

    /// <summary>Takes a step of what was sent, and computes what the path makes of it and of all before. [audio-thread]</summary>
    public void Predict(ReadOnlySpan<float> sent, Span<float> prediction) => _filter.Predict(sent, prediction);

    private void Shape(int from, int taps)
    {
        _path.AsSpan(from, _block).CopyTo(_samples);
        Array.Clear(_samples, _block, _block);
        _fft.Forward(_samples, _bins.Re, _bins.Im, _scratch);
        ReadOnlySpan<float> shares = Shares.Bins;
        // Twice as many bins as there are shares.
        for (int k = 0; k < _fft.Bins; k++)
        {
            float share = 0.5f * (shares[k / 2] + shares[(k + 1) / 2]);
            _bins.Re[k] *= share;
            _bins.Im[k] *= share;
        }
        _fft.Inverse(_bins.Re, _bins.Im, _samples, _scratch);
        // What spreads beyond the block to either side, half a block each, belongs to its neighbours.
        int half = _block / 2, after = Math.Min(_block + half, taps - from);
        Spans.AddTo(_samples.AsSpan(0, after), 1, _shaped.AsSpan(from, after));
        if (from > 0)
            Spans.AddTo(_samples.AsSpan(_block + half), 1, _shaped.AsSpan(from - half, half));
    }
}
