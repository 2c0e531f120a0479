namespace PluginHost.Patterns.Corpus;

/// <summary>A file that was not used.</summary>
/// <param name="Name">The file, from the folder on.</param>
/// <param name="Reason">Why not, in a few words.</param>
public readonly record struct SkippedFile(string Name, string Reason);

/// <summary>Training data that cannot be used at all; the message names the folder or file and says what is missing.</summary>
public sealed class CorpusException : Exception
{
    /// <summary>Says what is wrong. [any-thread]</summary>
    /// <param name="message">One sentence.</param>
    public CorpusException(string message)
        : base(message)
    {
    }
}

/// <summary>The pieces found, and what was passed over.</summary>
public sealed class MusicCorpus
{
    internal MusicCorpus(string source, IReadOnlyList<Piece> pieces, IReadOnlyList<SkippedFile> skipped)
    {
        if (pieces.Count == 0)
        {
            string why = skipped.Count == 0 ? "" : $"; {skipped.Count} skipped, the first, {skipped[0].Name}, because: {skipped[0].Reason}";
            throw new CorpusException($"{source}: nothing to learn from{why}");
        }
        Source = source;
        Pieces = pieces;
        Skipped = skipped;
    }

    /// <summary>Gets the folder or file. [any-thread]</summary>
    public string Source { get; }

    /// <summary>Gets the pieces, in an order that depends on their names only. [any-thread]</summary>
    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>Gets what was not used, and why. [any-thread]</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; }

    /// <summary>Gets the pieces of a split. [any-thread]</summary>
    /// <param name="split">Which.</param>
    /// <returns>Its pieces; some may be empty.</returns>
    public IReadOnlyList<Piece> In(Split split) => [.. Pieces.Where(piece => piece.Split == split)];
}
