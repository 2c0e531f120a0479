using System.Globalization;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Encoding;

/// <summary>
/// Which features a net of some kind takes, in which order, on which grid. It is part of a model's card, so that what was
/// learned and what is asked later are encoded alike.
/// </summary>
internal sealed class PatternLayout
{
    /// <summary>Longest look back, in steps.</summary>
    public const int MaxBack = 64;

    /// <summary>Classes of how long something agrees: 0, 1, 2 to 3, 4 to 7, 8 to 15, more.</summary>
    public const int RunClasses = 6;

    /// <summary>Steps after which a grid begins again.</summary>
    public const int GridSteps = 16;

    private const int MaxStyles = 64;

    /// <summary>Puts the blocks one after another. [any-thread]</summary>
    /// <param name="kind">What is played.</param>
    /// <param name="stepsPerBeat">4 for sixteenths, 1 for beats.</param>
    /// <param name="isPlayed">Whether velocities and offsets are learned.</param>
    /// <param name="blocks">What the net is told: source and argument.</param>
    public PatternLayout(PatternKind kind, int stepsPerBeat, bool isPlayed, params IEnumerable<(FeatureSource Source, int Argument)> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        Kind = kind;
        StepsPerBeat = stepsPerBeat;
        IsPlayed = isPlayed;
        Vocabulary = PatternVocabulary.Of(kind);
        List<FeatureBlock> placed = [];
        foreach ((FeatureSource source, int argument) in blocks)
        {
            int size = SizeOf(source, argument);
            placed.Add(new FeatureBlock(source, argument, Features, size));
            Features += size;
        }
        Blocks = placed;
    }

    /// <summary>Gets what is played. [any-thread]</summary>
    public PatternKind Kind { get; }

    /// <summary>Gets the steps in a beat: 4, or 1. [any-thread]</summary>
    public int StepsPerBeat { get; }

    /// <summary>Gets a value indicating whether velocities and offsets are learned. [any-thread]</summary>
    public bool IsPlayed { get; }

    /// <summary>Gets a value indicating whether notes are struck and have lengths; else a step lists what sounds. [any-thread]</summary>
    public bool HasLengths => Kind is not (PatternKind.Drums or PatternKind.Chords) && StepsPerBeat > 1;

    /// <summary>Gets what the tokens mean. [any-thread]</summary>
    public PatternVocabulary Vocabulary { get; }

    /// <summary>Gets the blocks in order. [any-thread]</summary>
    public IReadOnlyList<FeatureBlock> Blocks { get; }

    /// <summary>Gets the number of features. [any-thread]</summary>
    public int Features { get; }

    /// <summary>Gets the number of styles; 0 when styles are not told apart. [any-thread]</summary>
    public int Styles => Blocks.FirstOrDefault(block => block.Source == FeatureSource.Style).Argument;

    /// <summary>Gets the layout that <c>train</c> uses. [any-thread]</summary>
    /// <param name="kind">What is played.</param>
    /// <param name="stepsPerBeat">4 or 1.</param>
    /// <param name="isPlayed">Whether velocities and offsets are there to learn.</param>
    /// <param name="back">How far to look back, in steps, besides the last one; null for what suits the kind.</param>
    /// <param name="styles">How many styles there are.</param>
    /// <returns>The layout.</returns>
    public static PatternLayout Standard(PatternKind kind, int stepsPerBeat, bool isPlayed, IReadOnlyList<int>? back = null, int styles = 0)
    {
        bool isRoll = kind == PatternKind.Poly && stepsPerBeat == 1;
        back ??= kind switch
        {
            PatternKind.Chords => [4, 8, 16, 32],
            PatternKind.Poly when isRoll => [4, 8, 16],
            _ => [4, 8, 16, 32],
        };
        List<(FeatureSource, int)> blocks = [(FeatureSource.Back, 1), .. back.Select(steps => (FeatureSource.Back, steps))];
        // Songs repeat themselves; a drummer's bars are told by what is two bars back.
        if (kind != PatternKind.Drums)
            blocks.AddRange([.. back.Select(steps => (FeatureSource.Agree, steps)), (FeatureSource.Match, 0)]);
        if (isRoll)
            return new PatternLayout(kind, stepsPerBeat, isPlayed, [.. blocks, (FeatureSource.Still, 0), (FeatureSource.Grid, 0)]);
        blocks.AddRange([(FeatureSource.Position, 0), (FeatureSource.Phrase, 0)]);
        if (kind == PatternKind.Chords)
            return new PatternLayout(kind, stepsPerBeat, isPlayed, [.. blocks, (FeatureSource.Age, 0), (FeatureSource.Mode, 0)]);
        blocks.AddRange([(FeatureSource.Tempo, 0), (FeatureSource.Density, 0), (FeatureSource.Player, 0)]);
        if (styles > 0)
            blocks.Add((FeatureSource.Style, styles));
        blocks.AddRange(kind == PatternKind.Drums
            ? [(FeatureSource.Fill, 0)]
            : [(FeatureSource.Chord, 0), (FeatureSource.NextChord, 0), (FeatureSource.Mode, 0), (FeatureSource.Held, 0), (FeatureSource.Age, 0)]);
        return new PatternLayout(kind, stepsPerBeat, isPlayed, blocks);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote. [any-thread]</summary>
    /// <param name="kind">What is played.</param>
    /// <param name="stepsPerBeat">4 or 1.</param>
    /// <param name="isPlayed">Whether velocities and offsets are learned.</param>
    /// <param name="text">Names of blocks, separated by spaces.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="FormatException">A name is unknown; the message quotes it.</exception>
    public static PatternLayout Parse(PatternKind kind, int stepsPerBeat, bool isPlayed, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(FeatureSource, int)> blocks = [];
        foreach (string name in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string word = name.TrimEnd("0123456789".ToCharArray());
            if (!Enum.TryParse(word, ignoreCase: true, out FeatureSource source) || !IsArgument(source, name[word.Length..], out int argument))
                throw new FormatException($"\"{name}\" is no feature that is known here");
            blocks.Add((source, argument));
        }
        return new PatternLayout(kind, stepsPerBeat, isPlayed, blocks);
    }

    /// <summary>Gets the names of the blocks. [any-thread]</summary>
    /// <returns>Such as "back1 back16 position".</returns>
    public override string ToString() => string.Join(' ', Blocks);

    private static bool IsArgument(FeatureSource source, string digits, out int argument)
    {
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out argument);
        return source switch
        {
            FeatureSource.Back or FeatureSource.Agree => isNumber && argument is >= 1 and <= MaxBack,
            FeatureSource.Style => isNumber && argument is >= 1 and <= MaxStyles,
            _ => digits.Length == 0,
        };
    }

    private int SizeOf(FeatureSource source, int argument) => source switch
    {
        FeatureSource.Back => Vocabulary.Tokens * (IsPlayed ? 2 : 1),
        FeatureSource.Position => StepsPerBeat * 7,
        FeatureSource.Phrase => 8,
        FeatureSource.Tempo => Bins.Tempos,
        FeatureSource.Style => argument,
        FeatureSource.Density => DensityScale.Classes,
        FeatureSource.Player => (2 * OnsetGrid.Bands) + 5,
        FeatureSource.Chord => (2 * PitchClass.Count) + ChordQualities.Count,
        FeatureSource.NextChord => PitchClass.Count + ChordQualities.Count,
        FeatureSource.Held => Vocabulary.Tokens,
        FeatureSource.Age or FeatureSource.Still => 8,
        FeatureSource.Agree => RunClasses,
        FeatureSource.Match => Vocabulary.Tokens + RunClasses,
        FeatureSource.Grid => GridSteps,
        _ => 1,
    };
}
