using PluginHost.Sdk;

namespace PluginHost.Plugins.Listening;

/// <summary>Hears when the player strikes, in three bands, and how loud he is. On a grid of hops of its own, so that nothing
/// depends on blocks.</summary>
internal sealed class PlayerEar
{
    private const double HopMs = 5;

    // Power of -70 dBFS: what rises from below rises from here.
    private const double SilentPower = 1e-7;

    // What a band holds less of than this is the skirt of a neighbour's filter, or noise.
    private const double LeastShare = 0.02;
    private const float GateDb = -55;
    private const float GateBelowPeakDb = -30;
    private const float PeakFallDbPerSecond = 1;

    // Power rises fastest in the hop after the one with the strike, and that is known one more hop later.
    private const double LagHops = 2.5;

    private readonly BandEnergies _energies;
    private readonly OnsetPicker[] _pickers = [new(), new(), new()];
    private readonly double[] _power = new double[BandEnergies.Bands];
    private readonly int _hopFrames;
    private readonly float _peakFall;
    private int _left;

    public PlayerEar(int rate)
    {
        _energies = new BandEnergies(rate);
        _hopFrames = (int)Math.Round(HopMs * rate / 1000);
        _peakFall = (float)(PeakFallDbPerSecond * HopMs / 1000);
        Reset();
    }

    /// <summary>Gets frames until the next hop ends. [audio-thread]</summary>
    public int FramesToHop => _left;

    /// <summary>Gets how far back a strike lies when it is heard, in frames. [any-thread]</summary>
    public int LagFrames => (int)(LagHops * _hopFrames);

    /// <summary>Gets the level over the last 20 ms, in dBFS. [audio-thread]</summary>
    public float LevelDb { get; private set; }

    /// <summary>Gets the level of the loudest of late, in dBFS. [audio-thread]</summary>
    public float PeakDb { get; private set; }

    /// <summary>Gets whether the player is to be heard. [audio-thread]</summary>
    public bool IsActive => LevelDb > GateDb && LevelDb > PeakDb + GateBelowPeakDb;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        _energies.Reset();
        foreach (OnsetPicker picker in _pickers)
            picker.Reset(Math.Log(SilentPower));
        _left = _hopFrames;
        LevelDb = PeakDb = Decibels.Silence;
    }

    /// <summary>Listens up to the end of a hop at most. [audio-thread]</summary>
    /// <param name="samples">No more than <see cref="FramesToHop"/>.</param>
    /// <returns>The bands in which a strike was found, <see cref="LagFrames"/> ago: bit 0 is low, bit 2 is high.</returns>
    public int Listen(ReadOnlySpan<float> samples)
    {
        _energies.Add(samples);
        _left -= samples.Length;
        if (_left > 0)
            return 0;
        _left = _hopFrames;
        _energies.EndHop(_hopFrames, _power);
        double all = _power[0] + _power[1] + _power[2];
        LevelDb = (float)(10 * Math.Log10(all + 1e-15));
        PeakDb = Math.Max(LevelDb, PeakDb - _peakFall);
        int bands = 0;
        for (int band = 0; band < _pickers.Length; band++)
        {
            if (_pickers[band].Next(Math.Log(_power[band] + SilentPower)) > 0 && IsActive && _power[band] >= LeastShare * all)
                bands |= 1 << band;
        }
        return bands;
    }
}
