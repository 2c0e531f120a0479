namespace PluginHost.Neural.Tape;

/// <summary>
/// How sequences of different lengths lie in one matrix without padding: sorted from long to short, time step after time step, each step
/// holding a row for every sequence that still runs. The recurrences then need no masks and no work is spent on padding.
/// </summary>
internal sealed class SequenceLayout
{
    private int[] _start = new int[1];

    /// <summary>Sequences.</summary>
    public int Batch { get; private set; }

    /// <summary>Length of the longest.</summary>
    public int Steps { get; private set; }

    /// <summary>Sum of all lengths.</summary>
    public int Rows => _start[Steps];

    /// <summary>Takes lengths that fall or stay equal. Allocates only when there are more steps than ever before.</summary>
    public void Set(ReadOnlySpan<int> lengths)
    {
        for (int i = 1; i < lengths.Length; i++)
            if (lengths[i] > lengths[i - 1])
                throw new ArgumentException($"sequence {i} has {lengths[i]} steps, more than the {lengths[i - 1]} before it");
        Batch = lengths.Length;
        Steps = lengths.Length == 0 ? 0 : lengths[0];
        if (_start.Length <= Steps)
            _start = new int[Steps + 1];
        int active = Batch;
        _start[0] = 0;
        for (int t = 0; t < Steps; t++)
        {
            while (lengths[active - 1] <= t)
                active--;
            _start[t + 1] = _start[t] + active;
        }
    }

    /// <summary>The row of the first sequence at a step; the others follow.</summary>
    public int Start(int step) => _start[step];

    /// <summary>Sequences that still run at a step.</summary>
    public int Active(int step) => _start[step + 1] - _start[step];
}
