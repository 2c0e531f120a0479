using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins.Listening;

/// <summary>The power of a signal in three bands, below 200 Hz, in between, and above 2 kHz, over windows of four hops.</summary>
internal sealed class BandEnergies
{
    public const int Bands = 3;
    private const int Window = 4;
    private const double LowHz = 200;
    private const double HighHz = 2_000;

    private readonly double[] _hops = new double[Bands * Window];
    private readonly float _lowPole, _highPole;
    private OnePole _low, _high;
    private double _sum0, _sum1, _sum2;
    private int _at;

    public BandEnergies(int rate)
    {
        _lowPole = (float)OnePole.PoleAt(LowHz / rate);
        _highPole = (float)OnePole.PoleAt(HighHz / rate);
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        (_low, _high, _sum0, _sum1, _sum2, _at) = (default, default, 0, 0, 0, 0);
        Array.Clear(_hops);
    }

    /// <summary>Listens. [audio-thread]</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        (double sum0, double sum1, double sum2) = (_sum0, _sum1, _sum2);
        foreach (float sample in samples)
        {
            float low = _low.LowPass(sample, _lowPole), high = _high.HighPass(sample, _highPole), middle = sample - low - high;
            sum0 += (double)low * low;
            sum1 += (double)middle * middle;
            sum2 += (double)high * high;
        }
        (_sum0, _sum1, _sum2) = (sum0, sum1, sum2);
    }

    /// <summary>Ends a hop. [audio-thread]</summary>
    /// <param name="frames">How long it was.</param>
    /// <param name="power">Mean square of each band over the last four hops.</param>
    public void EndHop(int frames, Span<double> power)
    {
        Span<double> hop = _hops.AsSpan(_at * Bands, Bands);
        (hop[0], hop[1], hop[2]) = (_sum0 / frames, _sum1 / frames, _sum2 / frames);
        (_sum0, _sum1, _sum2, _at) = (0, 0, 0, (_at + 1) % Window);
        power.Clear();
        for (int i = 0; i < _hops.Length; i++)
            power[i % Bands] += _hops[i] / Window;
    }
}
