using System.Numerics;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Encoding;

/// <summary>Collects the features of a step, block after block; a number of -1 is none. Does not allocate.</summary>
internal ref struct FeatureList(Span<int> features)
{
    private readonly Span<int> _features = features;

    /// <summary>Number of the first feature of the present block.</summary>
    public int First { get; set; }

    public int Count { get; private set; }

    public void Add(int number)
    {
        if (number >= 0)
            _features[Count++] = First + number;
    }

    /// <summary>How long something agrees, in the layout's classes.</summary>
    public void AddRun(int first, int run) =>
        Add(first + (run == 0 ? 0 : Math.Min(PatternLayout.RunClasses - 1, 1 + BitOperations.Log2((uint)run))));

    public void AddPlayer(in StepContext context)
    {
        OnsetGrid player = context.Player;
        if (player.IsEmpty)
            return;
        for (int ahead = 0; ahead < 2; ahead++)
        {
            for (int band = 0; band < OnsetGrid.Bands; band++)
                Add((player[band] >> (context.Position + ahead) & 1) != 0 ? (ahead * OnsetGrid.Bands) + band : -1);
        }
        int busy = player.Count * 16 / context.StepsPerBar;
        Add((2 * OnsetGrid.Bands) + (busy < 4 ? 0 : busy < 7 ? 1 : busy < 10 ? 2 : 3));
        Add((2 * OnsetGrid.Bands) + 4);
    }

    public void AddChord(Chord chord, bool withBass)
    {
        if (chord.IsNone)
            return;
        Add(chord.Root);
        Add(PitchClass.Count + (int)chord.Quality);
        Add(withBass ? PitchClass.Count + ChordQualities.Count + chord.Bass : -1);
    }
}
