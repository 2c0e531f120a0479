namespace PluginHost.Plugins.Probe;

/// <summary>Tells a loop from a player: a quiet noise of our own goes out with the sound, and no player knows it.</summary>
/// <remarks>
/// After M. Guo, S. H. Jensen and J. Jensen, "Novel acoustic feedback cancellation approaches in hearing aid applications using probe noise
/// and probe noise enhancement" (IEEE Trans. ASLP 20(9), 2012): what comes back of a noise that is independent of the player tells of the
/// path without bias. Here it says whether there is a loop, and how strong it is where the noise lies; the path itself is learned from
/// the sound, which is everywhere and much louder.
/// </remarks>
internal sealed class LoopProbe
{
    // As long as something is subtracted and the noise is not heard plainly, it is louder: by 12 dB, and by 18 if it is not heard for sure.
    private const float Boost = 4;
    private const float MostBoost = 8;

    // Loops come to their limit with a mean gain of -12 to -16 dB in the band; 7 dB below that it takes a second witness.
    private const float LimitGain = 0.05f;
    private const float FaintGain = 0.009f;

    // What should be left of the loop, as an amplitude, where subtracting costs something: 4 to 8 dB below the limit.
    private const float CalmGain = 0.1f;

    // Of the energy of a path, relative to what is heard of it; organs leave two to four times as much.
    private const float MostOfPlayer = 1.8f;
    private const float LeastOfPath = 0.25f;

    // Where the loop is heard plainly, one that was learned while it was weaker: it learns sooner in use.
    private const float LeastOfOldPath = 0.02f;

    // And of one that has next to nothing of the player's, up to none.
    private const float LittleOfPlayer = 1.25f;
    private const float NoneOfPlayer = 0.75f;

    // A loop that is silent but in the band would have a third of the energy of one that is as strong everywhere: a path with less than half
    // of it is not the whole loop. It was turned up, and what is heard since may be a howl, which teaches nothing. No loudspeaker plays higher.
    private const float WeakShare = 0.5f;
    private const float MostMissing = 2;
    private const float HighestHz = 24_000;

    private readonly ProbeSource _source;
    private readonly ProbeEcho _echo;
    private readonly LoopMemory _memory;
    private readonly float _bandShare;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    public LoopProbe(int sampleRate)
    {
        ProbeShape shape = new(sampleRate);
        _source = new ProbeSource(shape);
        _echo = new ProbeEcho(shape);
        _memory = new LoopMemory(_echo, shape.HopSeconds);
        _bandShare = Math.Min(1, 2 * HighestHz / sampleRate);
    }

    /// <summary>Gets or sets a value indicating whether it sounds. Off, it knows nothing.</summary>
    public bool IsOn
    {
        get => _source.IsOn;
        set
        {
            if (!value && _source.IsOn)
                Forget();
            _source.IsOn = value;
        }
    }

    /// <summary>Gets or sets a value indicating whether something is done against a loop, on whatever evidence: then it had better be heard.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Gets a value indicating whether a loop that was heard is there no more, or far from its limit: it would be heard.</summary>
    public bool IsAbsent => _memory.IsAbsent;

    /// <summary>Gets a value indicating whether that has been so for a while.</summary>
    public bool IsGone => _memory.IsGone;

    /// <summary>Gets a value indicating whether there may be a loop not far from its limit: something is heard of it.</summary>
    public bool MayBeLoop => _echo.Score > ProbeEcho.Thinkable && _echo.RoomGain > FaintGain && !IsAbsent;

    /// <summary>Gets a value indicating whether nothing is heard of a loop, though one at its limit would be unless it is dull in the band.</summary>
    public bool HearsNone => _echo.Score < ProbeEcho.Thinkable && _echo.ScoreOf(LimitGain) > _echo.Sure;

    /// <summary>Computes the share of the prediction that is enough to calm the loop, 0 to 1; 1 when nothing is heard of it.</summary>
    /// <param name="raise">By how much the loop was turned up since it was heard, as an amplitude.</param>
    public float ShareOf(float raise) => _echo.Score > ProbeEcho.Likely ? Math.Max(0, 1 - (CalmGain / (raise * MathF.Sqrt(_echo.RoomGain + 1e-9f)))) : 1;

    /// <summary>Computes the mean gain of the loop in the band as if it were in a room, as a power; at the limit when nothing is heard of it.</summary>
    /// <param name="raise">By how much the loop was turned up since it was heard, as an amplitude.</param>
    public float GainOf(float raise) => raise * raise * (_echo.Score > ProbeEcho.Likely ? _echo.RoomGain : LimitGain);

    /// <summary>Computes the gain of a loop in a room that is as near its limit as this one, as a power.</summary>
    /// <param name="gain">Mean gain of this loop, as a power.</param>
    public float InRoom(float gain) => _echo.InRoom(gain);

    public void Reset()
    {
        _source.Reset();
        Forget();
    }

    /// <summary>Forgets all that came back.</summary>
    public void Forget()
    {
        _echo.Reset();
        _source.Boost = 1;
        _memory.Reset();
    }

    /// <summary>Tells whether a loop is heard that is near its limit, and a path was learned that is it.</summary>
    /// <param name="energy">Energy of the path. One that is much stronger than the loop that is heard is made of the player's tones.</param>
    public bool Confirms(float energy) => _echo.IsSure && _echo.IsStrong(_echo.Gain)
        && energy > (_echo.IsPlain ? LeastOfOldPath : LeastOfPath) * _echo.Gain && energy < MostOfPlayer * _echo.Gain;

    /// <summary>Tells how sure it is that a path is that of the loop alone, 0 to 1: it is no stronger than the loop, which is heard plainly.</summary>
    /// <param name="energy">Energy of the path.</param>
    public float PurityOf(float energy) =>
        _echo.IsPlain ? Math.Clamp(((LittleOfPlayer * _echo.Gain) - energy) / (((LittleOfPlayer - NoneOfPlayer) * _echo.Gain) + 1e-9f), 0, 1) : 0;

    /// <summary>Computes by how much a path is too weak for the loop that is plainly heard, as an amplitude, 1 to 2; 1 when it is not.</summary>
    /// <param name="energy">Energy of the path.</param>
    public float Missing(float energy)
    {
        float expected = _echo.Gain * _bandShare;
        return _echo.IsPlain && energy < WeakShare * expected ? Math.Min(MostMissing, MathF.Sqrt(expected / (energy + 1e-9f))) : 1;
    }

    /// <summary>Heeds that there is a loop after all: it is weaker in the band than what was heard last, or was lost.</summary>
    public void Expect() => _memory.Expect();

    /// <summary>Adds the noise, in place.</summary>
    /// <param name="part">Frames that do not go beyond the end of a step.</param>
    /// <param name="at">Where in the step they start.</param>
    public void Add(Span<float> part, int at) => _source.Add(part, at);

    /// <summary>Takes a step in.</summary>
    /// <param name="heard">What the microphone heard.</param>
    /// <param name="sent">What was sent on, the noise with it.</param>
    public void Listen(ReadOnlySpan<float> heard, ReadOnlySpan<float> sent)
    {
        bool hasNews = _echo.Listen(heard, _source.Added);
        _source.Follow(heard, sent);
        if (!hasNews)
            return;
        _memory.Update();
        _source.Boost = _memory.IsDoubted || (IsUsed && _echo.Score < _echo.Sure) ? MostBoost : _memory.IsLost || (IsUsed && !_echo.IsPlain) ? Boost : 1;
    }
}
