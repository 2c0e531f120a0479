namespace PluginHost.Plugins.Voices;

/// <summary>
/// A synthesiser of some voices. When more notes are asked for, the oldest, first of those let go, makes way within
/// milliseconds while the new one already sounds: nothing clicks.
/// </summary>
internal sealed class Synth
{
    private readonly SynthVoice[] _voices;
    private readonly int _polyphony;
    private readonly float _spread;
    private long _notes;

    /// <summary>Allocates all voices. [control-thread]</summary>
    /// <param name="tone">What it sounds like.</param>
    /// <param name="polyphony">Notes at a time, at least 1; as many again may be fading.</param>
    /// <param name="rate">In Hz.</param>
    public Synth(SynthTone tone, int polyphony, int rate)
    {
        _polyphony = polyphony;
        _spread = tone.Spread;
        Wave wave = Wave.Of(tone.Pulse, tone.PulseWidth);
        _voices = [.. Enumerable.Range(0, 2 * polyphony).Select(_ => new SynthVoice(tone, wave, rate))];
    }

    /// <summary>Gets how many notes sound, without those that make way. [audio-thread]</summary>
    public int Sounding
    {
        get
        {
            int count = 0;
            foreach (SynthVoice voice in _voices)
                count += voice.IsOn && !voice.IsFading ? 1 : 0;
            return count;
        }
    }

    /// <summary>Begins a note. One that finds every voice fading is dropped. [audio-thread]</summary>
    /// <param name="key">MIDI key.</param>
    /// <param name="velocity">Above 0 to 1.</param>
    public void Start(int key, float velocity)
    {
        Release(key);
        if (Sounding >= _polyphony)
            Oldest()?.Fade();
        foreach (SynthVoice voice in _voices)
        {
            if (voice.IsOn)
                continue;
            // Neighbours in pitch stand apart, and a pitch always in the same place.
            float pan = _spread * ((((key * 5) % 7) / 3f) - 1);
            voice.Start(key, velocity, pan, _notes++);
            return;
        }
    }

    /// <summary>Lets a note go. [audio-thread]</summary>
    public void Release(int key)
    {
        foreach (SynthVoice voice in _voices)
        {
            if (voice.IsHeld && voice.Key == key)
                voice.Release();
        }
    }

    /// <summary>Lets every note go. [audio-thread]</summary>
    public void ReleaseAll()
    {
        foreach (SynthVoice voice in _voices)
            voice.Release();
    }

    /// <summary>Falls silent at once. [audio-thread]</summary>
    public void Reset()
    {
        _notes = 0;
        foreach (SynthVoice voice in _voices)
            voice.Reset();
    }

    /// <summary>Adds what sounds to both sides. [audio-thread]</summary>
    public void AddTo(Span<float> left, Span<float> right)
    {
        foreach (SynthVoice voice in _voices)
        {
            if (voice.IsOn)
                voice.AddTo(left, right);
        }
    }

    private SynthVoice? Oldest()
    {
        SynthVoice? oldest = null;
        foreach (SynthVoice voice in _voices)
        {
            if (!voice.IsOn || voice.IsFading)
                continue;
            if (oldest is null || (oldest.IsHeld && !voice.IsHeld) || (oldest.IsHeld == voice.IsHeld && voice.Order < oldest.Order))
                oldest = voice;
        }
        return oldest;
    }
}
