using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>
/// Leans a net's choices towards what was asked for: notes of the scale, chord tones on the beats, more or fewer notes.
/// Complexity c scales the odds of what is foreign by a power of c: at 1 nothing changes, at 0 it is ruled out.
/// </summary>
internal sealed class TokenBias(PatternLayout layout, StepHead head, SelfBias self)
{
    /// <summary>Logits that density may move, up and down, where the net was not settled on what it is told of it.</summary>
    private const float DensityRange = 1.2f;

    private const float OffScalePower = 4;
    private const float OffChordOnBeatPower = 1.5f;
    private const float OffChordPower = 0.4f;

    /// <summary>Off the beats foreign notes pass even at complexity 0, within the scale.</summary>
    private const float LeastOffChord = -2;

    private readonly bool _isSettled = layout.Kind == PatternKind.Drums && !self.IsNone && layout.Blocks.Any(block => block.Source == FeatureSource.Density);
    private readonly float[] _values = new float[layout.Vocabulary.Tokens + 1];

    /// <param name="request">What was asked for.</param>
    /// <param name="shift">Semitones from the request's key to that of the tokens.</param>
    /// <param name="context">Where in the bar, and how dense the net is told to play.</param>
    /// <param name="lean">Logits that speak for more notes, besides density.</param>
    public ReadOnlySpan<float> For(in BarRequest request, int shift, in StepContext context, float lean)
    {
        float log = MathF.Log(Math.Clamp(request.Complexity, 0, 1));
        Key key = new(PitchClass.Wrap(request.Key.Tonic + shift), request.Key.Scale);
        if (layout.Kind == PatternKind.Chords)
            LeanChords(key, log);
        else if (layout.Vocabulary.IsPitched)
            LeanNotes(key, request.Chord.Transpose(shift), log, context.Position % layout.StepsPerBeat == 0);
        float more = lean + Density(request, context);
        Span<float> tokens = _values.AsSpan(0, layout.Vocabulary.Tokens);
        if (layout.Kind == PatternKind.Drums)
        {
            tokens.Clear();
            self.At(context.Position, context.StepsPerBar).CopyTo(tokens);
        }
        // In a set every further note competes with its end; independent bits have no end.
        if (head == StepHead.Bits)
        {
            foreach (ref float value in tokens)
                value += more;
        }
        _values[^1] = head == StepHead.Bits ? 0 : -more;
        return _values;
    }

    private float Density(in BarRequest request, in StepContext context)
    {
        if (_isSettled)
            return self.More(context.Density >= 0 ? context.Density : SelfBias.Untold);
        return float.IsNaN(request.Density) ? 0 : DensityRange * ((2 * Math.Clamp(request.Density, 0, 1)) - 1);
    }

    private void LeanNotes(Key key, Chord chord, float log, bool isOnBeat)
    {
        float offScale = Power(log, OffScalePower);
        float offChord = chord.IsNone ? 0 : isOnBeat ? Power(log, OffChordOnBeatPower) : Math.Max(LeastOffChord, Power(log, OffChordPower));
        for (int token = 0; token < layout.Vocabulary.Tokens; token++)
        {
            int note = layout.Vocabulary.KeyOf(token);
            // A chord tone is right even where it is not of the scale.
            _values[token] = chord.Contains(note) ? 0 : offChord + (key.Contains(note) ? 0 : offScale);
        }
    }

    private void LeanChords(Key key, float log)
    {
        float foreign = Power(log, OffScalePower);
        float rich = Math.Max(LeastOffChord, Power(log, 1));
        for (int token = 0; token < layout.Vocabulary.Tokens; token++)
        {
            Chord chord = PatternVocabulary.ChordOf(token);
            bool isOfKey = !chord.IsNone && (chord.Mask & ~key.Mask) == 0;
            bool isTriad = chord.Quality is ChordQuality.None or ChordQuality.Major or ChordQuality.Minor;
            _values[token] = (isOfKey ? 0 : foreign) + (isTriad ? 0 : rich);
        }
    }

    /// <summary>The logarithm of c to a power; 0 times minus infinity stays 0 at c = 1 only.</summary>
    private static float Power(float log, float power) => log == 0 ? 0 : log * power;
}
