namespace PluginHost.Dsp.Arithmetic;

/// <summary>White noise, uniform between -1 and 1: George Marsaglia, "Xorshift RNGs" (Journal of Statistical Software 8(14),
/// 2003), the triple 13, 17, 5.</summary>
/// <param name="seed">Anything but 0; the same seed gives the same noise everywhere.</param>
public struct WhiteNoise(uint seed)
{
    private uint _state = seed;

    /// <summary>Gets the next sample. Does not allocate. [any-thread]</summary>
    /// <returns>-1 to 1.</returns>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)_state * (1f / 2147483648f);
    }
}
