using System.Diagnostics;
using PluginHost.Neural.Random;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>
/// What the shipped drum model plays, held against performances it was not trained on, at temperature 1. Two protocols:
/// <para>From nothing: 1,000 bars, 8 at a time after a lead-in of 4, each time with the tempo, style and kind (beat or fill) of a
/// held-out performance drawn by its length. Density, which the model can be told in tenths of the training bars, is drawn evenly every
/// 4 bars, evenly among the songs too (the golden ratio apart, so that no tenth is drawn more often by chance): left open, it plays about
/// the mean of them all.</para>
/// <para>Going on: 250 times 4 bars after 8 bars that it heard of a held-out performance, density left open, as
/// <c>generate --prime</c> does.</para>
/// <para>Held out is the test split, and the validation split besides, which chose the epoch of the net but trained nothing. What the
/// yardstick itself is worth is said, too: how the held-out performances themselves went on; 8 bars on end, 125 times, of held-out
/// performances drawn alike by style and kind; of training performances of these styles and kinds; and the total variation between
/// random halves of the performances, and of 1,000 bars of performances drawn from them again.</para>
/// </summary>
internal static class PatternBenchmark
{
    private const int Seeds = 3;
    private const int Songs = 125;
    private const int BarsPerSong = 8;

    /// <summary>Played before, and not counted: most held-out bars are not the first of a performance either.</summary>
    private const int LeadIn = 4;

    private const int BarsPerDensity = 4;

    private const double Golden = 0.6180339887498949;

    private const int Primes = 250;
    private const int PrimeBars = 8;
    private const int BarsPerPrime = 4;
    private const int KnobSongs = 200;
    private const int TenthSongs = 60;

    public static void Run()
    {
        string model = Environment.GetEnvironmentVariable("PATTERN_MODEL") ?? Above("models/drums.safetensors")
            ?? throw new FileNotFoundException("there is no models/drums.safetensors above this program");
        string? groove = Above("shared/data/neural/groove");
        PatternModel drums = PatternModel.Load(model, PatternKind.Drums);
        Console.WriteLine($"patterns: {Path.GetFileName(model)}, {drums.Steps.Count} weights");
        Time(drums);
        Knob(drums);
        if (groove is null)
        {
            Console.WriteLine("  the Groove MIDI Dataset does not lie beside this checkout: nothing to compare with");
            return;
        }
        MusicCorpus corpus = GrooveFolder.Read(groove);
        Compare(drums, corpus);
    }

    private static void Compare(PatternModel drums, MusicCorpus corpus)
    {
        IReadOnlyList<Piece> train = corpus.In(Split.Train);
        List<ushort[]> learned = [.. train.Select(PatternTable.Sets)];
        Tenths(drums, train);
        IReadOnlyList<Piece> test = corpus.In(Split.Test);
        Compare(drums, "test", test, train, learned);
        Compare(drums, "validation and test", [.. corpus.In(Split.Valid), .. test], train, learned);
    }

    private static void Compare(PatternModel drums, string name, IReadOnlyList<Piece> pieces, IReadOnlyList<Piece> train, List<ushort[]> learned)
    {
        PatternTable table = new(pieces, learned);
        Console.WriteLine($"  held out: {name}, {pieces.Count} performances, {table.Bars} bars; tv = total variation against them");
        PatternTable.Head();
        Rows("from nothing", (song, seed) => Play(drums, pieces, song, seed), Songs);
        Rows("going on", (song, seed) => GoOn(drums, pieces, song, seed), Primes);
        Rows("theirs, going on", (song, seed) => WentOn(pieces, song, seed), Primes);
        Rows("theirs, from anywhere", (song, seed) => Stretch(pieces, Drawn(pieces, song, Songs), song, seed), Songs);
        Rows("training, same style", (song, seed) => Stretch(train, Drawn(pieces, song, Songs), song, seed), Songs);
        table.Row("held out", [.. pieces.Select(PatternTable.BarsOf)]);
        table.Row("training set", [.. train.Select(PatternTable.BarsOf)], isSearched: false);
        table.Spread();

        void Rows(string protocol, Func<int, int, List<ushort[]>> song, int songs)
        {
            List<List<ushort[]>> all = [];
            for (int seed = 0; seed < Seeds; seed++)
            {
                List<ushort[]>[] drawn = [.. Enumerable.Range(0, songs).Select(i => song(i, seed))];
                table.Row($"{protocol}, {seed + 1}", drawn);
                all.AddRange(drawn);
            }
            table.Row($"{protocol}, all", all);
        }
    }

    /// <summary>Some bars on end of a performance of the same style and kind, drawn by its length.</summary>
    private static List<ushort[]> Stretch(IReadOnlyList<Piece> pieces, Piece like, int song, int seed)
    {
        CounterRandom random = new((ulong)((seed * Songs) + song + 1), 5, 0);
        Piece[] alike = [.. pieces.Where(piece => piece.Style == like.Style && piece.IsFill == like.IsFill && piece.Count >= PatternMeasures.Steps)];
        if (alike.Length == 0)
            return [];
        long at = (long)(random.NextSingle() * alike.Sum(piece => (long)piece.Count));
        List<ushort[]> bars = PatternTable.BarsOf(alike.First(piece => (at -= piece.Count) < 0));
        int first = random.NextInt32(Math.Max(1, bars.Count - BarsPerSong + 1));
        return bars[first..Math.Min(bars.Count, first + BarsPerSong)];
    }

    private static List<ushort[]> Play(PatternModel drums, IReadOnlyList<Piece> held, int song, int seed)
    {
        Piece like = Drawn(held, song, Songs);
        BarRequest request = Like(drums, like);
        ulong own = (ulong)((seed * Songs) + song + 1);
        return Write(drums, number => request with { Number = number, Density = Density(song, seed, number / BarsPerDensity) }, LeadIn + BarsPerSong, own)[LeadIn..];
    }

    private static float Density(int song, int seed, int phrase) =>
        (float)((new CounterRandom((ulong)seed + 1, 1, (ulong)phrase).NextSingle() + (song * Golden)) % 1);

    private static List<ushort[]> GoOn(PatternModel drums, IReadOnlyList<Piece> held, int song, int seed)
    {
        (Piece like, int first) = Prime(held, song, seed);
        Piece prime = like.Cut(first, first + (PrimeBars * PatternMeasures.Steps), Split.Test);
        BarRequest request = Like(drums, like);
        return Write(drums, number => request with { Number = PrimeBars + number }, BarsPerPrime, (ulong)((seed * Primes) + song + 1), prime);
    }

    private static List<ushort[]> WentOn(IReadOnlyList<Piece> held, int song, int seed)
    {
        (Piece like, int first) = Prime(held, song, seed);
        int next = first + (PrimeBars * PatternMeasures.Steps);
        return PatternTable.BarsOf(like.Cut(next, next + (BarsPerPrime * PatternMeasures.Steps), Split.Test));
    }

    /// <summary>A performance, and a step of it where a phrase of eight bars begins, as the net was told when it learned.</summary>
    private static (Piece Like, int First) Prime(IReadOnlyList<Piece> held, int song, int seed)
    {
        const int Needed = PrimeBars + BarsPerPrime;
        Piece like = Drawn([.. held.Where(piece => piece.Count >= Needed * PatternMeasures.Steps)], song, Primes);
        int phrases = (((like.Count / PatternMeasures.Steps) - Needed) / PrimeBars) + 1;
        return (like, new CounterRandom((ulong)((seed * Primes) + song + 1), 2, 0).NextInt32(phrases) * PrimeBars * PatternMeasures.Steps);
    }

    /// <summary>Evenly through the steps of all pieces, so that long ones count for more, as they do among the held-out bars.</summary>
    private static Piece Drawn(IReadOnlyList<Piece> pieces, int draw, int draws)
    {
        long at = (long)((draw + 0.5) / draws * pieces.Sum(piece => (long)piece.Count));
        return pieces.First(piece => (at -= piece.Count) < 0);
    }

    private static BarRequest Like(PatternModel drums, Piece piece) => new()
    {
        PhraseBars = 8, Tempo = piece.Tempo, Style = drums.Styles.ToList().IndexOf(piece.Style), Fill = piece.IsFill,
    };

    private static List<ushort[]> Write(PatternModel drums, Func<int, BarRequest> request, int bars, ulong seed, Piece? prime = null)
    {
        BarWriter writer = new(drums);
        writer.Reset(seed);
        if (prime is not null)
            writer.Prime(prime, default);
        Bar bar = new();
        List<ushort[]> sets = [];
        for (int number = 0; number < bars; number++)
        {
            writer.Write(request(number), bar);
            ushort[] steps = new ushort[PatternMeasures.Steps];
            foreach (PatternEvent note in bar.Notes)
                steps[note.Step] |= (ushort)(1 << DrumKit.PieceOf(note.Note));
            sets.Add(steps);
        }
        return sets;
    }

    /// <summary>Whether a tenth of densities that the model is told is what it plays, measured by what it learned from.</summary>
    private static void Tenths(PatternModel drums, IReadOnlyList<Piece> train)
    {
        ILookup<int, int> learned = train.SelectMany(PatternTable.BarsOf).Select(PatternMeasures.Hits).ToLookup(drums.Densities.ClassOf);
        Console.Write("  hits a bar of the training set, and as played when told so, by tenths of density:");
        for (int tenth = 0; tenth < DensityScale.Classes; tenth++)
        {
            IEnumerable<ushort[]> played = Enumerable.Range(0, TenthSongs).SelectMany(i =>
                Write(drums, number => Like(drums, Drawn(train, i, TenthSongs)) with { Number = number, Density = Middle(tenth) }, BarsPerSong, (ulong)i + 1));
            Console.Write($"  {learned[tenth].Average():0.0} {played.Average(PatternMeasures.Hits):0.0}");
        }
        Console.WriteLine();
    }

    private static float Middle(int tenth) => (tenth + 0.5f) / DensityScale.Classes;

    private static void Knob(PatternModel drums)
    {
        double[] knob = [.. Enumerable.Range(0, KnobSongs).Select(i => i / (KnobSongs - 1.0))];
        double[] hits = [.. knob.Select((value, i) =>
            PatternMeasures.Mean(Write(drums, number => new BarRequest { Number = number, Density = (float)value }, BarsPerSong, (ulong)i + 1), PatternMeasures.Hits))];
        Console.WriteLine($"  density knob against hits per bar, {KnobSongs} patterns of {BarsPerSong} bars: rank correlation {PatternMeasures.RankCorrelation(knob, hits):0.000}, "
            + $"{hits.Take(20).Average():0.0} hits at the low end, {hits.TakeLast(20).Average():0.0} at the high end");
    }

    private static void Time(PatternModel drums)
    {
        BarWriter writer = new(drums);
        writer.Reset(1);
        Bar bar = new();
        double[] times = new double[500];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                writer.Write(new BarRequest { Number = i }, bar);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        long bytes = AllocationGate.Measure(() => writer.Write(new BarRequest { Number = 1 }, bar));
        Array.Sort(times);
        Console.WriteLine($"  one bar: {times[250]:0.00} ms median, {times[495]:0.00} ms p99, {bytes} bytes");
    }

    private static string? Above(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, path);
            if (Path.Exists(found))
                return found;
        }
        return null;
    }
}
