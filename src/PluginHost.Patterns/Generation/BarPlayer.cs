using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>Turns tokens into the notes of a bar: keys, velocities, timing and lengths.</summary>
internal sealed class BarPlayer(PatternLayout layout, int octave)
{
    private const byte EvenVelocity = 96;
    private const byte DownbeatVelocity = 104;
    private const byte OffbeatVelocity = 84;
    private const float DrumLength = 1;

    private readonly int _stepsPerToken = 4 / layout.StepsPerBeat;

    /// <summary>Where in the bar each token that still sounds was struck, plus one; 0 when it does not.</summary>
    private readonly int[] _sounding = new int[layout.Vocabulary.Tokens];

    private int _shift;
    private float _humanise;
    private Chord _chord;

    /// <summary>Gets or sets the chord that sounds, where nothing says another.</summary>
    public Chord Sounding
    {
        get => _chord;
        set => _chord = value;
    }

    public bool IsKeyRelative { get; } = layout.Kind is PatternKind.Melody or PatternKind.Bass or PatternKind.Chords;

    public void Begin(in BarRequest request, int shift)
    {
        _shift = shift;
        _humanise = float.IsNaN(request.Humanise) ? 1 : Math.Clamp(request.Humanise, 0, 1);
        _chord = layout.Kind == PatternKind.Chords ? _chord : request.Chord;
        Array.Clear(_sounding);
    }

    public void Play(ReadOnlySpan<StepToken> tokens, int step, Bar bar)
    {
        int at = step * _stepsPerToken;
        if (layout.Kind == PatternKind.Chords)
            PlayChord(tokens, at, bar);
        else if (layout.HasLengths || layout.Kind == PatternKind.Drums)
            PlayStruck(tokens, at, bar);
        else
            PlayRoll(tokens, at, bar);
    }

    public void End(Bar bar)
    {
        if (layout.Kind != PatternKind.Chords)
            bar.SetChord(0, _chord);
    }

    /// <summary>Moves a chord tone of one chord to the nearest of another; what was none stays.</summary>
    public int Fit(int token, Chord from, Chord to)
    {
        int key = layout.Vocabulary.KeyOf(token);
        bool isBass = layout.Kind == PatternKind.Bass && PitchClass.Wrap(key) == from.Bass;
        if (to.IsNone || !from.Contains(key))
            return token;
        for (int distance = 0; distance < PitchClass.Count; distance++)
        {
            foreach (int candidate in (ReadOnlySpan<int>)[key - distance, key + distance])
            {
                if (isBass ? PitchClass.Wrap(candidate) == to.Bass : to.Contains(candidate))
                    return layout.Vocabulary.TokenOf(candidate);
            }
        }
        return token;
    }

    private void PlayStruck(ReadOnlySpan<StepToken> tokens, int at, Bar bar)
    {
        foreach (StepToken token in tokens)
        {
            if (layout.Vocabulary.IsOneVoice)
                Cut(bar, at);
            float length = layout.HasLengths ? Bins.Length(token.Length) : DrumLength;
            Add(bar, at, token, length);
        }
    }

    /// <summary>What sounded on the beat before and sounds on is held.</summary>
    private void PlayRoll(ReadOnlySpan<StepToken> tokens, int at, Bar bar)
    {
        Span<PatternEvent> events = bar.Events;
        foreach (StepToken token in tokens)
        {
            int struck = _sounding[token.Token] - 1;
            if (struck >= 0 && events[struck].Step + events[struck].LengthSteps >= at)
                events[struck] = events[struck] with { LengthSteps = at + _stepsPerToken - events[struck].Step };
            else if (Add(bar, at, token, _stepsPerToken))
                _sounding[token.Token] = bar.Count;
        }
    }

    private void PlayChord(ReadOnlySpan<StepToken> tokens, int at, Bar bar)
    {
        if (tokens.Length > 0)
            _chord = PatternVocabulary.ChordOf(tokens[0].Token).Transpose(-_shift);
        bar.SetChord(at, _chord);
        if (_chord.IsNone || (tokens.Length == 0 && at > 0))
            return;
        Cut(bar, at);
        Span<byte> keys = stackalloc byte[ChordVoicing.MaxNotes];
        foreach (byte key in keys[..ChordVoicing.Voice(_chord, keys)])
            bar.Add(new PatternEvent((byte)at, 0, key, Made(at), bar.Steps - at, layout.Kind));
    }

    /// <summary>Ends what still sounds, because there is one voice, or one chord.</summary>
    private static void Cut(Bar bar, int at)
    {
        Span<PatternEvent> events = bar.Events;
        for (int i = bar.Count - 1; i >= 0 && events[i].Step < at && events[i].Step + events[i].LengthSteps > at; i--)
            events[i] = events[i] with { LengthSteps = at - events[i].Step };
    }

    private bool Add(Bar bar, int at, StepToken token, float length)
    {
        int key = layout.Vocabulary.KeyOf(token.Token) - (IsKeyRelative ? _shift : 0) + (octave * PitchClass.Count);
        byte even = layout.IsPlayed ? EvenVelocity : Made(at);
        byte velocity = layout.IsPlayed ? (byte)MathF.Round(even + (_humanise * (Bins.Velocity(token.Velocity) - even))) : even;
        float offset = layout.IsPlayed ? _humanise * Bins.Offset(token.Offset) : 0;
        return bar.Add(new PatternEvent((byte)at, offset, (byte)Math.Clamp(key, 0, 127), velocity, length, layout.Kind));
    }

    /// <summary>Velocities for nets that learned none: the first beat leads, the others follow.</summary>
    private static byte Made(int at) => at == 0 ? DownbeatVelocity : at % 4 == 0 ? EvenVelocity : OffbeatVelocity;
}
