namespace PluginHost.Patterns.Generation;

/// <summary>What a model plays. The order is that of the plugin's parameter and must not change.</summary>
public enum PatternKind
{
    /// <summary>A drum kit of nine pieces.</summary>
    Drums,

    /// <summary>One low voice.</summary>
    Bass,

    /// <summary>One voice over chords.</summary>
    Melody,

    /// <summary>Chord symbols, beat by beat.</summary>
    Chords,

    /// <summary>Any notes together.</summary>
    Poly,
}
