using PluginHost.Dsp.Fourier;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>How sure it is that the probe comes back, and how strongly, over all lags.</summary>
internal sealed class EchoEvidence
{
    // Of a direct sound and its first echoes; the windows overlap by half. Far away in a hall the sound is spread over all.
    private const int LagsTogether = 3;

    // Of the score, for the direct sound to be looked for, and from one look at it to the next.
    private const float LeastScore = 7;
    private const int LookHops = 4;

    // Windows that overlap and bins that overlap agree by chance in more than one: standard deviations, relative to independent ones.
    private const float BinsAlike = 1.4f;
    private const float LagsAlike = 1.07f;

    private readonly LagEvidence[] _lags;
    private readonly DirectSound _direct;
    private readonly float _chance;
    private readonly float _chanceOfAll;
    private int _best;
    private int _hop;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="shape">The band.</param>
    /// <param name="fft">Of the length of a spectrum; may be shared.</param>
    public EchoEvidence(ProbeShape shape, RealFft fft)
    {
        _direct = new DirectSound(shape, fft, LookHops * shape.HopSeconds);
        _lags = [.. Enumerable.Range(0, ProbeShape.Lags).Select(_ => new LagEvidence(shape.Bins))];
        _chance = BinsAlike * LagsAlike * MathF.Sqrt(LagsTogether * shape.Bins);
        _chanceOfAll = BinsAlike * LagsAlike * MathF.Sqrt(ProbeShape.Lags * shape.Bins);
    }

    /// <summary>Gets how sure it is that the probe comes back: standard deviations of chance.</summary>
    public float Score { get; private set; }

    /// <summary>Gets the gain of the loop in the band, as a power; 0 when nothing comes back.</summary>
    public float Gain { get; private set; }

    /// <summary>Computes the gain of a loop in a room that is as near its limit as this one, of which next to all may be direct sound.</summary>
    /// <param name="gain">Gain of this loop, as a power.</param>
    public float InRoom(float gain) => gain * _direct.Relief;

    public void Reset()
    {
        _direct.Reset();
        _best = _hop = 0;
        foreach (LagEvidence lag in _lags)
            lag.Reset();
        Score = Gain = 0;
    }

    /// <summary>Gets the score that a loop would have by now.</summary>
    /// <param name="gain">Its gain, as a power.</param>
    public float ScoreOf(float gain)
    {
        float unity = 0;
        foreach (LagEvidence lag in _lags)
            unity += lag.ExcessAtUnity;
        return gain * unity / (_lags.Length * _chance);
    }

    /// <summary>Takes a moment in.</summary>
    /// <param name="moment">What is heard.</param>
    /// <param name="probes">The last moments of the probe, in a ring.</param>
    /// <param name="newest">Where the ring starts; then come older ones.</param>
    /// <param name="keep">How much of what was before still counts.</param>
    public void Add(in HeardMoment moment, ReadOnlySpan<Spectrum> probes, int newest, float keep)
    {
        float best = float.MinValue, all = 0, gain = 0;
        for (int lag = 0; lag < _lags.Length; lag++)
        {
            _lags[lag].Add(moment, probes[(newest + lag) % probes.Length], keep);
            all += _lags[lag].Excess;
            gain += _lags[lag].Excess / (_lags[lag].ExcessAtUnity + 1e-30f);
            if (lag < LagsTogether - 1)
                continue;
            float excess = 0;
            for (int i = 0; i < LagsTogether; i++)
                excess += _lags[lag - i].Excess;
            if (excess <= best)
                continue;
            best = excess;
            _best = lag - LagsTogether + 1;
        }
        Score = Math.Max(best / _chance, all / _chanceOfAll);
        Gain = Math.Max(0, gain);
    }

    /// <summary>Has now and then a look at how it comes back: call it between moments.</summary>
    public void Look()
    {
        _hop = (_hop + 1) % LookHops;
        if (_hop == 0 && Score > LeastScore && Gain > 0)
            _direct.Look(_lags.AsSpan(_best, LagsTogether), _best, Gain);
    }
}
