using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>All that a writer knows between two bars, so that it can go back there.</summary>
internal sealed class BarMemory(PatternModel model)
{
    private readonly StepToken[] _tokens = new StepToken[Bar.MaxSteps * PatternEncoder.MaxTokens];
    private readonly int[] _counts = new int[Bar.MaxSteps];

    public StepState State { get; } = new(model.Steps);

    public PatternEncoder Encoder { get; } = new(model.Layout);

    /// <summary>Number of the bar that is to be written next, while this is kept to come back to; -1 when it is not.</summary>
    public int Number { get; set; } = -1;

    /// <summary>Steps of the last bar; 0 when there is none.</summary>
    public int Steps { get; set; }

    /// <summary>The chord of the last bar, in the key of the tokens.</summary>
    public Chord Chord { get; set; }

    /// <summary>The chord that sounded at its end, as it was played.</summary>
    public Chord Sounding { get; set; }

    public void Clear()
    {
        State.Clear();
        Encoder.Clear();
        Number = -1;
        Steps = 0;
    }

    public void CopyFrom(BarMemory other)
    {
        State.CopyFrom(other.State);
        Encoder.CopyFrom(other.Encoder);
        other._tokens.CopyTo(_tokens, 0);
        other._counts.CopyTo(_counts, 0);
        (Number, Steps, Chord) = (other.Number, other.Steps, other.Chord);
    }

    /// <summary>What the last bar sounded at a step.</summary>
    public ReadOnlySpan<StepToken> Tokens(int step) => _tokens.AsSpan(step * PatternEncoder.MaxTokens, _counts[step]);

    public void SetTokens(int step, ReadOnlySpan<StepToken> tokens)
    {
        tokens.CopyTo(_tokens.AsSpan(step * PatternEncoder.MaxTokens));
        _counts[step] = tokens.Length;
    }
}
