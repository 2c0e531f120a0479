using PluginHost.Sdk;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// Finds the frame at which a tail ends. One of up to 30 s is kept as long as the chain says; a longer or endless one until it
/// was below -90 dBFS for half a second, and at most for 30 s. Counts frames, so the cut does not depend on blocks.
/// </summary>
internal sealed class TailEnd
{
    private const int MaxSeconds = 30;
    private const double SilenceMs = 500;
    private static readonly float SilencePeak = Decibels.ToGain(-90);
    private readonly int _channels;
    private readonly int _silenceFrames;
    private readonly bool _isOpen;
    private long _left;
    private int _quietFrames;

    /// <summary>Starts at the end of the input. [control-thread]</summary>
    /// <param name="tailFrames">What the chain says; <see cref="int.MaxValue"/> for endless.</param>
    /// <param name="format">Rate and channels.</param>
    public TailEnd(int tailFrames, AudioFormat format)
    {
        int most = MaxSeconds * format.SampleRate;
        _channels = format.Channels;
        _silenceFrames = format.FramesFromMs(SilenceMs);
        _isOpen = tailFrames > most;
        _left = Math.Min(tailFrames, most);
    }

    /// <summary>Gets whether nothing more is to be kept.</summary>
    public bool IsOver => _left == 0;

    /// <summary>Tells how much of what follows is to be kept. [control-thread]</summary>
    /// <param name="interleaved">The next frames of the output.</param>
    /// <returns>Frames from its start.</returns>
    public int Keep(ReadOnlySpan<float> interleaved)
    {
        int frames = (int)Math.Min(interleaved.Length / _channels, _left);
        if (_isOpen)
            frames = UpToSilence(interleaved[..(frames * _channels)]);
        _left -= frames;
        if (_isOpen && _quietFrames == _silenceFrames)
            _left = 0;
        return frames;
    }

    private int UpToSilence(ReadOnlySpan<float> interleaved)
    {
        for (int at = 0; at < interleaved.Length; at += _channels)
        {
            float peak = 0;
            foreach (float sample in interleaved.Slice(at, _channels))
                peak = MathF.Max(peak, MathF.Abs(sample));
            _quietFrames = peak < SilencePeak ? _quietFrames + 1 : 0;
            if (_quietFrames == _silenceFrames)
                return (at / _channels) + 1;
        }
        return interleaved.Length / _channels;
    }
}
