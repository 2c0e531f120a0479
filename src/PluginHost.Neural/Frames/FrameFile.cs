using System.Globalization;
using System.IO.Compression;

namespace PluginHost.Neural.Frames;

/// <summary>
/// A text file of pieces, gzipped or not, one a line: its split (train, valid or test), a tab, and the frames, parted by blanks; a frame is
/// its MIDI notes joined by full stops, or "-" for silence. [control-thread]
/// </summary>
public sealed class FrameFile
{
    private const int MostLineCharacters = 4 << 20, MostPieces = 100_000;

    private FrameFile(IReadOnlyList<FramePiece> train, IReadOnlyList<FramePiece> valid, IReadOnlyList<FramePiece> test) =>
        (Train, Valid, Test) = (train, valid, test);

    /// <summary>Gets the pieces to learn from. [any-thread]</summary>
    public IReadOnlyList<FramePiece> Train { get; }

    /// <summary>Gets the pieces that choose the model. [any-thread]</summary>
    public IReadOnlyList<FramePiece> Valid { get; }

    /// <summary>Gets the pieces that judge it. [any-thread]</summary>
    public IReadOnlyList<FramePiece> Test { get; }

    /// <summary>Reads a file. [any-thread]</summary>
    /// <exception cref="InvalidDataException">A line is not of this form; names the line and what was found.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FrameFile Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        int first = file.ReadByte();
        file.Position = 0;
        using Stream text = first == 0x1F ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        Dictionary<string, List<FramePiece>> splits = new() { ["train"] = [], ["valid"] = [], ["test"] = [] };
        int number = 0;
        while (ReadLine(reader, path, number + 1) is { } line)
        {
            number++;
            int tab = line.IndexOf('\t');
            if (tab < 0 || !splits.TryGetValue(line[..tab], out List<FramePiece>? pieces))
                throw new InvalidDataException($"{path}, line {number}: it begins with '{line[..Math.Min(line.Length, 20)]}' instead of train, valid or test and a tab");
            if (number > MostPieces)
                throw new InvalidDataException($"{path} has more than {MostPieces} pieces");
            pieces.Add(new FramePiece($"{line[..tab]} {number}", [.. line[(tab + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(frame => Notes(frame, path, number))]));
        }
        return new FrameFile(splits["train"], splits["valid"], splits["test"]);
    }

    // A damaged gzip file may unfold without end: lines have a limit.
    private static string? ReadLine(StreamReader reader, string path, int number)
    {
        System.Text.StringBuilder line = new();
        try
        {
            for (int c = reader.Read(); c != '\n'; c = reader.Read())
            {
                if (c < 0)
                    return line.Length == 0 ? null : line.ToString();
                if (line.Length == MostLineCharacters)
                    throw new InvalidDataException($"it is longer than {MostLineCharacters} characters");
                line.Append((char)c);
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}, line {number}: {e.Message}", e);
        }
        return line.ToString().TrimEnd('\r');
    }

    private static int[] Notes(string frame, string path, int line)
    {
        if (frame == "-")
            return [];
        string[] parts = frame.Split('.');
        int[] notes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out notes[i]) || notes[i] > 127 || (i > 0 && notes[i] <= notes[i - 1]))
                throw new InvalidDataException($"{path}, line {line}: '{frame[..Math.Min(frame.Length, 40)]}' is no frame of ascending MIDI notes");
        return notes;
    }
}
