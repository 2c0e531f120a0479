using PluginHost.Sdk;

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
    private readonly float[] _shares;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public TransientKeeper(int sampleRate, int channels, int mostFrames)
    {
        _shares = new float[mostFrames];
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

    /// <summary>Gives back, in place: the same share in all channels of a group. [audio-thread]</summary>
    /// <param name="audio">What the gate left.</param>
    /// <param name="dry">What it had of it, in time; as many channels and frames.</param>
    /// <param name="first">First channel of the group.</param>
    /// <param name="count">Channels of the group.</param>
    /// <param name="noisePower">Power of the differences of the noise in one channel, above 0.</param>
    /// <param name="amount">0 to 1.</param>
    public void Process(AudioBuffer audio, AudioBuffer dry, int first, int count, float noisePower, float amount)
    {
        float energy = _energy[first], share = _share[first], rise = _rise, fall = _fall;
        float scale = 1 / (noisePower * count);
        Span<float> shares = _shares.AsSpan(0, audio.Frames);
        shares.Clear();
        for (int channel = first; channel < first + count; channel++)
        {
            ReadOnlySpan<float> left = audio[channel], had = dry[channel];
            float last = _last[channel];
            for (int n = 0; n < shares.Length; n++)
            {
                float taken = had[n] - left[n], step = taken - last;
                last = taken;
                shares[n] += step * step;
            }
            _last[channel] = last;
        }
        foreach (ref float value in shares)
        {
            energy += rise * ((value * scale) - energy);
            energy = energy < MostEnergy ? energy : MostEnergy;
            float now = (energy - From) * (1 / (To - From));
            now = now < 1 ? now : 1;
            share *= fall;
            share = now > share ? now : share;
            value = amount * share;
        }
        for (int channel = first; channel < first + count; channel++)
        {
            Span<float> left = audio[channel], had = dry[channel];
            for (int n = 0; n < shares.Length; n++)
                left[n] += shares[n] * (had[n] - left[n]);
        }
        (_energy[first], _share[first]) = (energy, share < 1e-9f ? 0 : share);
    }
}
