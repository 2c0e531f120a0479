
namespace PluginHost.Patterns.Corpus;

/// <summary>
/// Divides pieces without an official split: a tenth of the sources for validation, a tenth for testing. Which ones
/// depends on their names alone. A single source is cut in time.
/// </summary>
public static class Splits
{
    private const int LeastBars = 8;

    /// <summary>Gives every piece a split; one that has one keeps it. [any-thread]</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="source">What to name in an error.</param>
    /// <returns>The pieces, cut where there is only one source.</returns>
    /// <exception cref="CorpusException">There is one source, and it is too short to cut.</exception>
    public static IReadOnlyList<Piece> Assign(IReadOnlyList<Piece> pieces, string source)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        if (pieces.All(piece => piece.Split is not null))
            return pieces;
        string[] sources = [.. pieces.Select(piece => piece.Source).Distinct().OrderBy(Hash).ThenBy(name => name, StringComparer.Ordinal)];
        if (sources.Length == 1)
            return CutInTime(pieces, source);
        int part = Math.Max(1, sources.Length / 10);
        HashSet<string> valid = [.. sources[..part]];
        HashSet<string> test = [.. sources.Length > 2 ? sources[part..(2 * part)] : []];
        return [.. pieces.Select(piece => piece.Split is not null ? piece : piece.Cut(0, piece.Count,
            valid.Contains(piece.Source) ? Split.Valid : test.Contains(piece.Source) ? Split.Test : Split.Train))];
    }

    private static List<Piece> CutInTime(IReadOnlyList<Piece> pieces, string source)
    {
        Piece longest = pieces.MaxBy(piece => piece.Count)!;
        int bars = longest.Count / longest.StepsPerBar;
        if (bars < LeastBars)
        {
            throw new CorpusException($"{source}: one source of {bars} bars is too little to learn from and to check with; " +
                $"give at least two files, or one of {LeastBars} bars");
        }
        int cut = (bars - Math.Max(2, bars / 5)) * longest.StepsPerBar;
        List<Piece> all = [.. pieces.Where(piece => piece != longest).Select(piece => piece.Cut(0, piece.Count, Split.Train))];
        all.Add(longest.Cut(0, cut, Split.Train));
        all.Add(longest.Cut(cut, longest.Count, Split.Valid));
        return all;
    }

    /// <summary>FNV-1a, 32 bits (Fowler, Noll, Vo 1991): the same everywhere, unlike the hash of a string object.</summary>
    private static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (byte one in System.Text.Encoding.UTF8.GetBytes(name))
            hash = (hash ^ one) * 16777619;
        return hash;
    }
}
