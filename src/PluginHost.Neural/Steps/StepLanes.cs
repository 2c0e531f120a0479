using PluginHost.Neural.Random;

namespace PluginHost.Neural.Steps;

/// <summary>
/// Feeds pieces to the lanes of a batch in stretches of nearly equal length; a lane keeps its state from stretch to stretch of a piece and
/// takes the next piece when one ends (truncated backpropagation through time with carried states).
/// </summary>
internal sealed class StepLanes(int lanes, int longest)
{
    private readonly LaneChunk[] _chunks = new LaneChunk[lanes];
    private IReadOnlyList<StepSequence> _pieces = [];
    private int[] _order = [];
    private int _taken;

    public ReadOnlySpan<LaneChunk> Chunks => _chunks;

    /// <summary>Starts over with the pieces in an order.</summary>
    public void Begin(IReadOnlyList<StepSequence> pieces, int[] order)
    {
        (_pieces, _order, _taken) = (pieces, order, 0);
        Array.Clear(_chunks);
    }

    /// <summary>Moves every lane to its next stretch; false when all pieces are through.</summary>
    public bool Next(ShiftMaps? shifts, ref CounterRandom random)
    {
        bool any = false;
        for (int lane = 0; lane < _chunks.Length; lane++)
        {
            LaneChunk chunk = _chunks[lane];
            int from = chunk.From + chunk.Count;
            if (chunk.Piece is null || from == chunk.Piece.Count)
                chunk = Take(shifts, ref random);
            else
                chunk = chunk with { From = from, Count = Length(chunk.Piece.Count, from) };
            _chunks[lane] = chunk;
            any |= chunk.Piece is not null;
        }
        return any;
    }

    private LaneChunk Take(ShiftMaps? shifts, ref CounterRandom random)
    {
        while (_taken < _order.Length)
        {
            StepSequence piece = _pieces[_order[_taken++]];
            if (piece.Count > 0)
                return new LaneChunk(piece, shifts?.Choose(piece, ref random) ?? 0, 0, Length(piece.Count, 0));
        }
        return default;
    }

    // The rest in as many parts as needed, all alike.
    private int Length(int count, int from)
    {
        int rest = count - from, parts = (rest + longest - 1) / longest;
        return (rest + parts - 1) / parts;
    }
}
