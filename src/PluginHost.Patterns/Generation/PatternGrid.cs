using System.Text;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>Bars as text for a terminal: a row a drum or key, a column a step.</summary>
public static class PatternGrid
{
    private const byte LoudVelocity = 96;
    private const byte SoftVelocity = 56;
    private const int LabelWidth = 11;

    /// <summary>Draws one bar: X loud, x middling, o soft; keys hold with "=". Allocates. [any-thread]</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="kind">What it plays.</param>
    /// <returns>Lines, each ended.</returns>
    public static string Draw(Bar bar, PatternKind kind)
    {
        ArgumentNullException.ThrowIfNull(bar);
        StringBuilder text = new();
        text.Append("bar ").Append(bar.Number + 1);
        if (!bar.ChordAt(0).IsNone || kind == PatternKind.Chords)
            text.Append("  ").AppendJoin(' ', Chords(bar));
        text.Append('\n');
        foreach (int row in kind == PatternKind.Drums ? Enumerable.Range(0, DrumKit.Count) : Keys(bar))
        {
            string label = kind == PatternKind.Drums ? DrumKit.Name(row) : PitchClass.Name(row) + ((row / PitchClass.Count) - 1);
            text.Append(label.PadLeft(LabelWidth)).Append(' ');
            AppendRow(text, bar, kind == PatternKind.Drums ? DrumKit.KeyOf(row) : row, kind);
        }
        return text.ToString();
    }

    private static IEnumerable<int> Keys(Bar bar) =>
        bar.Events.Take(bar.Count).Select(note => (int)note.Note).Distinct().OrderDescending();

    private static IEnumerable<string> Chords(Bar bar)
    {
        for (int step = 0; step < bar.Steps; step += 4)
        {
            if (step == 0 || bar.ChordAt(step) != bar.ChordAt(step - 1))
                yield return bar.ChordAt(step).ToString();
            else
                yield return "-";
        }
    }

    private static void AppendRow(StringBuilder text, Bar bar, int key, PatternKind kind)
    {
        Span<char> row = stackalloc char[bar.Steps];
        row.Fill('.');
        foreach (PatternEvent note in bar.Notes)
        {
            if (note.Note != key)
                continue;
            row[note.Step] = note.Velocity >= LoudVelocity ? 'X' : note.Velocity > SoftVelocity ? 'x' : 'o';
            for (int held = note.Step + 1; kind != PatternKind.Drums && held < Math.Min(bar.Steps, note.Step + note.LengthSteps); held++)
                row[held] = '=';
        }
        for (int step = 0; step < bar.Steps; step++)
            text.Append(step % 4 == 0 ? "|" : "").Append(row[step]);
        text.Append("|\n");
    }
}
