using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Listening;

/// <summary>The player's strikes of late on the grid of sixteenths, 64 steps back.</summary>
internal sealed class PlayerGrid
{
    private const int Steps = 64;
    private readonly ulong[] _bands = new ulong[OnsetGrid.Bands];

    // The step that bit 63 stands for.
    private long _newest;

    /// <summary>Forgets all. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_bands);
        _newest = 0;
    }

    /// <summary>Notes a strike. [audio-thread]</summary>
    /// <param name="step">The nearest step, counted from beat 0.</param>
    /// <param name="bands">One bit a band.</param>
    public void Strike(long step, int bands)
    {
        MoveTo(step);
        long age = _newest - step;
        if (age >= Steps)
            return;
        for (int band = 0; band < _bands.Length; band++)
        {
            if ((bands >> band & 1) != 0)
                _bands[band] |= 1UL << (int)(Steps - 1 - age);
        }
    }

    /// <summary>Gets whether anything was struck at a step. [audio-thread]</summary>
    public bool WasStruck(long step) => ((Bits(0, step, 1) | Bits(1, step, 1) | Bits(2, step, 1)) & 1) != 0;

    /// <summary>Gets a bar as patterns know it. [audio-thread]</summary>
    /// <param name="firstStep">Its first step, counted from beat 0.</param>
    /// <param name="steps">1 to 16.</param>
    public OnsetGrid Bar(long firstStep, int steps) =>
        new((ushort)Bits(0, firstStep, steps), (ushort)Bits(1, firstStep, steps), (ushort)Bits(2, firstStep, steps));

    private void MoveTo(long step)
    {
        long by = step - _newest;
        if (by <= 0)
        {
            // A jump back: what was noted belongs to another time.
            if (by <= -Steps)
                (_newest, _bands[0], _bands[1], _bands[2]) = (step, 0, 0, 0);
            return;
        }
        for (int band = 0; band < _bands.Length; band++)
            _bands[band] = by >= Steps ? 0 : _bands[band] >> (int)by;
        _newest = step;
    }

    // Bit 0 is the first step asked for; what is too old or still to come is empty.
    private uint Bits(int band, long firstStep, int steps)
    {
        uint bits = 0;
        for (int i = 0; i < steps; i++)
        {
            long age = _newest - (firstStep + i);
            if (age is >= 0 and < Steps && (_bands[band] >> (int)(Steps - 1 - age) & 1) != 0)
                bits |= 1u << i;
        }
        return bits;
    }
}
