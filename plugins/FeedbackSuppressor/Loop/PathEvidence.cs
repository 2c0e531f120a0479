using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>Tells a loop from a player, by what changes: a path that was learned fits a loop worse once the loop is turned
/// up, and not at all once it is cut.</summary>
internal sealed class PathEvidence
{
    // Nepers per bin. Plucked strings with much echo come to 0.12 with no loop at all, organs and others to 0.09; so where there is a
    // probe it must have heard something, too.
    private const float TurnedUp = 0.055f;
    private const float PlainlyTurnedUp = 0.1f;
    private const float LeastGain = 1.15f;
    private const float LeastOldGain = 1.2f;

    // A loop this far below its limit, some 6 dB, needs no help.
    private const float LeastEnergy = 0.025f;
    private const float MostStep = 2;
    private const float StepSeconds = 0.1f;

    // Estimates to go back to see a loop that is turned up slowly: two seconds.
    private const int Depth = 12;

    // Where the loop was cut, long tones and echoes alone leave a path fainter than this share of what it was.
    private const float FaintShare = 0.15f;
    private const float FaintSeconds = 1.5f;
    private const float PeakSeconds = 30;

    // A path that leaves more than it takes is none.
    private const float WrongNepers = -0.02f;
    private const float WrongSeconds = 0.4f;

    private readonly GainWatch _now;
    private readonly GainWatch _then;
    private readonly WhiteSpectrum _heard;
    private readonly WhiteSpectrum _predicted;
    private readonly WhiteSpectrum _oldPredicted;
    private readonly PathFilter _oldFilter;
    private readonly PathHistory _history;
    private readonly float[] _oldPath;
    private readonly float[] _oldPrediction;
    private readonly float[] _sent;
    private readonly float _newsSeconds;
    private int _heardFrames;
    private float _energy;
    private float _oldEnergy;
    private float _sinceStep;
    private float _faint;
    private float _peak;
    private float _wrong;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public PathEvidence(LoopShape shape)
    {
        var fft = new RealFft(shape.Block);
        _now = new GainWatch(fft.Bins);
        _then = new GainWatch(fft.Bins);
        int news = shape.Block / 4;
        _heard = new WhiteSpectrum(fft, news);
        _predicted = new WhiteSpectrum(fft, news);
        _oldPredicted = new WhiteSpectrum(fft, news);
        // Nothing waits for what it predicts but the comparison.
        _oldFilter = new PathFilter(news, shape.Taps);
        _history = new PathHistory(Depth, shape.Taps);
        _oldPath = new float[shape.Taps];
        _oldPrediction = new float[news];
        _sent = new float[news];
        _newsSeconds = (float)news / shape.SampleRate;
    }

    /// <summary>Gets a value indicating whether the loop was turned up.</summary>
    public bool IsTurnedUp { get; private set; }

    /// <summary>Gets a value indicating whether that is plain, though nothing was known of a loop.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Gets the factor by which the path is to be raised at once; 1 to leave it.</summary>
    public float Step { get; private set; }

    public void Reset()
    {
        _now.Reset();
        _then.Reset();
        _heard.Reset();
        _predicted.Reset();
        _oldPredicted.Reset();
        _heardFrames = 0;
        Array.Clear(_sent);
        _oldFilter.Reset();
        _history.Reset();
        Array.Clear(_oldPath);
        _energy = _oldEnergy = 0;
        IsTurnedUp = IsPlain = false;
        Step = 1;
        _sinceStep = _faint = _wrong = _peak = 0;
    }

    /// <summary>Takes an estimate in.</summary>
    public void Take(ReadOnlySpan<float> path)
    {
        if (_history.Exchange(path, _oldPath))
            _oldFilter.Use(_oldPath, 1);
        _energy = (float)Spans.Dot(path, path);
        _oldEnergy = (float)Spans.Dot(_oldPath, _oldPath);
    }

    /// <summary>Takes in what was sent in the step that <see cref="Listen"/> took last: call it after that, once a step.</summary>
    public void Send(ReadOnlySpan<float> sent) => sent.CopyTo(_sent.AsSpan(_heardFrames));

    /// <summary>Takes a step in.</summary>
    /// <param name="heard">What is heard.</param>
    /// <param name="prediction">What is predicted, with the shares.</param>
    /// <param name="shares">How much of the path that is.</param>
    /// <param name="whitener">Knows the spectrum of what is heard.</param>
    /// <returns>Whether there is news.</returns>
    public bool Listen(ReadOnlySpan<float> heard, ReadOnlySpan<float> prediction, BandShares shares, Whitener whitener)
    {
        _heard.Listen(heard);
        _predicted.Listen(prediction);
        _heardFrames += heard.Length;
        if (_heardFrames < _sent.Length)
            return false;
        _heardFrames = 0;
        // What was sent is a step older than what is heard, as the path has it.
        _oldFilter.Predict(_sent, _oldPrediction);
        _oldPredicted.Listen(_oldPrediction);
        _heard.Update(whitener);
        _predicted.Update(whitener);
        shares.Complete(_predicted.Bins);
        _oldPredicted.Update(whitener);
        _now.Compare(_heard.Bins, _predicted.Bins);
        _then.Compare(_heard.Bins, _oldPredicted.Bins);
        _sinceStep += _newsSeconds;
        bool isJump = _now.TwiceOverOnce > TurnedUp && _now.Gain * _now.Gain * _energy > LeastEnergy;
        bool isRise = _then.TwiceOverOnce > TurnedUp && _then.Gain > LeastOldGain
            && _then.Gain * _then.Gain * _oldEnergy > LeastEnergy;
        IsTurnedUp = isJump || isRise;
        IsPlain = (isJump && _now.TwiceOverOnce > PlainlyTurnedUp) || (isRise && _then.TwiceOverOnce > PlainlyTurnedUp);
        Step = 1;
        if (isJump && _now.Gain > LeastGain && _sinceStep > StepSeconds)
        {
            Step = Math.Min(MostStep, _now.Gain);
            _sinceStep = 0;
        }
        return true;
    }

    /// <summary>Decides, at news, whether there is no loop any more, or none like the path.</summary>
    /// <param name="energy">Energy of the path.</param>
    /// <returns>Whether the path had better not be used.</returns>
    public bool IsGone(float energy)
    {
        _peak = Math.Max(energy, _peak * (1 - (_newsSeconds / PeakSeconds)));
        _faint = energy < FaintShare * _peak ? _faint + _newsSeconds : 0;
        _wrong = _now.OnceOverNone < WrongNepers ? _wrong + _newsSeconds : 0;
        return _faint > FaintSeconds || _wrong > WrongSeconds;
    }
}
