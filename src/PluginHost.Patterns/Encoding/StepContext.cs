using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Encoding;

/// <summary>What is known about a step besides the notes before it.</summary>
internal record struct StepContext
{
    /// <summary>Place in the bar, 0 to <see cref="StepsPerBar"/> - 1, in steps of the layout.</summary>
    public int Position { get; set; }

    /// <summary>Steps of the layout in a bar: 16 or 12, or 4 or 3 beats.</summary>
    public int StepsPerBar { get; set; }

    /// <summary>Number of the bar in its phrase, 0 and more.</summary>
    public int PhraseBar { get; set; }

    /// <summary>Quarters a minute; NaN when nobody knows.</summary>
    public float Tempo { get; set; }

    /// <summary>Number of the style; -1 for any.</summary>
    public int Style { get; set; }

    /// <summary>Class of density, 0 to 9; -1 for any.</summary>
    public int Density { get; set; }

    /// <summary>Whether it is a fill.</summary>
    public bool Fill { get; set; }

    /// <summary>What the player does in this bar; empty when there is none.</summary>
    public OnsetGrid Player { get; set; }

    /// <summary>The chord, in the key of C or A minor.</summary>
    public Chord Chord { get; set; }

    /// <summary>The chord of the next bar, likewise.</summary>
    public Chord NextChord { get; set; }

    /// <summary>Whether the key is minor.</summary>
    public bool IsMinor { get; set; }
}
