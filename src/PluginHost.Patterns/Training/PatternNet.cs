using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Training;

/// <summary>The inside of a net that is to be trained; null is what suits the kind.</summary>
public sealed record PatternNet
{
    /// <summary>Gets the recurrent unit. [any-thread]</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.Gru;

    /// <summary>Gets how a step's notes get their probability. [any-thread]</summary>
    public StepHead Head { get; init; } = StepHead.Set;

    /// <summary>Gets the units of a layer: 8 to 2048, a multiple of 8. [any-thread]</summary>
    public int? Hidden { get; init; }

    /// <summary>Gets the units of the set head, likewise. [any-thread]</summary>
    public int? HeadWidth { get; init; }

    /// <summary>Gets the recurrent layers, 1 to 4. [any-thread]</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Gets how many steps back the net sees, besides the last: each 1 to 64. [any-thread]</summary>
    public IReadOnlyList<int>? Back { get; init; }

    /// <summary>Sizes that keep a file of 32-bit weights under 2 MB.</summary>
    internal StepShape Shape(PatternLayout layout)
    {
        int hidden = Hidden ?? layout.Kind switch
        {
            PatternKind.Drums => 192,
            PatternKind.Chords => 96,
            _ => 160,
        };
        int head = HeadWidth ?? (layout.Kind == PatternKind.Chords ? 96 : 128);
        return PatternModel.Shape(layout, new StepShape(1, 1, Cell, hidden, Layers, Head, Head == StepHead.Set ? head : 0, 0, 0, 0));
    }
}
