using System.IO.Compression;
using System.Xml;

namespace PluginHost.Patterns.Corpus;

/// <summary>
/// Lead sheets as compressed MusicXML (<c>.mxl</c>: a zip with a <c>META-INF/container.xml</c> that names the score), such as
/// those of OpenEWLD (Simonetta et al. 2018): a melody over chord symbols.
/// </summary>
public static class LeadSheetFolder
{
    private const int MaxBytes = 16 << 20;

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>Sheets come from strangers: no document type is processed, nothing is fetched, and sizes are bounded.</summary>
    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = MaxBytes, IgnoreComments = true,
        IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
    };

    /// <summary>Reads the folder and those in it. Allocates and does I/O. [control-thread]</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>One piece a sheet and metre; broken sheets are listed.</returns>
    /// <exception cref="CorpusException">There is no such folder, or nothing in it.</exception>
    public static MusicCorpus Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CorpusException($"{folder}: no such folder");
        string[] files = Directory.GetFiles(folder, "*.mxl", Everywhere);
        Array.Sort(files, StringComparer.Ordinal);
        List<Piece> pieces = [];
        List<SkippedFile> skipped = [];
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(folder, file);
            try
            {
                int before = pieces.Count;
                pieces.AddRange(ReadFile(file, name));
                if (pieces.Count == before)
                    skipped.Add(new SkippedFile(name, "no melody in 4/4, 2/2 or 3/4"));
            }
            catch (Exception problem) when (problem is XmlException or InvalidDataException or IOException or OverflowException)
            {
                skipped.Add(new SkippedFile(name, problem.Message));
            }
        }
        return new MusicCorpus(folder, pieces, skipped);
    }

    private static IReadOnlyList<Piece> ReadFile(string file, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(file);
        ZipArchiveEntry root = Root(zip);
        using XmlReader score = XmlReader.Create(BoundedStream.ReadAll(root.Open(), MaxBytes), Careful);
        return new LeadSheetReader(name).Read(score);
    }

    /// <summary>The score is the one that the container names; writers that forget to escape a title leave the only other file.</summary>
    private static ZipArchiveEntry Root(ZipArchive zip)
    {
        ZipArchiveEntry container = zip.GetEntry("META-INF/container.xml") ?? throw new InvalidDataException("no container in the archive");
        try
        {
            using XmlReader reader = XmlReader.Create(BoundedStream.ReadAll(container.Open(), MaxBytes), Careful);
            if (reader.ReadToFollowing("rootfile") && reader.GetAttribute("full-path") is { } path && zip.GetEntry(path) is { } named)
                return named;
        }
        catch (XmlException) when (zip.Entries.Count == 2)
        {
            return zip.Entries.Single(entry => entry != container);
        }
        throw new InvalidDataException("the container names no score in the archive");
    }
}
