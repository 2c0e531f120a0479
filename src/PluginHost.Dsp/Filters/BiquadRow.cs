using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// Runs <see cref="Biquad"/>s one behind the other while all of them hold: four at a time in the lanes of a vector, as in
/// <see cref="BiquadCascade"/>, and two channels at once. What they remember stays with them, so that each can start to
/// walk at the end of any cell. Four of them take a stereo block of 64 frames in a quarter of the time that they need one
/// by one, and a longer one in less.
/// </summary>
/// <remarks>
/// The owner counts frames from the last reset on a grid of <see cref="GridFrames"/>. It calls <see cref="Choose"/> at the
/// start of each cell of it, and where the filters have come to hold; so the result does not depend on how the stream
/// was cut into blocks. Rounded to float after every fourth filter.
/// </remarks>
/// <param name="filters">The filters in their order, all for the same channels.</param>
public sealed class BiquadRow(params Biquad[] filters)
{
    /// <summary>Frames between two looks for decayed states; whole cells of <see cref="Biquad.GridFrames"/>.</summary>
    public const int GridFrames = 16 * Biquad.GridFrames;

    private readonly Biquad[] _awake = new Biquad[filters.Length];
    private int _count;

    /// <summary>Leaves out filters at rest. [audio-thread]</summary>
    public void Choose()
    {
        _count = 0;
        foreach (Biquad filter in filters)
        {
            if (!filter.IsAtRest)
                _awake[_count++] = filter;
        }
    }

    /// <summary>Filters one channel in place. Does not allocate. [audio-thread]</summary>
    /// <param name="channel">0 to the number of channels - 1.</param>
    /// <param name="samples">Not beyond the end of the cell.</param>
    /// <param name="phase">Frames of the cell that are past, 0 to <see cref="GridFrames"/> - 1.</param>
    public void Process(int channel, Span<float> samples, int phase)
    {
        bool isEnd = phase + samples.Length == GridFrames;
        for (int first = 0; first < _count; first += FourSections.Lanes)
        {
            ReadOnlySpan<Biquad> some = Four(first);
            SectionStates states = Load(some, channel);
            Sections(some).Run(samples, ref states);
            Store(states, some, channel, isEnd);
        }
    }

    /// <summary>Filters a channel and the next one in place. Does not allocate. [audio-thread]</summary>
    /// <param name="channel">0 to the number of channels - 2.</param>
    /// <param name="left">Not beyond the end of the cell.</param>
    /// <param name="right">As many.</param>
    /// <param name="phase">Frames of the cell that are past, 0 to <see cref="GridFrames"/> - 1.</param>
    public void ProcessPair(int channel, Span<float> left, Span<float> right, int phase)
    {
        bool isEnd = phase + left.Length == GridFrames;
        for (int first = 0; first < _count; first += FourSections.Lanes)
        {
            ReadOnlySpan<Biquad> some = Four(first);
            SectionStates leftStates = Load(some, channel), rightStates = Load(some, channel + 1);
            Sections(some).RunPair(left, right, ref leftStates, ref rightStates);
            Store(leftStates, some, channel, isEnd);
            Store(rightStates, some, channel + 1, isEnd);
        }
    }

    private ReadOnlySpan<Biquad> Four(int first) => _awake.AsSpan(first, Math.Min(FourSections.Lanes, _count - first));

    private static FourSections Sections(ReadOnlySpan<Biquad> some)
    {
        Span<BiquadCoefficients> sections = stackalloc BiquadCoefficients[some.Length];
        for (int i = 0; i < some.Length; i++)
            sections[i] = some[i].Filter;
        return new FourSections(sections);
    }

    private static SectionStates Load(ReadOnlySpan<Biquad> some, int channel)
    {
        Span<double> s1 = stackalloc double[FourSections.Lanes], s2 = stackalloc double[FourSections.Lanes];
        s1.Clear();
        s2.Clear();
        for (int i = 0; i < some.Length; i++)
            (s1[i], s2[i]) = some[i].State(channel);
        return new SectionStates(Vector256.Create<double>(s1), Vector256.Create<double>(s2), default);
    }

    private static void Store(in SectionStates states, ReadOnlySpan<Biquad> some, int channel, bool isEnd)
    {
        for (int i = 0; i < some.Length; i++)
        {
            (double s1, double s2) = (states.S1[i], states.S2[i]);
            some[i].State(channel) = isEnd ? (Tiny.Flush(s1), Tiny.Flush(s2)) : (s1, s2);
        }
    }
}
