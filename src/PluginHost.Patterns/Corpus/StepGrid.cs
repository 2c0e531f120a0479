using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Corpus;

/// <summary>Puts the notes of one stretch on sixteenths, keeping how far they were off.</summary>
internal static class StepGrid
{
    /// <summary>Most steps in a piece: more than three hours at 120 bpm.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Quantises to the nearest sixteenth. Of notes on the same key and step the loudest stays.</summary>
    /// <param name="notes">Notes of the stretch.</param>
    /// <param name="stretch">Where they lie.</param>
    /// <param name="ticksPerQuarter">Ticks of a quarter.</param>
    /// <param name="keyOf">Which key a note is listed under; -1 leaves it out.</param>
    /// <returns>The notes of each step, to the last that is struck; empty when none is or they reach too far.</returns>
    public static PieceNote[][] Quantise(IEnumerable<MidiNote> notes, BarStretch stretch, int ticksPerQuarter, Func<MidiNote, int> keyOf)
    {
        double perStep = ticksPerQuarter / (double)BarGrid.StepsPerQuarter;
        SortedDictionary<(long Step, int Key), PieceNote> placed = [];
        long last = -1;
        foreach (MidiNote note in notes)
        {
            int key = keyOf(note);
            double at = (note.Start - stretch.FirstTick) / perStep;
            long step = (long)Math.Round(at, MidpointRounding.ToEven);
            if (key < 0 || note.Start < stretch.FirstTick || note.Start >= stretch.EndTick || step >= MaxSteps)
                continue;
            PieceNote entry = new((byte)key, note.Velocity, (float)(at - step), (float)(note.Length / perStep));
            if (!placed.TryGetValue((step, key), out PieceNote known) || known.Velocity < entry.Velocity)
                placed[(step, key)] = entry;
            last = Math.Max(last, step);
        }
        PieceNote[][] steps = new PieceNote[last + 1][];
        Array.Fill(steps, []);
        foreach (IGrouping<long, KeyValuePair<(long Step, int Key), PieceNote>> group in placed.GroupBy(one => one.Key.Step))
            steps[group.Key] = [.. group.Select(one => one.Value)];
        return steps;
    }
}
