using PluginHost.Neural.Nodes;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>Stretches of several pieces, packed as the tape reads them, and the states that the lanes carry. Grows, then does not allocate.</summary>
internal sealed class StepBatch(StepShape shape, int lanes)
{
    private readonly int[] _order = new int[lanes], _lengths = new int[lanes];
    private readonly float[] _states = new float[lanes * shape.Layers * shape.LayerState];
    private readonly float[] _initial = new float[lanes * shape.LayerState];
    private readonly TokenScratch _scratch = new(shape.Tokens);
    private float[] _weights = new float[256];
    private int _active;

    public SequenceLayout Layout { get; } = new();

    public IndexRows Features { get; } = new();

    public IndexRows Tokens { get; } = new();

    public Choices Draws { get; } = new();

    public Choices Velocities { get; } = new();

    public Choices Offsets { get; } = new();

    public Choices Lengths { get; } = new();

    /// <summary>1 for steps that count, 0 for others, row by row.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Layout.Rows);

    /// <summary>Packs the stretches; features are left out with a probability.</summary>
    public void Fill(ReadOnlySpan<LaneChunk> chunks, ShiftMaps? shifts, float drop, CounterRandom random)
    {
        Sort(chunks);
        Layout.Set(_lengths.AsSpan(0, _active));
        Features.Clear();
        Tokens.Clear();
        Draws.Clear();
        Velocities.Clear();
        Offsets.Clear();
        Lengths.Clear();
        if (_weights.Length < Layout.Rows)
            _weights = new float[2 * Layout.Rows];
        for (int t = 0; t < Layout.Steps; t++)
            for (int i = 0; i < Layout.Active(t); i++)
                AddRow(chunks[_order[i]], t, shifts, drop, ref random);
    }

    /// <summary>The states before the stretches, in the order of the layout.</summary>
    public ReadOnlySpan<float> Initial(int layer, ReadOnlySpan<LaneChunk> chunks)
    {
        for (int i = 0; i < _active; i++)
        {
            Span<float> target = _initial.AsSpan(i * shape.LayerState, shape.LayerState);
            if (chunks[_order[i]].From == 0)
                target.Clear();
            else
                State(_order[i], layer).CopyTo(target);
        }
        return _initial.AsSpan(0, _active * shape.LayerState);
    }

    /// <summary>Keeps the states after the stretches for the next ones.</summary>
    public void Keep(int layer, Tensor outputs, Tensor cells)
    {
        for (int i = 0; i < _active; i++)
        {
            int row = Layout.Start(_lengths[i] - 1) + i;
            Span<float> state = State(_order[i], layer);
            outputs.Span.Slice(row * shape.Hidden, shape.Hidden).CopyTo(state);
            if (!cells.IsEmpty)
                cells.Span.Slice(row * shape.Hidden, shape.Hidden).CopyTo(state[shape.Hidden..]);
        }
    }

    private Span<float> State(int lane, int layer) => _states.AsSpan((lane * shape.Layers + layer) * shape.LayerState, shape.LayerState);

    // Lanes from long to short, equal ones in their order.
    private void Sort(ReadOnlySpan<LaneChunk> chunks)
    {
        _active = 0;
        for (int lane = 0; lane < chunks.Length; lane++)
        {
            if (chunks[lane].Piece is null)
                continue;
            int at = _active++;
            for (; at > 0 && _lengths[at - 1] < chunks[lane].Count; at--)
                (_order[at], _lengths[at]) = (_order[at - 1], _lengths[at - 1]);
            (_order[at], _lengths[at]) = (lane, chunks[lane].Count);
        }
    }

    private void AddRow(LaneChunk chunk, int t, ShiftMaps? shifts, float drop, ref CounterRandom random)
    {
        StepSequence piece = chunk.Piece!;
        int step = chunk.From + t, row = Tokens.Rows;
        foreach (int feature in piece.Inputs[step])
        {
            int shifted = shifts is null ? feature : shifts.Features(chunk.Shift)[feature];
            if (shifted >= 0 && (drop == 0 || random.NextSingle() >= drop))
                Features.Add(shifted);
        }
        Features.EndRow();
        float weight = _weights[row] = piece.Scored is null || piece.Scored[step] ? 1 : 0;
        _scratch.Fill(piece, step, shifts is null ? default : shifts.Tokens(chunk.Shift));
        int first = 0;
        foreach ((int token, byte velocity, byte offset, byte length) in _scratch.Items)
        {
            Tokens.Add(token);
            Draws.Add(new Choice(token, first, row, weight));
            Velocities.Add(new Choice(velocity, 0, row, piece.Velocities is null ? 0 : weight));
            Offsets.Add(new Choice(offset, 0, row, piece.Offsets is null ? 0 : weight));
            Lengths.Add(new Choice(length, 0, row, piece.Lengths is null ? 0 : weight));
            first = token + 1;
        }
        Draws.Add(new Choice(shape.Tokens, first, row, weight));
        Tokens.EndRow();
    }
}
