using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>How a bar should be. <c>new BarRequest()</c> asks for four quarters at 120 bpm as learned.</summary>
public record struct BarRequest
{
    /// <summary>Asks for a bar as learned. [any-thread]</summary>
    public BarRequest()
    {
    }

    /// <summary>Gets or sets the number of the bar, from 0. [any-thread]</summary>
    public int Number { get; set; }

    /// <summary>Gets or sets how many bars a phrase has, 1 to 16. [any-thread]</summary>
    public int PhraseBars { get; set; } = 4;

    /// <summary>Gets or sets the steps of the bar: 16, or 12 in three-four time. [any-thread]</summary>
    public int Steps { get; set; } = Bar.MaxSteps;

    /// <summary>Gets or sets the tempo in quarters a minute; it colours the pattern, and plays no part in its timing. [any-thread]</summary>
    public float Tempo { get; set; } = 120;

    /// <summary>Gets or sets how far choices may stray: 0.2 (the likeliest) to 2 (wild); 1 as learned. [any-thread]</summary>
    public float Temperature { get; set; } = 1;

    /// <summary>Gets or sets the share of probability from which is drawn, 0.05 to 1; 1 leaves nothing out. [any-thread]</summary>
    public float TopP { get; set; } = 1;

    /// <summary>Gets or sets how many notes, 0 (sparse) to 1 (dense); NaN as learned. [any-thread]</summary>
    public float Density { get; set; } = float.NaN;

    /// <summary>Gets or sets how far off scale and chord notes may be, 0 (chord tones on the beats, scale elsewhere) to 1 (as learned). [any-thread]</summary>
    public float Complexity { get; set; } = 0.5f;

    /// <summary>Gets or sets how much changes against the bar before, 0 (repeat it) to 1 (all new). [any-thread]</summary>
    public float Variation { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether a fill is wanted. [any-thread]</summary>
    public bool Fill { get; set; }

    /// <summary>Gets or sets how much of the learned velocity and timing is kept, 0 (even) to 1 (as played). [any-thread]</summary>
    public float Humanise { get; set; } = 1;

    /// <summary>Gets or sets the style's number in the model's card; -1 for any. [any-thread]</summary>
    public int Style { get; set; } = -1;

    /// <summary>Gets or sets the key. [any-thread]</summary>
    public Key Key { get; set; }

    /// <summary>Gets or sets the chord of the bar; none leaves it open. [any-thread]</summary>
    public Chord Chord { get; set; }

    /// <summary>Gets or sets the chord of the bar after. [any-thread]</summary>
    public Chord NextChord { get; set; }

    /// <summary>Gets or sets what the player did in the bar before. [any-thread]</summary>
    public OnsetGrid Player { get; set; }

    /// <summary>Gets or sets a number that, with the writer's own seed, draws this bar: the same model, seeds and requests give the
    /// same bars everywhere. [any-thread]</summary>
    public ulong Seed { get; set; }
}
