using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Stored;

/// <summary>Chance that hangs on nothing but seed, bar and purpose, with the will to repeat itself that the variation leaves.</summary>
/// <param name="seed">Seed of all bars.</param>
/// <param name="request">Number of the bar, its own seed, and how much may change.</param>
/// <param name="player">Keeps the players apart.</param>
internal readonly struct Dice(ulong seed, in BarRequest request, PatternKind player)
{
    // Nothing is repeated for longer, unless nothing ever changes.
    private const int Memory = 16;
    private const int Renewal = 1000;

    private readonly ulong _seed = Mix(seed ^ Mix(request.Seed + ((ulong)player * 0x9E3779B97F4A7C15)));
    private readonly int _bar = request.Number;
    private readonly float _variation = request.Variation;

    /// <summary>Throws. [any-thread]</summary>
    /// <param name="purpose">What for; below 1000.</param>
    /// <returns>0 to below 1: that of the bar before, if it is to be repeated.</returns>
    public float Roll(int purpose)
    {
        int bar = _bar;
        while (bar > 0 && _bar - bar < Memory && At(bar, purpose + Renewal) >= _variation)
            bar--;
        return At(_variation <= 0 ? 0 : bar, purpose);
    }

    private float At(int bar, int purpose) => (Mix(_seed + ((ulong)bar << 32) + (ulong)purpose) >> 40) * (1f / 16777216);

    // Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
