namespace PluginHost.Neural.Steps;

/// <summary>The tokens of one step, shifted and put in order again.</summary>
internal sealed class TokenScratch(int tokens)
{
    private readonly (int Token, byte Velocity, byte Offset, byte Length)[] _items = new (int, byte, byte, byte)[tokens];
    private int _count;

    public ReadOnlySpan<(int Token, byte Velocity, byte Offset, byte Length)> Items => _items.AsSpan(0, _count);

    /// <param name="piece">Whose tokens.</param>
    /// <param name="step">Which step.</param>
    /// <param name="map">Where each token goes; empty for nowhere else.</param>
    public void Fill(StepSequence piece, int step, ReadOnlySpan<int> map)
    {
        int[] tokens = piece.Tokens[step];
        _count = 0;
        for (int k = 0; k < tokens.Length; k++)
        {
            int token = map.IsEmpty ? tokens[k] : map[tokens[k]];
            int at = _count++;
            for (; at > 0 && _items[at - 1].Token > token; at--)
                _items[at] = _items[at - 1];
            _items[at] = (token, piece.Velocities?[step][k] ?? 0, piece.Offsets?[step][k] ?? 0, piece.Lengths?[step][k] ?? 0);
        }
    }
}
