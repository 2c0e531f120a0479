using System.Numerics;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Encoding;

/// <summary>
/// Turns the steps before and the context of the next into a net's input features. Training and generation both use it, so
/// that they agree. Allocates only when it is made; one thread at a time.
/// </summary>
internal sealed class PatternEncoder
{
    /// <summary>Most notes of a step that are remembered.</summary>
    public const int MaxTokens = 16;

    private const int Steps = PatternLayout.MaxBack;
    private const int AgeClasses = 8;

    /// <summary>Steps in which something is looked for that has happened before.</summary>
    private const int HistorySteps = 1024;

    private readonly PatternLayout _layout;
    private readonly StepToken[] _tokens = new StepToken[Steps * MaxTokens];
    private readonly int[] _counts = new int[Steps];
    private readonly long[] _heldUntil;
    private readonly StepHistory? _history;
    private readonly int[] _sounding = new int[MaxTokens];
    private long _step;
    private long _struck;

    /// <summary>Makes an encoder with nothing before. Allocates. [any-thread]</summary>
    /// <param name="layout">What to tell.</param>
    public PatternEncoder(PatternLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _heldUntil = new long[layout.Vocabulary.Tokens];
        if (layout.Blocks.Any(block => block.Source is FeatureSource.Agree or FeatureSource.Match or FeatureSource.Still))
            _history = new StepHistory(HistorySteps, layout.Vocabulary.IsOneVoice ? 1 : MaxTokens);
    }

    /// <summary>Gets how many features a step can have. [any-thread]</summary>
    public int MaxFeatures => (_layout.Blocks.Count * 2 * MaxTokens) + _layout.Vocabulary.Tokens;

    /// <summary>Gets how many steps ago something was struck. [worker-thread]</summary>
    public long Age => _step - _struck;

    /// <summary>Forgets all steps. Does not allocate. [worker-thread]</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_heldUntil);
        _history?.Clear();
        _step = 0;
        _struck = 0;
    }

    /// <summary>Takes over another's memory; both have the same layout. Does not allocate. [worker-thread]</summary>
    /// <param name="other">The other.</param>
    public void CopyFrom(PatternEncoder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._tokens.CopyTo(_tokens, 0);
        other._counts.CopyTo(_counts, 0);
        other._heldUntil.CopyTo(_heldUntil, 0);
        _history?.CopyFrom(other._history!);
        (_step, _struck) = (other._step, other._struck);
    }

    /// <summary>Remembers what a step sounded. Does not allocate. [worker-thread]</summary>
    /// <param name="tokens">Its tokens, ascending; beyond <see cref="MaxTokens"/> they are forgotten.</param>
    public void Push(ReadOnlySpan<StepToken> tokens)
    {
        if (tokens.Length > 0)
            _struck = _step;
        else if (_layout.Kind == PatternKind.Chords && _step > 0)
            tokens = Back(1);
        tokens = tokens[..Math.Min(tokens.Length, MaxTokens)];
        int slot = (int)(_step % Steps);
        tokens.CopyTo(_tokens.AsSpan(slot * MaxTokens));
        _counts[slot] = tokens.Length;
        if (_layout.HasLengths)
        {
            if (_layout.Vocabulary.IsOneVoice && tokens.Length > 0)
                Array.Clear(_heldUntil);
            foreach (StepToken token in tokens)
                _heldUntil[token.Token] = _step + (long)MathF.Ceiling(Bins.Length(token.Length));
        }
        for (int i = 0; i < tokens.Length; i++)
            _sounding[i] = tokens[i].Token;
        _history?.Push(_sounding.AsSpan(0, tokens.Length));
        _step++;
    }

    /// <summary>Writes the features of the next step, in ascending order. Does not allocate. [worker-thread]</summary>
    /// <param name="context">What else is known.</param>
    /// <param name="features">At least <see cref="MaxFeatures"/> long.</param>
    /// <returns>How many were written.</returns>
    public int Encode(in StepContext context, Span<int> features)
    {
        FeatureList list = new(features);
        for (int i = 0; i < _layout.Blocks.Count; i++)
        {
            FeatureBlock block = _layout.Blocks[i];
            list.First = block.First;
            switch (block.Source)
            {
                case FeatureSource.Back:
                    AddBack(ref list, block.Argument);
                    break;
                case FeatureSource.Position:
                    list.Add(context.StepsPerBar == 4 * _layout.StepsPerBeat ? context.Position : (4 * _layout.StepsPerBeat) + context.Position);
                    break;
                case FeatureSource.Phrase:
                    list.Add(context.PhraseBar % 8);
                    break;
                case FeatureSource.Tempo:
                    list.Add(Bins.OfTempo(context.Tempo));
                    break;
                case FeatureSource.Style:
                    list.Add(context.Style < block.Size ? context.Style : -1);
                    break;
                case FeatureSource.Density:
                    list.Add(context.Density);
                    break;
                case FeatureSource.Fill:
                    list.Add(context.Fill ? 0 : -1);
                    break;
                case FeatureSource.Player:
                    list.AddPlayer(context);
                    break;
                case FeatureSource.Chord:
                    list.AddChord(context.Chord, withBass: true);
                    break;
                case FeatureSource.NextChord:
                    list.AddChord(context.NextChord, withBass: false);
                    break;
                case FeatureSource.Mode:
                    list.Add(context.IsMinor ? 0 : -1);
                    break;
                case FeatureSource.Held:
                    for (int token = 0; token < _heldUntil.Length; token++)
                        list.Add(_heldUntil[token] > _step ? token : -1);
                    break;
                case FeatureSource.Age:
                    list.Add(Math.Min(AgeClasses - 1, BitOperations.Log2((ulong)Math.Max(1, Age))));
                    break;
                case FeatureSource.Still:
                    list.Add(Math.Min(AgeClasses - 1, _history!.Age));
                    break;
                case FeatureSource.Agree:
                    list.AddRun(0, _history!.Agreement(block.Argument));
                    break;
                case FeatureSource.Match:
                    int length = _history!.Match(out ReadOnlySpan<int> followed);
                    foreach (int token in followed)
                        list.Add(token);
                    list.AddRun(_layout.Vocabulary.Tokens, length);
                    break;
                case FeatureSource.Grid:
                    list.Add((int)(_step % PatternLayout.GridSteps));
                    break;
                default:
                    break;
            }
        }
        return list.Count;
    }

    private ReadOnlySpan<StepToken> Back(int steps)
    {
        if (steps > _step)
            return [];
        int slot = (int)((_step - steps) % Steps);
        return _tokens.AsSpan(slot * MaxTokens, _counts[slot]);
    }

    private void AddBack(ref FeatureList list, int steps)
    {
        ReadOnlySpan<StepToken> tokens = Back(steps);
        foreach (StepToken token in tokens)
            list.Add(token.Token);
        if (!_layout.IsPlayed)
            return;
        foreach (StepToken token in tokens)
            list.Add(token.Velocity >= Bins.Loud ? _layout.Vocabulary.Tokens + token.Token : -1);
    }
}
