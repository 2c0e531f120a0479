using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Convolution;

/// <summary>
/// Partitions of one size, convolved by FFT with overlap-save. The first begins as many taps into the response as it is
/// long, so that a block's share in what comes next is known in time.
/// </summary>
/// <remarks>
/// At the end of a block the newest spectrum is multiplied by the first partition and the sum transformed back. What the
/// older spectra contribute is known a block ahead and is summed up on the way, one tile of bins at every step.
/// </remarks>
internal sealed class PartitionLevel
{
    private const int Step = PartitionedConvolver.Step;

    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly int _size;
    private readonly int _count;
    private readonly SpectrumTiles _response;
    private readonly SpectrumTiles _spectra;
    private readonly PinnedFloats _input;
    private readonly PinnedFloats _output;
    private readonly PinnedFloats _real;
    private readonly PinnedFloats _imaginary;
    private readonly PinnedFloats _sumReal;
    private readonly PinnedFloats _sumImaginary;
    private int _frame;
    private int _next;
    private int _older;

    /// <summary>Takes the taps from <paramref name="size"/> on, which is a multiple of a step.</summary>
    public PartitionLevel(int size, ReadOnlySpan<float> taps)
    {
        _fft = new RealFft(2 * size);
        _scratch = new FftScratch(_fft);
        _size = size;
        _count = (taps.Length + size - 1) / size;
        _response = new SpectrumTiles(_count, size);
        _spectra = new SpectrumTiles(_count, size);
        _input = new PinnedFloats(2 * size);
        _output = new PinnedFloats(2 * size);
        _real = new PinnedFloats(size + 1);
        _imaginary = new PinnedFloats(size + 1);
        _sumReal = new PinnedFloats(size + 1);
        _sumImaginary = new PinnedFloats(size + 1);
        // The last partition first, so that rows follow one another as those of ever newer spectra do.
        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<float> partition = taps[((_count - 1 - row) * size)..];
            _input.Span.Clear();
            partition[..Math.Min(size, partition.Length)].CopyTo(_input.Span);
            _fft.Forward(_input.Span, _real.Span, _imaginary.Span, _scratch);
            _response.Write(row, _real.Span, _imaginary.Span);
        }
        Reset();
    }

    /// <summary>Forgets the signal; spectra are left behind unread.</summary>
    public void Reset()
    {
        _input.Span.Clear();
        _output.Span.Clear();
        _frame = _next = _older = 0;
    }

    /// <summary>Takes a step's samples and adds this level's share in the next step.</summary>
    public void Advance(ReadOnlySpan<float> samples, Span<float> next)
    {
        samples.CopyTo(_input.Span[(_size + _frame)..]);
        AddOlder(_frame);
        _frame += Step;
        if (_frame == _size)
            EndBlock();
        ReadOnlySpan<float> output = _output.Span.Slice(_size + _frame, Step);
        for (int i = 0; i < next.Length; i++)
            next[i] += output[i];
    }

    // Rows of spectra are a ring: those of before its wrap lie at its end.
    private void AddOlder(int first)
    {
        _sumReal.Span.Slice(first, Step).Clear();
        _sumImaginary.Span.Slice(first, Step).Clear();
        int wrapped = Math.Max(0, _older - _next), row = _count - 1 - _older;
        AddProducts(_next - _older + _count, row, wrapped, first);
        AddProducts(Math.Max(0, _next - _older), row + wrapped, _older - wrapped, first);
    }

    private void EndBlock()
    {
        Span<float> sumReal = _sumReal.Span, sumImaginary = _sumImaginary.Span;
        _fft.Forward(_input.Span, _real.Span, _imaginary.Span, _scratch);
        _spectra.Write(_next, _real.Span, _imaginary.Span);
        for (int first = 0; first < _size; first += Step)
            AddProducts(_next, _count - 1, 1, first);
        (sumReal[_size], sumImaginary[0], sumImaginary[_size]) = (sumImaginary[0], 0, 0);
        _fft.Inverse(sumReal, sumImaginary, _output.Span, _scratch);
        _input.Span[_size..].CopyTo(_input.Span);
        _next = (_next + 1) % _count;
        _older = Math.Min(_older + 1, _count - 1);
        _frame = 0;
    }

    private void AddProducts(int slot, int row, int count, int first)
    {
        if (count > 0)
            SpectrumTiles.AddProducts(_spectra, slot, _response, row, count, first, _sumReal, _sumImaginary);
    }
}
