using PluginHost.Dsp.Filters;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>One filter of the equalizer with the parameters that shape it.</summary>
/// <remarks>
/// Switching fades between input and filtered signal. While off, and while a band with a gain of 0 dB is at rest, it
/// costs nothing.
/// </remarks>
internal sealed class EqBand(EqShape shape, Parameter on, Parameter frequency, Parameter q, Parameter? gain)
{
    // RBJ filters exist below half the sample rate; at 8 kHz the frequency's upper range stops here.
    private const double HighestFrequency = 0.49;

    private Biquad _filter = new(1);

    /// <summary>Gets whether it is heard now. [audio-thread]</summary>
    public bool IsActive { get; private set; }

    /// <summary>Allocates the state. [control-thread]</summary>
    public void Prepare(int channels) => _filter = new Biquad(channels);

    /// <summary>Forgets the signal and jumps to the targets. [audio-thread]</summary>
    public void Reset(int sampleRate)
    {
        IsActive = on.IsOn;
        Restart(sampleRate, on.IsOn ? 1 : 0);
    }

    /// <summary>Takes the parameters one cell of the grid further. [audio-thread]</summary>
    /// <returns>Whether the filter changes within this cell.</returns>
    public bool Advance(int sampleRate)
    {
        _filter.Hold();
        bool switching = on.IsSmoothing;
        if (!switching && on.Current == 0)
        {
            IsActive = false;
            return false;
        }
        if (!IsActive)
        {
            IsActive = true;
            Restart(sampleRate, 0);
        }
        bool moving = frequency.IsSmoothing | q.IsSmoothing | (gain?.IsSmoothing ?? false);
        if (!switching && !moving)
            return false;
        const int cell = Biquad.GridFrames;
        float travel = on.Skip(cell);
        BiquadCoefficients next = Design(frequency.Skip(cell), q.Skip(cell), gain?.Skip(cell) ?? 0, sampleRate);
        _filter.RampTo(next, travel * travel * (3 - (2 * travel)));
        return true;
    }

    /// <summary>Filters one channel in place. [audio-thread]</summary>
    public void Process(int channel, Span<float> samples, int phase) => _filter.Process(channel, samples, phase);

    /// <summary>Computes how long it rings on, from full scale in to <paramref name="silence"/>. [any-thread]</summary>
    public double TailFrames(int sampleRate, double silence)
    {
        if (!on.IsOn)
            return 0;
        double gainDb = gain?.Target ?? 0;
        BiquadCoefficients filter = Design(frequency.Target, q.Target, gainDb, sampleRate);
        // The band may hold what it has amplified itself: its gain, or for a cut its resonance, which is Q.
        double held = Math.Pow(10, Math.Max(0, gainDb) / 20) * Math.Max(1, q.Target);
        return filter.IsIdentity ? 0 : filter.DecayFrames(held / silence);
    }

    private void Restart(int sampleRate, double wet)
    {
        frequency.SnapToTarget();
        q.SnapToTarget();
        gain?.SnapToTarget();
        _filter.Reset();
        _filter.Set(Design(frequency.Current, q.Current, gain?.Current ?? 0, sampleRate), wet);
    }

    private BiquadCoefficients Design(double hertz, double q, double gainDb, int sampleRate)
    {
        double cycles = Math.Min(hertz / sampleRate, HighestFrequency);
        return shape switch
        {
            EqShape.LowCut => BiquadDesign.HighPass(cycles, q),
            EqShape.LowShelf => BiquadDesign.LowShelf(cycles, q, gainDb),
            EqShape.HighShelf => BiquadDesign.HighShelf(cycles, q, gainDb),
            EqShape.HighCut => BiquadDesign.LowPass(cycles, q),
            _ => BiquadDesign.Peaking(cycles, q, gainDb),
        };
    }
}

/// <summary>What a band does to the spectrum.</summary>
internal enum EqShape
{
    /// <summary>Removes what lies below.</summary>
    LowCut,

    /// <summary>Raises or lowers what lies below.</summary>
    LowShelf,

    /// <summary>Raises or lowers what lies around.</summary>
    Peak,

    /// <summary>Raises or lowers what lies above.</summary>
    HighShelf,

    /// <summary>Removes what lies above.</summary>
    HighCut,
}
