using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// Steady second-order sections in a row over several channels, four sections at a time in the lanes of a vector: while
/// one takes frame n, the next one takes frame n - 1, and so on. What a row of sections spends waiting for one another
/// is spent on all four.
/// </summary>
/// <remarks>
/// Transposed direct form II in double, rounded to float after every fourth section. No latency: the lanes run empty at the
/// end of every call, and idle ones keep their state, so results do not depend on how a stream is cut into blocks. Samples below <see cref="Tiny.Threshold"/> become exactly
/// 0, states too at the end of a cell of <see cref="GridFrames"/> frames. Four sections of a stereo block took a fifth
/// of the time of four <see cref="Biquad"/>s; a single section of one channel is quicker there, and sections that move
/// belong there.
/// </remarks>
public sealed class BiquadCascade
{
    /// <summary>Frames between two looks for decayed states.</summary>
    public const int GridFrames = 64;

    private readonly FourSections[] _fours;
    private readonly SectionStates[] _states;
    private int _phase;

    /// <summary>Allocates for a number of channels. [control-thread]</summary>
    /// <param name="sections">The filters in their order, all stable.</param>
    /// <param name="channels">At least 1.</param>
    public BiquadCascade(ReadOnlySpan<BiquadCoefficients> sections, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        const int lanes = FourSections.Lanes;
        _fours = new FourSections[(sections.Length + lanes - 1) / lanes];
        for (int i = 0; i < _fours.Length; i++)
            _fours[i] = new(sections[(i * lanes)..Math.Min(sections.Length, (i + 1) * lanes)]);
        _states = new SectionStates[_fours.Length * channels];
    }

    /// <summary>Gets the number of channels. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_states);
        _phase = 0;
    }

    /// <summary>Filters all channels in place. Does not allocate. [audio-thread]</summary>
    /// <param name="planar">Channel after channel.</param>
    /// <param name="stride">From one channel's first sample to the next one's.</param>
    /// <param name="frames">Samples of each channel, at most <paramref name="stride"/>.</param>
    public void Process(Span<float> planar, int stride, int frames)
    {
        for (int start = 0, some; start < frames; start += some)
        {
            some = Math.Min(frames - start, GridFrames - _phase);
            _phase = (_phase + some) % GridFrames;
            int channel = 0;
            for (; channel < Channels - 1; channel += 2)
            {
                Span<float> left = planar.Slice((channel * stride) + start, some);
                Span<float> right = planar.Slice(((channel + 1) * stride) + start, some);
                for (int i = 0; i < _fours.Length; i++)
                    _fours[i].RunPair(left, right, ref State(channel, i), ref State(channel + 1, i));
            }
            for (; channel < Channels; channel++)
            {
                for (int i = 0; i < _fours.Length; i++)
                    _fours[i].Run(planar.Slice((channel * stride) + start, some), ref State(channel, i));
            }
            if (_phase == 0)
                Flush();
        }
        for (int channel = 0; channel < Channels; channel++)
            Tiny.Flush(planar.Slice(channel * stride, frames));
    }

    private ref SectionStates State(int channel, int four) => ref _states[(channel * _fours.Length) + four];

    private void Flush()
    {
        foreach (ref SectionStates state in _states.AsSpan())
            state = new(Flush(state.S1), Flush(state.S2), state.Y);
    }

    private static Vector256<double> Flush(Vector256<double> state) => Vector256.ConditionalSelect(
        Vector256.LessThan(Vector256.Abs(state), Vector256.Create((double)Tiny.Threshold)), default, state);
}
