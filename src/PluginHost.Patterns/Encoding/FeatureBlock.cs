using System.Globalization;

namespace PluginHost.Patterns.Encoding;

/// <summary>What a net may be told about a step before it sounds.</summary>
internal enum FeatureSource
{
    /// <summary>What was struck (for chords: what sounded) some steps before; a second set says which of it was loud.</summary>
    Back,

    /// <summary>Place in the bar: 16 and 12 steps, or 4 and 3 beats, each of its own.</summary>
    Position,

    /// <summary>Bar in the phrase, 0 to 7.</summary>
    Phrase,

    /// <summary>Tempo in 8 classes.</summary>
    Tempo,

    /// <summary>Number of the style.</summary>
    Style,

    /// <summary>Tenth of all bars, by the number of notes in them.</summary>
    Density,

    /// <summary>Whether it is a fill.</summary>
    Fill,

    /// <summary>The player's onsets now and on the next step in three bands, how busy the bar is, and that there is a player.</summary>
    Player,

    /// <summary>The chord: root, quality, bass.</summary>
    Chord,

    /// <summary>The chord of the next bar: root, quality.</summary>
    NextChord,

    /// <summary>Whether the key is minor.</summary>
    Mode,

    /// <summary>The notes that still sound.</summary>
    Held,

    /// <summary>Steps since something was struck, in 8 classes.</summary>
    Age,

    /// <summary>How many of the steps before the last one were the same as it, in 8 classes.</summary>
    Still,

    /// <summary>How many of the last steps are the same as those some steps before, in 6 classes.</summary>
    Agree,

    /// <summary>What followed where the last steps have happened before, for longest, and for how long, in 6 classes.</summary>
    Match,

    /// <summary>Place in a grid of 16 steps from the beginning, where bars are not known.</summary>
    Grid,
}

/// <summary>A run of input features with one meaning.</summary>
/// <param name="Source">What it says.</param>
/// <param name="Argument">Steps back, or the number of styles; else 0.</param>
/// <param name="First">Number of its first feature.</param>
/// <param name="Size">How many there are.</param>
internal readonly record struct FeatureBlock(FeatureSource Source, int Argument, int First, int Size)
{
    /// <summary>Gets it as it is written in a model's card. [any-thread]</summary>
    /// <returns>Such as "back16" or "position".</returns>
    public override string ToString() => Source.ToString().ToLowerInvariant()
        + (Source is FeatureSource.Back or FeatureSource.Agree or FeatureSource.Style ? Argument.ToString(CultureInfo.InvariantCulture) : "");
}
