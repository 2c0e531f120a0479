using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Stored;

/// <summary>Writes bars by rules that came with the plugin: what plays when there is no model, or it fails. It remembers
/// nothing but the seed.</summary>
/// <param name="kind">Who plays.</param>
internal abstract class StoredWriter(PatternKind kind) : IBarWriter
{
    private ulong _seed;

    /// <inheritdoc/>
    public PatternKind Kind => kind;

    /// <inheritdoc/>
    public void Reset(ulong seed) => _seed = seed;

    /// <inheritdoc/>
    public bool Rewind(int bar) => true;

    /// <inheritdoc/>
    public void Write(in BarRequest request, Bar bar)
    {
        bar.Begin(request.Number, request.Steps);
        bar.SetChord(0, request.Chord);
        Write(request, new Dice(_seed, request, kind), bar);
    }

    /// <summary>Writes the notes of a bar, by step.</summary>
    protected abstract void Write(in BarRequest request, in Dice dice, Bar bar);

    /// <summary>Adds a note that is played a little early or late and not always as hard.</summary>
    protected void Add(Bar bar, in BarRequest request, in Dice dice, int step, int key, float strength, float length)
    {
        int purpose = (step * 8) + (key % 8);
        float late = request.Humanise * 0.14f * (dice.Roll(200 + purpose) + dice.Roll(400 + purpose) - 1);
        float hard = strength * (1 + (request.Humanise * 0.25f * (dice.Roll(600 + purpose) - 0.5f)));
        bar.Add(new PatternEvent((byte)step, late, (byte)Math.Clamp(key, 0, 127), (byte)Math.Clamp(127 * hard, 1, 127), length, kind));
    }

    /// <summary>Gets the density that was asked for; half when none was.</summary>
    protected static float DensityOf(in BarRequest request) => float.IsNaN(request.Density) ? 0.5f : Math.Clamp(request.Density, 0, 1);
}
