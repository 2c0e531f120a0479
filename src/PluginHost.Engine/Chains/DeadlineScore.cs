namespace PluginHost.Engine.Chains;

/// <summary>
/// Tells a slot that keeps missing its deadline from one that was held up now and then: eight misses in a row are too many, or
/// one every four blocks for some fifty; a miss every eight blocks or fewer is forgotten.
/// </summary>
internal sealed class DeadlineScore
{
    private const int MissWeight = 8;
    private const int TooMuch = 56;
    private int _score;

    /// <summary>Gets about how many misses are not forgotten yet. [audio-thread]</summary>
    public int Misses => (_score + MissWeight - 1) / MissWeight;

    /// <summary>Adds a block. [audio-thread]</summary>
    /// <param name="missed">Whether it took longer than it lasts.</param>
    /// <returns>Whether it is too much now.</returns>
    public bool Add(bool missed)
    {
        _score = Math.Max(0, _score - 1);
        if (missed)
            _score = Math.Min(_score + MissWeight, TooMuch * 2);
        return _score > TooMuch;
    }

    /// <summary>Forgets everything. [audio-thread]</summary>
    public void Clear() => _score = 0;
}
