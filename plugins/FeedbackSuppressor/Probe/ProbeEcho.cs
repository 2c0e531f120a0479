using PluginHost.Dsp.Fourier;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>Looks in what is heard for what the probe was, at lags of up to 85 ms.</summary>
internal sealed class ProbeEcho
{
    /// <summary>Of the score: likely enough to go by, though not to begin by.</summary>
    public const float Likely = 6;

    /// <summary>Of the score: enough where another witness says the same.</summary>
    public const float Thinkable = 3;

    // Chance alone came to 6.4 in seven hours of organ, other music, voices and noise at 48 kHz; few bins, as at low rates, scatter more.
    private const float SureOfMany = 7;
    private const float SureOfFew = 10;
    private const int Many = 64;

    // Loops come to their limit with a mean gain of -12 to -16 dB in the band; 3 to 5 dB lower they need no help. Those of dull rooms do so at
    // down to -25 dB, and are left to other witnesses.
    private const float StrongGain = 0.029f;
    private const float MemorySeconds = 3;

    // Who hears well can afford to forget soon.
    private const float ShortSeconds = 1;
    private const float WellHeard = 20;

    // A moment without any probe says nothing: nothing was sent on. Nor does one in which the microphone is mute all of a sudden.
    private const float LeastProbe = 1e-16f;
    private const float MuteShare = 1e-4f;

    // Of the mean power in the band: what is fainter counts no more, or it would count for more than all the rest together for long.
    private const float FaintShare = 1e-4f;

    private readonly BandSpectrum _heardBand;
    private readonly BandSpectrum _probeBand;
    private readonly HeardMoment _heard;
    private readonly Spectrum[] _probes;
    private readonly EchoEvidence _evidence;
    private readonly float _keep;
    private readonly float _keepShort;
    private readonly int _bins;
    private double _power;
    private double _newPower;
    private double _bandPower;
    private int _step;
    private int _newest;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public ProbeEcho(ProbeShape shape)
    {
        RealFft fft = new(shape.Length);
        _heardBand = new BandSpectrum(shape, fft);
        _probeBand = new BandSpectrum(shape, fft);
        _heard = new HeardMoment(shape.Bins);
        _probes = Spectrum.Many(ProbeShape.Lags, shape.Bins);
        _keep = MathF.Exp(-shape.HopSeconds / MemorySeconds);
        _keepShort = MathF.Exp(-shape.HopSeconds / ShortSeconds);
        _evidence = new EchoEvidence(shape, fft);
        _bins = shape.Bins;
        Sure = shape.Bins < Many ? SureOfFew : SureOfMany;
    }

    /// <summary>Gets how sure it is that the probe comes back: standard deviations of chance.</summary>
    public float Score => _evidence.Score;

    /// <summary>Gets the score that chance does not come to.</summary>
    public float Sure { get; }

    /// <summary>Gets a value indicating whether it comes back for sure.</summary>
    public bool IsSure => Score > Sure;

    /// <summary>Gets a value indicating whether it comes back so plainly that its gain is known to a decibel.</summary>
    public bool IsPlain => Score > WellHeard;

    /// <summary>Gets the gain of the loop in the band, as a power; 0 when nothing comes back.</summary>
    public float Gain => _evidence.Gain;

    /// <summary>Gets the gain of a loop in a room that is as near its limit, as a power.</summary>
    public float RoomGain => InRoom(Gain);

    /// <summary>Computes the gain of a loop in a room that is as near its limit as this one.</summary>
    /// <param name="gain">Gain of this loop, as a power.</param>
    public float InRoom(float gain) => _evidence.InRoom(gain);

    /// <summary>Tells whether a loop is near its limit.</summary>
    /// <param name="gain">Its gain, as a power.</param>
    public bool IsStrong(float gain) => InRoom(gain) > StrongGain;

    /// <summary>Gets the score that a loop would have by now.</summary>
    /// <param name="gain">Its gain, as a power.</param>
    public float ScoreOf(float gain) => _evidence.ScoreOf(gain);

    public void Reset()
    {
        _heardBand.Reset();
        _probeBand.Reset();
        foreach (Spectrum probe in _probes)
            probe.Clear();
        _evidence.Reset();
        _power = _newPower = _bandPower = 0;
        _step = _newest = 0;
    }

    /// <summary>Takes a step in.</summary>
    /// <returns>Whether there is news.</returns>
    public bool Listen(ReadOnlySpan<float> heard, ReadOnlySpan<float> probe)
    {
        _heardBand.Listen(heard);
        _newPower += Spans.Dot(heard, heard);
        _probeBand.Listen(probe);
        if (++_step == ProbeShape.HopSteps / 2)
            _evidence.Look();
        if (_step < ProbeShape.HopSteps)
            return false;
        _step = 0;
        _newest = (_newest + ProbeShape.Lags - 1) % ProbeShape.Lags;
        Spectrum newest = _probes[_newest];
        _probeBand.Read(newest);
        if (Spans.Dot(newest.Re, newest.Re) < LeastProbe)
            return false;
        _heardBand.Read(_heard.Bins);
        double power = _newPower;
        _newPower = 0;
        _power += (1 - _keep) * (power - _power);
        double band = (Spans.Dot(_heard.Bins.Re, _heard.Bins.Re) + Spans.Dot(_heard.Bins.Im, _heard.Bins.Im)) / _bins;
        _bandPower += (1 - _keep) * (band - _bandPower);
        if (power <= MuteShare * _power)
            return false;
        _heard.Weigh((float)(FaintShare * _bandPower));
        _evidence.Add(_heard, _probes, _newest, IsPlain ? _keepShort : _keep);
        return true;
    }
}
