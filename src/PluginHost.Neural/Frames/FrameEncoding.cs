using System.Globalization;
using System.Numerics;
using PluginHost.Neural.Steps;

namespace PluginHost.Neural.Frames;

/// <summary>
/// What a model is told before a frame sounds: the frame before and some further back, how long the last one has stood, how well the present
/// agrees with the past a lookback ago, what followed the longest earlier agreement, and the place in a grid of 16. All of it is past. [any-thread]
/// </summary>
public sealed class FrameEncoding
{
    /// <summary>The line of a model's card that holds its encoding.</summary>
    public const string CardName = "frames";

    private const int Grid = 16, Runs = 6, Ages = 8, MostSteps = 8192;
    private readonly int[] _lookbacks;
    private readonly bool _match;
    private readonly int _agesAt, _runsAt, _matchAt, _gridAt;

    /// <summary>Lays the features out. [any-thread]</summary>
    /// <param name="lowest">MIDI note of the first token.</param>
    /// <param name="keys">Tokens; notes outside are an error.</param>
    /// <param name="lookbacks">Steps before the target whose frames are shown, beside the last one; each 2 or more.</param>
    /// <param name="match">Whether to show what followed the longest earlier agreement.</param>
    public FrameEncoding(int lowest, int keys, IReadOnlyList<int> lookbacks, bool match)
    {
        ArgumentNullException.ThrowIfNull(lookbacks);
        (Lowest, Keys, _lookbacks, _match) = (lowest, keys, [.. lookbacks], match);
        if (keys < 1 || lowest < 0 || lowest + keys > 128)
            throw new ArgumentException($"{keys} keys from note {lowest} are not MIDI notes");
        if (_lookbacks.Any(back => back < 2))
            throw new ArgumentException($"a lookback of {_lookbacks.Min()} steps is the last frame or no past");
        _agesAt = (1 + _lookbacks.Length) * keys;
        _runsAt = _agesAt + Ages;
        _gridAt = _runsAt + _lookbacks.Length * Runs;
        _matchAt = _gridAt + Grid;
        Features = _matchAt + (match ? keys + Runs : 0);
    }

    /// <summary>Gets the MIDI note of token 0. [any-thread]</summary>
    public int Lowest { get; }

    /// <summary>Gets the number of tokens. [any-thread]</summary>
    public int Keys { get; }

    /// <summary>Gets the number of features. [any-thread]</summary>
    public int Features { get; }

    /// <summary>Transposition by some semitones. [any-thread]</summary>
    public StepShift Shift(int lowest, int highest)
    {
        List<ShiftBlock> blocks = [.. Enumerable.Range(0, 1 + _lookbacks.Length).Select(i => new ShiftBlock(i * Keys, Keys))];
        if (_match)
            blocks.Add(new ShiftBlock(_matchAt, Keys));
        return new StepShift(lowest, highest, blocks, [new ShiftBlock(0, Keys)]);
    }

    /// <summary>A piece by the protocol of Bai et al. 2018: frames 2 to the last are the targets, those before each are known. Allocates. [any-thread]</summary>
    /// <exception cref="ArgumentException">A note lies outside the keys.</exception>
    public StepSequence Encode(FramePiece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        int[][] frames = piece.Frames;
        foreach (int[] frame in frames)
            foreach (int note in frame)
                if (note < Lowest || note >= Lowest + Keys)
                    throw new ArgumentException($"'{piece.Name}': note {note} is none of the {Keys} from {Lowest}");
        int count = Math.Max(0, frames.Length - 1);
        StepSequence sequence = new() { Name = piece.Name, Inputs = new int[count][], Tokens = new int[count][] };
        StepHistory history = new(Math.Clamp(count, 2, MostSteps), Keys);
        List<int> features = [];
        for (int step = 0; step < count; step++)
        {
            history.Push([.. frames[step].Select(note => note - Lowest)]);
            features.Clear();
            Describe(history, step + 1, features);
            sequence.Inputs[step] = [.. features];
            sequence.Tokens[step] = [.. frames[step + 1].Select(note => note - Lowest)];
        }
        return sequence;
    }

    /// <summary>The encoding that a model was trained with. [any-thread]</summary>
    /// <exception cref="FormatException">Its card has none, or one that does not fit its features.</exception>
    public static FrameEncoding Of(StepModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        FrameEncoding encoding = Parse(model.Card.GetValueOrDefault(CardName, ""));
        return encoding.Features == model.Shape.Features && encoding.Keys == model.Shape.Tokens ? encoding
            : throw new FormatException($"the encoding '{encoding}' has {encoding.Features} features, the model {model.Shape.Features}");
    }

    /// <summary>As a card keeps it; <see cref="Parse"/> reads it. [any-thread]</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lowest} {Keys} {string.Join(',', _lookbacks)} {(_match ? "match" : "plain")}");

    /// <summary>Reads what <see cref="ToString"/> wrote. [any-thread]</summary>
    /// <exception cref="FormatException">It is something else; quotes it.</exception>
    public static FrameEncoding Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(' ');
        if (words.Length != 4 || words[3] is not ("match" or "plain") || !TryNumber(words[0], out int lowest) || !TryNumber(words[1], out int keys))
            throw new FormatException($"'{text}' is no encoding of frames");
        List<int> lookbacks = [];
        foreach (string word in words[2].Split(',', StringSplitOptions.RemoveEmptyEntries))
            lookbacks.Add(TryNumber(word, out int back) ? back : throw new FormatException($"'{text}' is no encoding of frames"));
        return new FrameEncoding(lowest, keys, lookbacks, words[3] == "match");
    }

    private static bool TryNumber(string word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private void Describe(StepHistory history, int target, List<int> features)
    {
        Add(history.Back(1), 0, features);
        for (int i = 0; i < _lookbacks.Length; i++)
        {
            Add(history.Back(_lookbacks[i]), (1 + i) * Keys, features);
            features.Add(_runsAt + i * Runs + Class(history.Agreement(_lookbacks[i])));
        }
        features.Add(_agesAt + Math.Min(history.Age, Ages - 1));
        features.Add(_gridAt + target % Grid);
        if (!_match)
            return;
        int length = history.Match(out ReadOnlySpan<int> followed);
        Add(followed, _matchAt, features);
        features.Add(_matchAt + Keys + Class(length));
    }

    private static void Add(ReadOnlySpan<int> tokens, int at, List<int> features)
    {
        foreach (int token in tokens)
            features.Add(at + token);
    }

    // 0, 1, 2-3, 4-7, 8-15, 16 and more.
    private static int Class(int run) => run == 0 ? 0 : Math.Min(Runs - 1, 1 + BitOperations.Log2((uint)run));
}
