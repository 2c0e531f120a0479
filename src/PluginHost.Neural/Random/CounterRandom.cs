namespace PluginHost.Neural.Random;

/// <summary>
/// Random numbers that are a pure function of (seed, stream, position): Philox 4x32 with ten rounds, from Salmon, Moraes, Dror and Shaw,
/// "Parallel Random Numbers: As Easy as 1, 2, 3" (2011). The same everywhere, whatever the threads do. Never allocates. [any-thread]
/// </summary>
public struct CounterRandom
{
    private const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9, SecondKeyStep = 0xBB67AE85;
    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _block;
    private uint _word0, _word1, _word2, _word3;
    private int _used;

    /// <summary>Starts at block <paramref name="position"/> (four words each) of one stream of one seed. [any-thread]</summary>
    public CounterRandom(ulong seed, ulong stream, ulong position)
    {
        _seed = seed;
        _stream = stream;
        _block = position;
        _used = 4;
        _word0 = _word1 = _word2 = _word3 = 0;
    }

    /// <summary>32 random bits. [any-thread]</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            (_word0, _word1, _word2, _word3) = Block(_seed, _stream, _block++);
            _used = 0;
        }
        return _used++ switch { 0 => _word0, 1 => _word1, 2 => _word2, _ => _word3 };
    }

    /// <summary>A multiple of 2^-24 from 0 to below 1. [any-thread]</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A whole number from 0 to below <paramref name="limit"/> (at least 1), by Lemire's multiplication. [any-thread]</summary>
    public int NextInt32(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return (int)(((ulong)NextUInt32() * (uint)limit) >> 32);
    }

    /// <summary>A sample of the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958). [any-thread]</summary>
    public float NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1.0 - NextSingle()));
        return (float)(radius * Math.Cos(2 * Math.PI * NextSingle()));
    }

    internal static (uint, uint, uint, uint) Block(ulong key, ulong high, ulong low)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++, k0 += FirstKeyStep, k1 += SecondKeyStep)
        {
            ulong a = (ulong)FirstMultiplier * c0, b = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
        }
        return (c0, c1, c2, c3);
    }
}
