using System.IO.Compression;
using PluginHost.Neural.Steps;

namespace PluginHost.Neural.Tests.Steps;

/// <summary>
/// 88 chorales by J. S. Bach (public domain): the first of each split of Boulanger-Lewandowski et al. 2012, one a line: split, tab, chords; a
/// chord is its MIDI notes joined by full stops. A model is told the two chords before and the one four before.
/// </summary>
internal sealed class Chorales
{
    public const int Keys = 88, Features = 3 * Keys;
    private const int Lowest = 21;
    private static readonly int[] Lookbacks = [1, 2, 4];

    public Chorales()
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "chorales.txt.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            int[][] chords = [.. parts[1].Split(' ').Select(chord => chord == "-" ? [] : chord.Split('.').Select(note => int.Parse(note) - Lowest).ToArray())];
            (parts[0] switch { "train" => Train, "valid" => Valid, _ => Test }).Add(Encode(chords));
        }
    }

    public List<StepSequence> Train { get; } = [];

    public List<StepSequence> Valid { get; } = [];

    public List<StepSequence> Test { get; } = [];

    /// <summary>Transposition by up to three semitones.</summary>
    public static StepShift Shift => new(-3, 3, [.. Lookbacks.Select((_, i) => new ShiftBlock(i * Keys, Keys))], [new ShiftBlock(0, Keys)]);

    private static StepSequence Encode(int[][] chords)
    {
        StepHistory history = new(chords.Length + 1, Keys);
        int[][] inputs = new int[chords.Length][];
        for (int step = 0; step < chords.Length; step++)
        {
            List<int> features = [];
            for (int i = 0; i < Lookbacks.Length; i++)
                foreach (int key in history.Back(Lookbacks[i]))
                    features.Add(i * Keys + key);
            inputs[step] = [.. features];
            history.Push(chords[step]);
        }
        return new StepSequence { Inputs = inputs, Tokens = chords };
    }
}
