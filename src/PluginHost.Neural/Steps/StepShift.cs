namespace PluginHost.Neural.Steps;

/// <summary>How pieces may be shifted to make more of them: in music, transposed. Indices outside all blocks stay.</summary>
/// <param name="Lowest">Smallest shift, 0 or below.</param>
/// <param name="Highest">Largest shift, 0 or above.</param>
/// <param name="Features">Blocks of features; those that leave a block are dropped.</param>
/// <param name="Tokens">Blocks of tokens; a shift that would lose a token is not used for that piece.</param>
public sealed record StepShift(int Lowest, int Highest, IReadOnlyList<ShiftBlock> Features, IReadOnlyList<ShiftBlock> Tokens)
{
    /// <summary>No shift at all. [any-thread]</summary>
    public static StepShift None { get; } = new(0, 0, [], []);
}
