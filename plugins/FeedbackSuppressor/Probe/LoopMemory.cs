namespace PluginHost.Plugins.Probe;

/// <summary>Remembers how strong the loop is in the band of the probe, so that silence of it tells that there is none any more.</summary>
internal sealed class LoopMemory
{
    private const float ForgetSeconds = 20;

    // Of the gain that was known, where a howl says that there is a loop although nothing is heard of it. Whether the microphone stands in a
    // duller room, or a loop was cut and the change was taken for a howl, is soon heard when the noise is as loud as it may be.
    private const float WeakerShare = 0.05f;
    private const float DoubtSeconds = 3;

    // Of the share of the score a known loop would have that it usually has, for it is spread unevenly over the lags: what is heard of it
    // fades.
    private const float LostShare = 0.75f;

    // Of the gain that was known: if a known loop would be heard for sure, and no more than that is, it is not there.
    private const float AbsentShare = 0.45f;

    // Long enough for a howl to be proven, if there is a loop after all: the microphone may stand in a room that is duller in the band.
    private const float GoneSeconds = 0.3f;

    private readonly ProbeEcho _echo;
    private readonly float _newsSeconds;
    private readonly float _forgetting;
    private float _known;
    private float _usual;
    private float _absent;
    private float _doubt;
    private bool _hasErred;

    /// <summary>Makes one. [control-thread]</summary>
    /// <param name="echo">Hears the probe.</param>
    /// <param name="newsSeconds">From one call of <see cref="Update"/> to the next.</param>
    public LoopMemory(ProbeEcho echo, float newsSeconds)
    {
        (_echo, _newsSeconds) = (echo, newsSeconds);
        _forgetting = MathF.Exp(-newsSeconds / ForgetSeconds);
    }

    /// <summary>Gets a value indicating whether the loop is there no more, or far from its limit: it would be heard.</summary>
    public bool IsAbsent => _absent > 0;

    /// <summary>Gets a value indicating whether that has been so for a while.</summary>
    public bool IsGone => _absent > GoneSeconds;

    /// <summary>Gets a value indicating whether a loop howled of which less was heard than should have been.</summary>
    public bool IsDoubted => _doubt > 0;

    /// <summary>Gets a value indicating whether less is heard of a loop near its limit than was.</summary>
    public bool IsLost { get; private set; }

    public void Reset()
    {
        _known = _usual = _absent = _doubt = 0;
        _hasErred = IsLost = false;
    }

    /// <summary>Heeds that there is a loop after all: it is weaker in the band than what was heard last, or was lost.</summary>
    public void Expect()
    {
        // Wrong again, it has no say until it hears the loop.
        if (_doubt <= 0)
            _known *= _hasErred ? 0 : WeakerShare;
        _doubt = DoubtSeconds;
        _hasErred = true;
        _absent = 0;
        _echo.Reset();
    }

    /// <summary>Takes in what is heard by now.</summary>
    public void Update()
    {
        _known *= _forgetting;
        _doubt -= _newsSeconds;
        if (_echo.IsSure)
        {
            _known = Math.Max(_known, _echo.Gain);
            _doubt = 0;
            _hasErred &= !_echo.IsStrong(_echo.Gain);
        }
        float expected = _echo.ScoreOf(_known);
        // By the gain: how sure it is hangs on how quiet it was at what moment, and on how the path is spread over the lags.
        bool isHeard = _echo.Score > ProbeEcho.Thinkable && _echo.Gain > AbsentShare * _known;
        bool isAbsent = expected > _echo.Sure && !isHeard && !_echo.IsStrong(_echo.Gain) && !(_hasErred && _echo.Score > ProbeEcho.Likely);
        _usual *= _forgetting;
        if (_echo.IsSure)
            _usual = Math.Max(_usual, _echo.Score / expected);
        _absent = isAbsent ? _absent + _newsSeconds : 0;
        if (IsGone)
            _doubt = 0;
        IsLost = _echo.IsStrong(_known) && expected > _echo.Sure && _echo.Score < expected * _usual * LostShare && !IsGone;
    }
}
