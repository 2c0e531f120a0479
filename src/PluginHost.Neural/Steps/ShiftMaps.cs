using PluginHost.Neural.Random;

namespace PluginHost.Neural.Steps;

/// <summary>The tables behind a <see cref="StepShift"/>: where each index goes, -1 for nowhere.</summary>
internal sealed class ShiftMaps
{
    private readonly StepShift _shift;
    private readonly int[][] _features, _tokens;
    private readonly Dictionary<StepSequence, int[]> _allowed = [];

    public ShiftMaps(StepShift shift, StepShape shape)
    {
        if (shift.Lowest > 0 || shift.Highest < 0)
            throw new ArgumentException($"shifts from {shift.Lowest} to {shift.Highest} leave out 0");
        _shift = shift;
        _features = Maps(shift.Features, shape.Features, "feature");
        _tokens = Maps(shift.Tokens, shape.Tokens, "token");
    }

    public ReadOnlySpan<int> Features(int shift) => _features[shift - _shift.Lowest];

    public ReadOnlySpan<int> Tokens(int shift) => _tokens[shift - _shift.Lowest];

    /// <summary>One of the shifts that keep all tokens of a piece.</summary>
    public int Choose(StepSequence piece, ref CounterRandom random)
    {
        if (!_allowed.TryGetValue(piece, out int[]? allowed))
            _allowed[piece] = allowed = [.. Enumerable.Range(_shift.Lowest, _tokens.Length).Where(shift => Keeps(piece, shift))];
        return allowed[random.NextInt32(allowed.Length)];
    }

    private bool Keeps(StepSequence piece, int shift)
    {
        int[] map = _tokens[shift - _shift.Lowest];
        return piece.Tokens.All(step => step.All(token => map[token] >= 0));
    }

    private int[][] Maps(IReadOnlyList<ShiftBlock> blocks, int count, string what)
    {
        int[][] maps = new int[_shift.Highest - _shift.Lowest + 1][];
        for (int i = 0; i < maps.Length; i++)
        {
            maps[i] = [.. Enumerable.Range(0, count)];
            foreach (ShiftBlock block in blocks)
            {
                if (block.Start < 0 || block.Count < 1 || block.Start + block.Count > count)
                    throw new ArgumentException($"{what}s {block.Start} to {block.Start + block.Count - 1} of {count} cannot be shifted");
                for (int k = 0; k < block.Count; k++)
                    maps[i][block.Start + k] = Target(block, k + i + _shift.Lowest);
            }
        }
        return maps;
    }

    private static int Target(ShiftBlock block, int place) => block.Wraps ? block.Start + (place % block.Count + block.Count) % block.Count
        : place < 0 || place >= block.Count ? -1 : block.Start + place;
}
