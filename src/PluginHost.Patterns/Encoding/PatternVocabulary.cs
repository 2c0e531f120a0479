using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Encoding;

/// <summary>What each kind's tokens mean: kit pieces, keys in a range, or chords.</summary>
internal sealed class PatternVocabulary
{
    private static readonly PatternVocabulary[] All = [.. Enum.GetValues<PatternKind>().Select(kind => new PatternVocabulary(kind))];

    private readonly int _lowest;

    private PatternVocabulary(PatternKind kind)
    {
        Kind = kind;
        (_lowest, Tokens) = kind switch
        {
            PatternKind.Drums => (0, DrumKit.Count),
            PatternKind.Bass => (24, 37),
            PatternKind.Melody => (36, 61),
            PatternKind.Chords => (0, 1 + (PitchClass.Count * (ChordQualities.Count - 1))),
            _ => (21, 88),
        };
    }

    /// <summary>Gets the kind. [any-thread]</summary>
    public PatternKind Kind { get; }

    /// <summary>Gets the number of tokens. [any-thread]</summary>
    public int Tokens { get; }

    /// <summary>Gets a value indicating whether tokens are keys of a keyboard. [any-thread]</summary>
    public bool IsPitched => Kind is PatternKind.Bass or PatternKind.Melody or PatternKind.Poly;

    /// <summary>Gets a value indicating whether at most one note is struck at a time. [any-thread]</summary>
    public bool IsOneVoice => Kind is PatternKind.Bass or PatternKind.Melody or PatternKind.Chords;

    /// <summary>Gets the vocabulary of a kind; there is one each. [any-thread]</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The vocabulary.</returns>
    public static PatternVocabulary Of(PatternKind kind) => All[(int)kind];

    /// <summary>Gets the token of a key. What lies outside the range of one voice is moved by octaves. [any-thread]</summary>
    /// <param name="key">MIDI key, transposed or not.</param>
    /// <returns>The token; -1 when there is none.</returns>
    public int TokenOf(int key)
    {
        if (Kind == PatternKind.Drums)
            return key is >= 0 and < 128 ? DrumKit.PieceOf(key) : -1;
        int token = key - _lowest;
        if (Kind == PatternKind.Poly)
            return token >= 0 && token < Tokens ? token : -1;
        while (token < 0)
            token += PitchClass.Count;
        while (token >= Tokens)
            token -= PitchClass.Count;
        return token;
    }

    /// <summary>Gets the key of a token. [any-thread]</summary>
    /// <param name="token">0 to <see cref="Tokens"/> - 1; not for chords.</param>
    /// <returns>MIDI key.</returns>
    public byte KeyOf(int token) => Kind == PatternKind.Drums ? DrumKit.KeyOf(token) : (byte)(_lowest + token);

    /// <summary>Gets the token of a chord; its bass is not part of it. [any-thread]</summary>
    /// <param name="chord">The chord.</param>
    /// <returns>0 for none, else 1 to 180.</returns>
    public static int TokenOf(Chord chord) =>
        chord.IsNone ? 0 : 1 + (chord.Root * (ChordQualities.Count - 1)) + (int)chord.Quality - 1;

    /// <summary>Gets the chord of a token. [any-thread]</summary>
    /// <param name="token">0 to 180.</param>
    /// <returns>The chord over its root.</returns>
    public static Chord ChordOf(int token) => token == 0 ? default
        : new((token - 1) / (ChordQualities.Count - 1), (ChordQuality)(((token - 1) % (ChordQualities.Count - 1)) + 1));
}
