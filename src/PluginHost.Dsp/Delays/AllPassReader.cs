using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Delays;

/// <summary>
/// Reads a delay line between two samples through a first-order all-pass, which leaves every frequency its full level:
/// for loops that must neither darken nor grow, such as strings and combs.
/// </summary>
/// <remarks>
/// Thiran's all-pass of order 1 (Laakso et al., "Splitting the unit delay", IEEE Signal Processing Magazine 13(1),
/// 1996; Jaffe and Smith, "Extensions of the Karplus-Strong plucked-string algorithm", Computer Music Journal 7(2),
/// 1983). The delay is exact at low frequencies: within 0.02 frames up to a twentieth of the sample rate, within 0.25
/// up to a quarter. It has a memory, so a delay that moves quickly makes it ring: for those <see
/// cref="DelayLine.ReadBetween(double)"/>.
/// </remarks>
public struct AllPassReader
{
    private float _last;

    /// <summary>Reads one sample; to be called once a frame. [audio-thread]</summary>
    /// <param name="line">The line, always the same one.</param>
    /// <param name="delay">1.5 to <see cref="DelayLine.MaxDelay"/> frames.</param>
    /// <returns>The signal at that delay.</returns>
    public float Read(DelayLine line, double delay)
    {
        // A fraction of 0.5 to 1.5 keeps the pole within a third of the origin, so it rings briefly.
        int whole = (int)(delay - 0.5);
        double fraction = delay - whole;
        float a = (float)((1 - fraction) / (1 + fraction));
        _last = Tiny.Flush((a * (line.Read(whole) - _last)) + line.Read(whole + 1));
        return _last;
    }
}
