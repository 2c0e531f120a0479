using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>Turns the notes of a bar into tokens: what <see cref="BarPlayer"/> does, the other way round.</summary>
internal sealed class BarEar(PatternLayout layout, int octave)
{
    private readonly int _stepsPerToken = 4 / layout.StepsPerBeat;

    /// <summary>Where there are no lengths, a note sounds on in every token up to its end.</summary>
    private readonly bool _isRoll = !layout.HasLengths && layout.Kind != PatternKind.Drums;

    /// <param name="bar">The bar.</param>
    /// <param name="step">Step of the layout.</param>
    /// <param name="shift">Semitones to the key of the tokens.</param>
    /// <param name="tokens">Receives the tokens, ascending and each once; those beyond its end are left out.</param>
    /// <returns>How many there are.</returns>
    public int Listen(Bar bar, int step, int shift, Span<StepToken> tokens)
    {
        int count = 0;
        int at = step * _stepsPerToken;
        foreach (PatternEvent note in bar.Notes)
        {
            bool sounds = note.Step / _stepsPerToken == step || (_isRoll && note.Step <= at && at < note.Step + note.LengthSteps);
            int token = sounds ? layout.Vocabulary.TokenOf(note.Note + shift - (octave * PitchClass.Count)) : -1;
            int place = count;
            while (place > 0 && tokens[place - 1].Token >= token)
                place--;
            if (token < 0 || count == tokens.Length || (place < count && tokens[place].Token == token))
                continue;
            tokens[place..count].CopyTo(tokens[(place + 1)..]);
            tokens[place] = new StepToken((short)token, Bins.OfVelocity(note.Velocity), Bins.OfOffset(note.OffsetSteps),
                layout.HasLengths ? Bins.OfLength(note.LengthSteps) : (byte)0);
            count++;
        }
        return count;
    }
}
