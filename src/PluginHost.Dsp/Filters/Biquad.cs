using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// One second-order filter over several channels, in transposed direct form II, whose coefficients can walk to new ones
/// without a click: in a line over one cell of a grid of <see cref="GridFrames"/> frames. A cascade is several of these
/// in a row.
/// </summary>
/// <remarks>
/// The owner counts frames from the last reset and says where in the current cell a call starts, so that the result
/// does not depend on how the stream was cut into blocks. At the start of a cell it calls <see cref="RampTo"/> or <see
/// cref="Hold"/>. State and coefficients are double. Measured with noise through a Butterworth high-pass at 20 Hz and
/// 192 kHz: in float the error lies at -52 dB relative to the output, in double at -153 dB, which is the rounding of
/// the output to float and no more.
/// </remarks>
/// <param name="channels">Channels, at least 1.</param>
public sealed class Biquad(int channels)
{
    /// <summary>Frames of a cell of the grid on which coefficients change.</summary>
    public const int GridFrames = 16;

    private readonly (double S1, double S2)[] _states = new (double, double)[channels];
    private BiquadCoefficients _from = BiquadCoefficients.Identity;
    private BiquadCoefficients _to = BiquadCoefficients.Identity;
    private double _wetFrom = 1;
    private double _wetTo = 1;

    /// <summary>Gets whether it leaves every sample alone and goes on doing so while it holds. [audio-thread]</summary>
    public bool IsAtRest => _wetTo == 0 || (_to.IsIdentity && !_states.AsSpan().ContainsAnyExcept(default((double, double))));

    /// <summary>Gets the filter that was reached, or is walked to.</summary>
    internal BiquadCoefficients Filter => _to;

    /// <summary>Forgets the signal; the filter stays. [audio-thread]</summary>
    public void Reset() => Array.Clear(_states);

    /// <summary>Jumps to a filter. [audio-thread]</summary>
    /// <param name="filter">A stable filter.</param>
    /// <param name="wet">Share of the filter in the output, 0 to 1; the rest is the input.</param>
    public void Set(in BiquadCoefficients filter, double wet = 1)
    {
        _from = _to = filter;
        _wetFrom = _wetTo = wet;
    }

    /// <summary>Walks to a filter within the cell that starts now. [audio-thread]</summary>
    /// <param name="filter">A stable filter, reached at the last frame of the cell.</param>
    /// <param name="wet">Share of the filter in the output, reached likewise.</param>
    public void RampTo(in BiquadCoefficients filter, double wet = 1)
    {
        Hold();
        _to = filter;
        _wetTo = wet;
    }

    /// <summary>Stays at the filter that was reached. [audio-thread]</summary>
    public void Hold()
    {
        _from = _to;
        _wetFrom = _wetTo;
    }

    /// <summary>Filters one channel in place. Does not allocate. [audio-thread]</summary>
    /// <param name="channel">0 to the number of channels - 1.</param>
    /// <param name="samples">Any number while holding; while ramping, not beyond the end of the cell.</param>
    /// <param name="phase">Frames of the current cell that are past, 0 to <see cref="GridFrames"/> - 1.</param>
    public void Process(int channel, Span<float> samples, int phase)
    {
        ref (double S1, double S2) state = ref _states[channel];
        if (_from != _to || _wetFrom != _wetTo || _wetTo != 1)
            Ramp(ref state, samples, phase);
        else if (!_to.IsIdentity || state != default)
            Steady(ref state, samples, phase);
    }

    /// <summary>Gives what it remembers of a channel, for who runs it in its place.</summary>
    internal ref (double S1, double S2) State(int channel) => ref _states[channel];

    private void Steady(ref (double S1, double S2) state, Span<float> samples, int phase)
    {
        BiquadCoefficients<double> filter = _to.Generic;
        (double s1, double s2) = state;
        int cellEnd = GridFrames - phase;
        while (!samples.IsEmpty)
        {
            Span<float> cell = samples[..Math.Min(cellEnd, samples.Length)];
            BiquadRecursion.Run(filter, ref s1, ref s2, cell);
            // Only here, so that it happens at the same frame however the stream is cut.
            if (cell.Length == cellEnd)
                (s1, s2) = (Tiny.Flush(s1), Tiny.Flush(s2));
            samples = samples[cell.Length..];
            cellEnd = GridFrames;
        }
        state = (s1, s2);
    }

    private void Ramp(ref (double S1, double S2) state, Span<float> samples, int phase)
    {
        (double s1, double s2) = state;
        for (int i = 0; i < samples.Length; i++)
        {
            double travel = (phase + i + 1) / (double)GridFrames;
            (double b0, double b1, double b2, double a1, double a2) = BiquadCoefficients.Between(_from, _to, travel);
            double x = samples[i];
            double y = (b0 * x) + s1;
            s1 = (b1 * x) - (a1 * y) + s2;
            s2 = (b2 * x) - (a2 * y);
            samples[i] = (float)(x + ((_wetFrom + ((_wetTo - _wetFrom) * travel)) * (y - x)));
        }
        if (phase + samples.Length == GridFrames)
            (s1, s2) = (Tiny.Flush(s1), Tiny.Flush(s2));
        state = (s1, s2);
    }
}
