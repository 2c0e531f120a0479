using System.Diagnostics;
using PluginHost.Neural.Random;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>
/// What the shipped drum model plays, held against performances it never saw: 1,000 bars at temperature 1, 8 at a time after a lead-in
/// of 4, each time with the tempo, style and kind (beat or fill) of a held-out performance drawn by its length. Density, which the
/// model can be told in tenths of the training bars, is drawn evenly every 4 bars: left open, it plays about the mean of them all.
/// </summary>
internal static class PatternBenchmark
{
    private const int Seeds = 3;
    private const int Songs = 125;
    private const int BarsPerSong = 8;

    /// <summary>Played before, and not counted: most held-out bars are not the first of a performance either.</summary>
    private const int LeadIn = 4;

    private const int BarsPerDensity = 4;

    private const int KnobSongs = 200;

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
        IReadOnlyList<Piece> test = corpus.In(Split.Test);
        List<ushort[]> held = [.. test.SelectMany(piece => Bars(Sets(piece)))];
        List<ushort[]> learned = [.. corpus.In(Split.Train).Select(Sets)];
        List<ushort[]> learnedBars = [.. corpus.In(Split.Train).SelectMany(piece => Bars(Sets(piece)))];
        Console.WriteLine($"  {Songs * BarsPerSong} bars made, {held.Count} held out; tv = total variation against held out");
        Console.WriteLine("               hits/bar   tv     syncopation  tv     kick tv  snare tv  distinct pairs  longest run in training set");
        for (int seed = 0; seed < Seeds; seed++)
        {
            List<List<ushort[]>> songs = [.. Enumerable.Range(0, Songs).Select(i => Play(drums, test, i, seed))];
            Row($"made, seed {seed + 1}", [.. songs.SelectMany(song => song)], songs, [.. songs.Select(song => song.SelectMany(bar => bar).ToArray())]);
        }
        Row("held out", held, [.. test.Select(piece => Bars(Sets(piece))).Where(bars => bars.Count > 1)], [.. test.Select(Sets)]);
        Row("training set", learnedBars, [], []);

        void Row(string name, List<ushort[]> bars, IReadOnlyList<IReadOnlyList<ushort[]>> songs, IReadOnlyList<ushort[]> runs)
        {
            string distinct = songs.Count == 0 ? "" : $"{PatternMeasures.DistinctPairs(songs):0.000}";
            string run = runs.Count == 0 ? "" : $"{PatternMeasures.LongestCopy(runs, learned)} steps";
            Console.WriteLine($"  {name,-13}{PatternMeasures.Mean(bars, PatternMeasures.Hits),6:0.00}     {PatternMeasures.Distance(bars, held, PatternMeasures.Hits):0.000}  "
                + $"{PatternMeasures.Mean(bars, PatternMeasures.Syncopation),6:0.00}       {PatternMeasures.Distance(bars, held, PatternMeasures.Syncopation):0.000}  "
                + $"{PatternMeasures.PositionDistance(bars, held, DrumKit.Kick):0.000}    {PatternMeasures.PositionDistance(bars, held, DrumKit.Snare):0.000}     {distinct,-14}  {run}");
        }
    }

    private static List<ushort[]> Play(PatternModel drums, IReadOnlyList<Piece> test, int song, int seed)
    {
        // Evenly through the steps of all pieces, so that long ones count for more, as they do among the held-out bars.
        long at = (long)((song + 0.5) / Songs * test.Sum(piece => (long)piece.Count));
        Piece like = test.First(piece => (at -= piece.Count) < 0);
        BarRequest request = new() { Tempo = like.Tempo, Style = drums.Styles.ToList().IndexOf(like.Style), Fill = like.IsFill };
        ulong own = (ulong)((seed * Songs) + song + 1);
        return Write(drums, number => request with { Density = new CounterRandom(own, 1, (ulong)(number / BarsPerDensity)).NextSingle() },
            LeadIn + BarsPerSong, own)[LeadIn..];
    }

    private static List<ushort[]> Write(PatternModel drums, Func<int, BarRequest> request, int bars, ulong seed)
    {
        BarWriter writer = new(drums);
        writer.Reset(seed);
        Bar bar = new();
        List<ushort[]> sets = [];
        for (int number = 0; number < bars; number++)
        {
            writer.Write(request(number) with { Number = number }, bar);
            ushort[] steps = new ushort[PatternMeasures.Steps];
            foreach (PatternEvent note in bar.Notes)
                steps[note.Step] |= (ushort)(1 << DrumKit.PieceOf(note.Note));
            sets.Add(steps);
        }
        return sets;
    }

    private static void Knob(PatternModel drums)
    {
        double[] knob = [.. Enumerable.Range(0, KnobSongs).Select(i => i / (KnobSongs - 1.0))];
        double[] hits = [.. knob.Select((value, i) =>
            PatternMeasures.Mean(Write(drums, _ => new BarRequest { Density = (float)value }, BarsPerSong, (ulong)i + 1), PatternMeasures.Hits))];
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

    private static ushort[] Sets(Piece piece) =>
        [.. piece.Steps.Select(step => (ushort)step.Sum(note => 1 << DrumKit.PieceOf(note.Note)))];

    private static List<ushort[]> Bars(ushort[] steps) =>
        [.. Enumerable.Range(0, steps.Length / PatternMeasures.Steps).Select(bar => steps[(bar * PatternMeasures.Steps)..((bar + 1) * PatternMeasures.Steps)])];

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
