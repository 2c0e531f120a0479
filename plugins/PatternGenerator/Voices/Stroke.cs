using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Plugins.Voices;

/// <summary>One blow on one drum, from its beginning to silence.</summary>
/// <param name="seed">Of its noise; odd.</param>
/// <param name="rate">In Hz.</param>
internal abstract class Stroke(uint seed, int rate)
{
    // -100 dB: what is below has ended.
    private protected const float Silence = 1e-5f;

    private uint _blows;
    private float _level;
    private float _fade;

    /// <summary>Gets whether it sounds. [audio-thread]</summary>
    public bool IsOn { get; private set; }

    /// <summary>Gets frames per second. [any-thread]</summary>
    protected int Rate { get; } = rate;

    /// <summary>Begins the blow. [audio-thread]</summary>
    /// <param name="velocity">Above 0 to 1; a harder blow is louder and brighter.</param>
    public void Strike(float velocity)
    {
        (IsOn, _level, _fade) = (true, 1, 0);
        // Noise of its own for every blow: what a fade left unheard of the last one must not be heard in this one.
        Begin(velocity, new WhiteNoise(seed + (_blows++ << 1)));
    }

    /// <summary>Ends it smoothly. [audio-thread]</summary>
    /// <param name="ms">How long that takes.</param>
    public void Fade(double ms)
    {
        if (_fade == 0)
            _fade = (float)(1000 / (ms * Rate));
    }

    /// <summary>Falls silent at once. [audio-thread]</summary>
    public void Reset() => (IsOn, _blows) = (false, 0);

    /// <summary>Adds the blow to a signal. [audio-thread]</summary>
    /// <param name="output">Up to <see cref="DrumKit.MaxFrames"/> frames.</param>
    /// <param name="metal">The ringing of the shared metal in the same frames.</param>
    /// <param name="part">Scratch, at least as long.</param>
    public void AddTo(Span<float> output, ReadOnlySpan<float> metal, Span<float> part)
    {
        int frames = Sound(part[..output.Length], metal);
        IsOn = frames == output.Length;
        for (int i = 0; i < frames; i++)
        {
            if (_fade > 0)
            {
                _level -= _fade;
                if (_level <= 0)
                {
                    IsOn = false;
                    return;
                }
            }
            output[i] += _level * part[i];
        }
    }

    /// <summary>Sets the blow up. [audio-thread]</summary>
    protected abstract void Begin(float velocity, WhiteNoise noise);

    /// <summary>Computes the next frames. [audio-thread]</summary>
    /// <returns>How many of them sound; fewer than all when the blow has ended.</returns>
    protected abstract int Sound(Span<float> part, ReadOnlySpan<float> metal);
}
