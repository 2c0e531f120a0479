namespace PluginHost.Plugins;

/// <summary>Two read heads on the delay lines: the one that is heard, and the one it is fading to.</summary>
internal sealed class Crossfade
{
    private int _length;
    private int _past;

    /// <summary>Gets the delay that is heard, or fading away, in frames. [audio-thread]</summary>
    public int Current { get; private set; }

    /// <summary>Gets the delay that fades in, in frames; the same as <see cref="Current"/> when nothing fades.
    /// [audio-thread]</summary>
    public int Next { get; private set; }

    /// <summary>Gets whether there is a fade under way. [audio-thread]</summary>
    public bool IsFading => Next != Current;

    /// <summary>Gets how many frames may be read before one of them would have to be written first, or the fade ends.
    /// [audio-thread]</summary>
    public int FramesInStep => IsFading ? Math.Min(_length - _past, Math.Min(Current, Next)) : Current;

    /// <summary>Sets the length of a fade, at least 1 frame. [control-thread]</summary>
    public void Prepare(int fadeFrames) => _length = fadeFrames;

    /// <summary>Takes the next delay it is told without a fade. [audio-thread]</summary>
    public void Reset() => Current = Next = _past = 0;

    /// <summary>Starts a fade to another delay, unless one is under way. [audio-thread]</summary>
    public void HeadFor(int delay)
    {
        if (Current == 0)
            Current = Next = delay;
        else if (!IsFading)
            Next = delay;
    }

    /// <summary>Gets the share of <see cref="Next"/> in the frame that is so many frames away, along 3 t^2 - 2 t^3.
    /// [audio-thread]</summary>
    /// <param name="frame">0 to <see cref="FramesInStep"/> - 1.</param>
    public float ShareOfNext(int frame)
    {
        float travel = (_past + frame + 1) / (float)_length;
        return travel * travel * (3 - (2 * travel));
    }

    /// <summary>Moves on, and ends the fade when it is over. [audio-thread]</summary>
    public void Advance(int frames)
    {
        if (!IsFading)
            return;
        _past += frames;
        if (_past < _length)
            return;
        Current = Next;
        _past = 0;
    }
}
