using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>
/// The chord transcriptions of the McGill Billboard Project (Burgoyne, Wild and Fujinaga, "An expert ground truth set for
/// audio chord recognition and music analysis", ISMIR 2011; CC0), all in one file or one a file in a folder.
/// </summary>
public static class BillboardFile
{
    private const int LeastBars = 8;
    private const int MaxRepeats = 64;

    /// <summary>Reads the file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Songs, each after a line "@song ID".</param>
    /// <returns>Stretches of one metre, a step a beat; songs whose number ends in 0 are for validation, in 1 for testing.</returns>
    /// <exception cref="CorpusException">There is no song in it.</exception>
    public static MusicCorpus Read(string file)
    {
        List<Piece> pieces = [];
        List<SkippedFile> skipped = [];
        BillboardSong? song = null;
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("@song", StringComparison.Ordinal))
            {
                Finish();
                song = new BillboardSong(line[5..].Trim());
            }
            else
            {
                song?.ReadLine(line);
            }
        }
        Finish();
        return new MusicCorpus(file, pieces, skipped);

        void Finish()
        {
            if (song is null)
                return;
            int before = pieces.Count;
            pieces.AddRange(song.Pieces(LeastBars));
            if (song.Problem is { } problem)
                skipped.Add(new SkippedFile("song " + song.Id, problem));
            else if (pieces.Count == before)
                skipped.Add(new SkippedFile("song " + song.Id, $"no {LeastBars} bars in one metre"));
        }
    }

    /// <summary>One song while it is read: bars of chords, cut where the metre breaks.</summary>
    private sealed class BillboardSong(string id)
    {
        private readonly List<(int Beats, Key Key, List<Chord> Chords)> _stretches = [];
        private Key _key;
        private int _beats = 4;

        public string Id => id;

        /// <summary>The first thing that could not be read; the song is used up to there.</summary>
        public string? Problem { get; private set; }

        public IEnumerable<Piece> Pieces(int leastBars)
        {
            int last = id.Length > 0 ? id[^1] - '0' : -1;
            foreach ((int beats, Key key, List<Chord> chords) in _stretches)
            {
                if (beats == 0 || chords.Count < leastBars * beats)
                    continue;
                PieceNote[][] steps = new PieceNote[chords.Count][];
                Array.Fill(steps, []);
                yield return new Piece
                {
                    Name = "song " + id, Source = "song " + id, Steps = steps, Chords = [.. chords], StepsPerBar = beats,
                    Key = Mode(key, chords), Split = last == 0 ? Split.Valid : last == 1 ? Split.Test : Split.Train,
                };
            }
        }

        public void ReadLine(string line)
        {
            if (Problem is not null)
                return;
            if (line.StartsWith('#'))
                ReadHeader(line);
            else if (line.IndexOf('|') is >= 0 and int first && line.LastIndexOf('|') is var last && last > first)
                ReadBars(line[(first + 1)..last].Split('|'), line[last..]);
        }

        /// <summary>The transcriptions give a tonic, not a mode: it is minor when minor chords on the tonic last longer.</summary>
        private static Key Mode(Key key, List<Chord> chords)
        {
            int minor = chords.Count(chord => chord.Root == key.Tonic && (chord.Quality.Mask() & 0b1_1000) == 0b0_1000);
            int major = chords.Count(chord => chord.Root == key.Tonic && (chord.Quality.Mask() & 0b1_0000) != 0);
            return key with { Scale = minor > major ? Scale.Minor : Scale.Major };
        }

        private void ReadHeader(string line)
        {
            string value = line[(line.IndexOf(':') + 1)..].Trim();
            if (line.StartsWith("# metre", StringComparison.Ordinal))
            {
                _beats = value switch { "4/4" or "12/8" => 4, "3/4" => 3, _ => 0 };
                Begin();
            }
            else if (line.StartsWith("# tonic", StringComparison.Ordinal))
            {
                if (PitchClass.Read(value, out int tonic) != value.Length)
                    Problem = $"\"{value}\" is no tonic";
                _key = new Key(tonic, Scale.Major);
                Begin();
            }
        }

        private void Begin() => _stretches.Add((_beats, _key, []));

        private void ReadBars(string[] bars, string rest)
        {
            int repeats = 1;
            ReadOnlySpan<char> times = rest.AsSpan(1).TrimStart();
            if (times.StartsWith("x"))
            {
                times = times[1..];
                int digits = times.IndexOfAnyExceptInRange('0', '9');
                repeats = int.TryParse(digits < 0 ? times : times[..digits], out int count) ? Math.Clamp(count, 1, MaxRepeats) : 1;
            }
            for (int time = 0; time < repeats; time++)
            {
                foreach (string bar in bars)
                    ReadBar(bar.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        private void ReadBar(string[] symbols)
        {
            // A bar in a metre of its own, "(2/4)", or one that cannot be shared out ends the stretch.
            if (_beats == 0 || _stretches.Count == 0 || symbols.Length == 0 || symbols[0].StartsWith('(') || _beats % symbols.Length != 0)
            {
                Begin();
                return;
            }
            List<Chord> chords = _stretches[^1].Chords;
            foreach (string symbol in symbols)
            {
                Chord chord = chords.Count > 0 && symbol == "." ? chords[^1] : default;
                if (symbol is not ("." or "*" or "&pause") && !HarteChord.TryParse(symbol, out chord))
                {
                    Problem = $"\"{symbol}\" is no chord";
                    return;
                }
                for (int beat = 0; beat < _beats / symbols.Length; beat++)
                    chords.Add(chord);
            }
        }
    }
}
