namespace PluginHost.Plugins.Paths;

/// <summary>
/// Gives back what the gate takes away where that is too much to be noise: gains follow a hop behind an attack, this
/// within a millisecond. Looks at differences of successive samples, in which attacks stand out and low noise does not.
/// </summary>
internal sealed class TransientKeeper
{
    private const double RiseMs = 0.5;
    private const double FallMs = 12;
    private const float From = 5;
    private const float To = 10;
    private const float MostEnergy = 1e6f;
    private readonly float _rise;
    private readonly float _fall;
    private readonly float[] _energy;
    private readonly float[] _last;
    private readonly float[] _share;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public TransientKeeper(int sampleRate, int channels)
    {
        _rise = 1 - (float)Math.Exp(-1000 / (RiseMs * sampleRate));
        _fall = (float)Math.Exp(-1000 / (FallMs * sampleRate));
        (_energy, _last, _share) = (new float[channels], new float[channels], new float[channels]);
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_energy);
        Array.Clear(_last);
        Array.Clear(_share);
    }

    /// <summary>Gives back, in place. [audio-thread]</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="samples">What the gate left.</param>
    /// <param name="dry">What it had of it, in time.</param>
    /// <param name="noisePower">Power of the differences of the noise, above 0.</param>
    /// <param name="amount">0 to 1.</param>
    public void Process(int channel, Span<float> samples, ReadOnlySpan<float> dry, float noisePower, float amount)
    {
        float energy = _energy[channel], last = _last[channel], share = _share[channel];
        float scale = 1 / noisePower, rise = _rise, fall = _fall;
        dry = dry[..samples.Length];
        for (int n = 0; n < samples.Length; n++)
        {
            float taken = dry[n] - samples[n], step = taken - last;
            last = taken;
            energy += rise * ((step * step * scale) - energy);
            energy = energy < MostEnergy ? energy : MostEnergy;
            float now = (energy - From) * (1 / (To - From));
            now = now < 1 ? now : 1;
            share *= fall;
            share = now > share ? now : share;
            samples[n] += amount * share * taken;
        }
        (_energy[channel], _last[channel], _share[channel]) = (energy, last, share < 1e-9f ? 0 : share);
    }
}
