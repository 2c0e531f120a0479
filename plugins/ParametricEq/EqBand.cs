using System.Numerics;
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

    /// <summary>Gets the filter, which holds unless <see cref="Advance"/> said otherwise. [audio-thread]</summary>
    public Biquad Filter => _filter;

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

    /// <summary>Designs the filter for settings that stay; null while it does nothing. [any-thread]</summary>
    public SteadyBiquad<T>? Settled<T>(Func<Parameter, T> valueOf, int sampleRate)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (!on.IsOn)
            return null;
        T gainDb = gain is null ? T.Zero : valueOf(gain);
        BiquadCoefficients<T> filter = DesignOver(valueOf(frequency), valueOf(q), gainDb, sampleRate);
        return filter.IsIdentity ? null : new SteadyBiquad<T>(filter);
    }

    private void Restart(int sampleRate, double wet)
    {
        frequency.SnapToTarget();
        q.SnapToTarget();
        gain?.SnapToTarget();
        _filter.Reset();
        _filter.Set(Design(frequency.Current, q.Current, gain?.Current ?? 0, sampleRate), wet);
    }

    private BiquadCoefficients Design(double hertz, double q, double gainDb, int sampleRate) =>
        DesignOver(hertz, q, gainDb, sampleRate);

    private BiquadCoefficients<T> DesignOver<T>(T hertz, T q, T gainDb, int sampleRate)
        where T : struct, IFloatingPointIeee754<T>
    {
        T cycles = T.Min(hertz / T.CreateTruncating(sampleRate), T.CreateTruncating(HighestFrequency));
        return shape switch
        {
            EqShape.LowCut => GenericBiquadDesign.HighPass(cycles, q),
            EqShape.LowShelf => GenericBiquadDesign.LowShelf(cycles, q, gainDb),
            EqShape.HighShelf => GenericBiquadDesign.HighShelf(cycles, q, gainDb),
            EqShape.HighCut => GenericBiquadDesign.LowPass(cycles, q),
            _ => GenericBiquadDesign.Peaking(cycles, q, gainDb),
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
