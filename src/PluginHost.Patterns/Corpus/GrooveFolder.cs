using System.Globalization;
using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Corpus;

/// <summary>
/// The Groove MIDI Dataset (Gillick et al. 2019, CC BY 4.0): drummers' performances with their tempo, style and official
/// split in <c>info.csv</c>. Only what is in four-four is used.
/// </summary>
public static class GrooveFolder
{
    private static readonly string[] Columns = ["style", "bpm", "beat_type", "time_signature", "midi_filename", "split"];

    /// <summary>Reads the folder. Allocates and does I/O. [control-thread]</summary>
    /// <param name="folder">Where <c>info.csv</c> is.</param>
    /// <returns>The performances; broken files are listed and left out.</returns>
    /// <exception cref="CorpusException">There is no usable <c>info.csv</c>; the message names the line.</exception>
    public static MusicCorpus Read(string folder)
    {
        string csv = Path.Combine(folder, "info.csv");
        if (!File.Exists(csv))
            throw new CorpusException($"{folder}: no info.csv; this is not the folder of the Groove MIDI Dataset");
        string[] lines = File.ReadAllLines(csv);
        string[] header = lines.Length == 0 ? [] : lines[0].Split(',');
        int[] at = [.. Columns.Select(column => Array.IndexOf(header, column))];
        if (Array.IndexOf(at, -1) is >= 0 and int missing)
            throw new CorpusException($"{csv}: no column \"{Columns[missing]}\"");
        List<Piece> pieces = [];
        List<SkippedFile> skipped = [];
        for (int line = 1; line < lines.Length; line++)
        {
            string[] fields = lines[line].Split(',');
            if (fields.Length != header.Length)
                throw new CorpusException($"{csv}:{line + 1}: {fields.Length} fields instead of {header.Length}");
            string[] row = [.. at.Select(column => fields[column])];
            string? problem = row[3] != "4-4" ? $"its metre is {row[3]}" : Add(pieces, folder, row, $"{csv}:{line + 1}");
            if (problem is not null)
                skipped.Add(new SkippedFile(row[4], problem));
        }
        return new MusicCorpus(folder, pieces, skipped);
    }

    private static string? Add(List<Piece> pieces, string folder, string[] row, string place)
    {
        (string style, string file) = (row[0].Split('/')[0], row[4]);
        if (!float.TryParse(row[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float tempo) || !(tempo is > 10 and < 1000))
            throw new CorpusException($"{place}: \"{row[1]}\" is no tempo");
        Split split = row[5] switch
        {
            "train" => Split.Train,
            "validation" => Split.Valid,
            "test" => Split.Test,
            _ => throw new CorpusException($"{place}: \"{row[5]}\" is no split (train, validation, test)"),
        };
        try
        {
            MidiSong song = MidiReader.Read(Path.Combine(folder, file));
            BarStretch all = new(0, long.MaxValue, 16, "4/4");
            PieceNote[][] steps = StepGrid.Quantise(song.Notes, all, song.TicksPerQuarter, note => DrumKit.PieceOf(note.Key) is >= 0 and int piece
                ? DrumKit.KeyOf(piece) : -1);
            if (steps.Length == 0)
                return "no drums in it";
            pieces.Add(new Piece
            {
                Name = file, Source = file, Split = split, Steps = steps, Tempo = tempo, Style = style, IsFill = row[2] == "fill", IsPlayed = true,
            });
            return null;
        }
        catch (Exception problem) when (problem is MidiException or IOException)
        {
            return problem.Message;
        }
    }
}
