using System.IO.Compression;

namespace PluginHost.Patterns.Corpus;

/// <summary>
/// Piano rolls as text: one piece a line, its split (train, valid, test), a tab, and its frames separated by spaces; a frame
/// is the MIDI keys that sound joined by dots, "-" is silence. May be compressed (<c>.gz</c>).
/// </summary>
public static class FrameFile
{
    private const int MaxBytes = 64 << 20;

    /// <summary>Reads a file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Its path.</param>
    /// <returns>The pieces; each frame is a step and a beat, its notes one step long.</returns>
    /// <exception cref="CorpusException">It is no such file; the message names the line and the value.</exception>
    public static MusicCorpus Read(string file)
    {
        List<Piece> pieces = [];
        try
        {
            using FileStream stream = File.OpenRead(file);
            using Stream plain = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            using StreamReader reader = new(BoundedStream.ReadAll(plain, MaxBytes));
            int number = 0;
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (line.Length > 0)
                    pieces.Add(ReadLine($"{file}:{number}", line));
            }
        }
        catch (InvalidDataException problem)
        {
            throw new CorpusException($"{file}: cannot be unpacked: {problem.Message}");
        }
        return new MusicCorpus(file, pieces, []);
    }

    private static Piece ReadLine(string place, ReadOnlySpan<char> line)
    {
        int tab = line.IndexOf('\t');
        string name = tab < 0 ? "" : line[..tab].ToString();
        Split split = name switch
        {
            "train" => Split.Train,
            "valid" => Split.Valid,
            "test" => Split.Test,
            _ => throw new CorpusException($"{place}: it must begin with train, valid or test and a tab, not \"{line[..Math.Min(20, line.Length)]}\""),
        };
        ReadOnlySpan<char> frames = line[(tab + 1)..];
        List<PieceNote[]> steps = [];
        foreach (Range frame in frames.Split(' '))
            steps.Add(ReadFrame(place, frames[frame]));
        return new Piece { Name = place, Source = place, Split = split, Steps = [.. steps], StepsPerBar = 4 };
    }

    private static PieceNote[] ReadFrame(string place, ReadOnlySpan<char> frame)
    {
        if (frame is "-")
            return [];
        SortedSet<byte> keys = [];
        foreach (Range key in frame.Split('.'))
        {
            if (!byte.TryParse(frame[key], out byte value) || value > 127)
                throw new CorpusException($"{place}: \"{frame[key]}\" is no MIDI key (0 to 127)");
            keys.Add(value);
        }
        return [.. keys.Select(key => new PieceNote(key, 0, 0, 1))];
    }
}
