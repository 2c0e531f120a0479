using System.Globalization;
using PluginHost.Patterns.Corpus;

namespace PluginHost.Patterns.Encoding;

/// <summary>How many notes in a bar are few or many: the deciles of the bars that were learned from.</summary>
internal sealed class DensityScale
{
    /// <summary>Classes: tenths of all bars.</summary>
    public const int Classes = 10;

    private readonly int[] _borders;

    private DensityScale(int[] borders) => _borders = borders;

    /// <summary>Measures pieces. [any-thread]</summary>
    /// <param name="pieces">What is learned from.</param>
    /// <returns>The scale, for bars of 16 steps.</returns>
    public static DensityScale Measure(IEnumerable<Piece> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        List<int> counts = [];
        foreach (Piece piece in pieces)
        {
            int[] bars = CountBars(piece);
            // Bars that are cut short at either end say nothing.
            counts.AddRange(bars.Length > 2 ? bars[1..^1] : bars);
        }
        counts.Sort();
        int[] borders = new int[Classes - 1];
        for (int i = 0; i < borders.Length && counts.Count > 0; i++)
            borders[i] = counts[(i + 1) * counts.Count / Classes];
        return new DensityScale(borders);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote. [any-thread]</summary>
    /// <param name="text">Nine numbers.</param>
    /// <returns>The scale.</returns>
    /// <exception cref="FormatException">It is not that; the message quotes it.</exception>
    public static DensityScale Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] numbers = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] borders = new int[Classes - 1];
        if (numbers.Length != borders.Length || numbers.Where((number, i) =>
            !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out borders[i])).Any())
            throw new FormatException($"\"{text}\" is no scale of densities (nine whole numbers)");
        return new DensityScale(borders);
    }

    /// <summary>Counts the notes of every bar, as if it had 16 steps. [any-thread]</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>One number a bar, the first and last may be short.</returns>
    public static int[] CountBars(Piece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        int[] bars = new int[((piece.FirstPosition + piece.Count - 1) / piece.StepsPerBar) + 1];
        for (int step = 0; step < piece.Count; step++)
            bars[(piece.FirstPosition + step) / piece.StepsPerBar] += piece.Steps[step].Length;
        for (int bar = 0; bar < bars.Length; bar++)
            bars[bar] = bars[bar] * 16 / piece.StepsPerBar;
        return bars;
    }

    /// <summary>Gets the class of a bar. [any-thread]</summary>
    /// <param name="notes">Notes in 16 steps.</param>
    /// <returns>0 (the sparsest tenth) to 9.</returns>
    public int ClassOf(int notes)
    {
        int one = 0;
        while (one < _borders.Length && notes >= _borders[one])
            one++;
        return one;
    }

    /// <summary>Gets the borders between the classes. [any-thread]</summary>
    /// <returns>Nine numbers, separated by spaces.</returns>
    public override string ToString() => string.Join(' ', _borders);
}
