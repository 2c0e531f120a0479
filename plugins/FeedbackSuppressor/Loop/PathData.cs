using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>The window of data an estimate looks at, whitened, and the path as an operator on it.</summary>
/// <remarks>Everything comes in units of a block, so that a real-time thread can spread the work.</remarks>
internal sealed class PathData
{
    private readonly LoopShape _shape;
    private readonly LoopTape _tape;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum[] _sent;
    private readonly Spectrum[] _path;
    private readonly Spectrum[] _sums;
    private readonly Spectrum _product;
    private readonly float[] _sentWhite;
    private readonly float[] _raw;
    private readonly float[] _samples;
    private readonly float[] _taps = new float[Whitener.Order + 1];

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    public PathData(LoopShape shape, LoopTape tape, RealFft fft)
    {
        _shape = shape;
        _tape = tape;
        _fft = fft;
        _scratch = new FftScratch(fft);
        _sent = Spectrum.Many(LoopShape.Blocks + shape.Partitions - 1, shape.Bins);
        _path = Spectrum.Many(shape.Partitions, shape.Bins);
        _sums = Spectrum.Many(shape.Partitions, shape.Bins);
        _product = new Spectrum(shape.Bins);
        _sentWhite = new float[shape.Window + shape.Taps];
        Heard = new float[shape.Window];
        _raw = new float[shape.Block + Whitener.Order];
        _samples = new float[fft.Length];
        Partitions = shape.Partitions;
    }

    /// <summary>Gets or sets the partitions in use.</summary>
    public int Partitions { get; set; }

    /// <summary>Gets the units of <see cref="Load"/>.</summary>
    public int Units => (2 * LoopShape.Blocks) + _shape.Partitions;

    /// <summary>Gets where the window starts.</summary>
    public long Start { get; private set; }

    /// <summary>Gets what the microphone heard, whitened.</summary>
    public float[] Heard { get; }

    /// <summary>Gets what was sent a step before, whitened, over the window.</summary>
    public ReadOnlySpan<float> Sent => _sentWhite.AsSpan(_shape.Taps);

    /// <summary>Opens the window that ends now.</summary>
    public void Open(long end, Whitener whitener)
    {
        Start = end - _shape.Window;
        whitener.Solve();
        whitener.Taps.CopyTo(_taps, 0);
    }

    /// <summary>Whitens one block.</summary>
    public void Load(int unit)
    {
        int block = _shape.Block, sentBlocks = LoopShape.Blocks + _shape.Partitions;
        if (unit >= sentBlocks)
        {
            unit -= sentBlocks;
            _tape.ReadHeard(Start + (unit * block) - Whitener.Order, _raw);
            Whitener.Filter(_raw, _taps, Heard.AsSpan(unit * block, block));
            return;
        }
        _tape.ReadSent(Start - _shape.Taps - _shape.Step + (unit * block) - Whitener.Order, _raw);
        Whitener.Filter(_raw, _taps, _sentWhite.AsSpan(unit * block, block));
        if (unit > 0)
            _fft.Forward(_sentWhite.AsSpan((unit - 1) * block, 2 * block), _sent[unit - 1].Re, _sent[unit - 1].Im, _scratch);
    }

    /// <summary>Makes a partition of a path ready for <see cref="Convolve"/>.</summary>
    public void Take(int partition, ReadOnlySpan<float> path)
    {
        path.Slice(partition * _shape.Block, _shape.Block).CopyTo(_samples);
        Array.Clear(_samples, _shape.Block, _shape.Block);
        _fft.Forward(_samples, _path[partition].Re, _path[partition].Im, _scratch);
        _sums[partition].Clear();
    }

    /// <summary>Sends a block through the path that was taken.</summary>
    public void Convolve(int block, Span<float> result)
    {
        Spans.Multiply(_sent[block + _shape.Partitions - 1], _path[0], _product);
        for (int p = 1; p < Partitions; p++)
            Spans.MultiplyAdd(_sent[block - p + _shape.Partitions - 1], _path[p], _product);
        _fft.Inverse(_product.Re, _product.Im, _samples, _scratch);
        _samples.AsSpan(_shape.Block, _shape.Block).CopyTo(result);
    }

    /// <summary>Correlates a block with what was sent: the adjoint of <see cref="Convolve"/>, summed over blocks.</summary>
    public void Correlate(int block, ReadOnlySpan<float> residual)
    {
        Array.Clear(_samples, 0, _shape.Block);
        residual.CopyTo(_samples.AsSpan(_shape.Block));
        _fft.Forward(_samples, _product.Re, _product.Im, _scratch);
        for (int p = 0; p < Partitions; p++)
            Spans.ConjugateMultiplyAdd(_sent[block - p + _shape.Partitions - 1], _product, _sums[p]);
    }

    /// <summary>Gets a partition of that sum.</summary>
    public void Gather(int partition, Span<float> into)
    {
        _fft.Inverse(_sums[partition].Re, _sums[partition].Im, _samples, _scratch);
        _samples.AsSpan(0, _shape.Block).CopyTo(into.Slice(partition * _shape.Block, _shape.Block));
    }
}
