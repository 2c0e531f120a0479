using System.Globalization;
using PluginHost.Patterns.Encoding;

namespace PluginHost.Patterns.Generation;

/// <summary>
/// Logits that make a net of drums, which hears only itself, play as much as it learned: for each kit piece at each place of the bar,
/// and for each tenth of densities. A net predicts well what a drummer goes on with, but a hit that it happens to leave out is missing
/// from all it hears later, and so it settles beside what it learned. Immutable.
/// </summary>
internal sealed class SelfBias
{
    /// <summary>The farthest anything is leaned.</summary>
    public const float Limit = 4;

    /// <summary>Number of the density that nobody told.</summary>
    public const int Untold = DensityScale.Classes;

    private readonly int _tokens, _places;
    private readonly float[] _values;

    private SelfBias(PatternLayout layout, float[] values) => (_tokens, _places, _values) = (layout.Vocabulary.Tokens, PlacesOf(layout), values);

    /// <summary>Gets a bias that leans nowhere. [any-thread]</summary>
    /// <param name="layout">The net's layout.</param>
    public static SelfBias None(PatternLayout layout) => new(layout, new float[SizeOf(layout)]);

    /// <summary>Makes a bias. [any-thread]</summary>
    /// <param name="layout">The net's layout.</param>
    /// <param name="more">Logits that speak for more hits, for each tenth of densities and for none told.</param>
    /// <param name="places">Logits of each piece, place after place in a bar of four beats.</param>
    public static SelfBias Of(PatternLayout layout, ReadOnlySpan<double> more, ReadOnlySpan<double> places)
    {
        float[] values = new float[more.Length + places.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(i < more.Length ? more[i] : places[i - more.Length]);
        return values.Length == SizeOf(layout) ? new(layout, values) : throw new ArgumentException($"{values.Length} numbers, not {SizeOf(layout)}");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote. [any-thread]</summary>
    /// <param name="layout">The net's layout.</param>
    /// <param name="text">Numbers; empty for none.</param>
    /// <exception cref="FormatException">It is not that; the message quotes it.</exception>
    public static SelfBias Parse(PatternLayout layout, string text)
    {
        if (text.Length == 0)
            return None(layout);
        string[] words = text.Split(' ');
        float[] values = new float[SizeOf(layout)];
        if (words.Length != values.Length)
            throw new FormatException($"it leans by {words.Length} numbers, not {values.Length}");
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !(MathF.Abs(values[i]) <= Limit))
                throw new FormatException($"it leans by \"{words[i]}\", but {-Limit} to {Limit} are played");
        }
        return new SelfBias(layout, values);
    }

    /// <summary>Gets a value indicating whether it leans nowhere. [any-thread]</summary>
    public bool IsNone => _values.AsSpan().IndexOfAnyExcept(0) < 0;

    /// <summary>Logits that speak for more hits. [any-thread]</summary>
    /// <param name="density">A tenth, or <see cref="Untold"/>.</param>
    public float More(int density) => _values[density];

    /// <summary>Logits of the pieces at a place. [any-thread]</summary>
    /// <param name="place">Step of the bar.</param>
    /// <param name="stepsPerBar">Steps of the bar.</param>
    /// <returns>One a piece; empty in bars that do not have four beats, where nothing is known.</returns>
    public ReadOnlySpan<float> At(int place, int stepsPerBar) =>
        stepsPerBar == _places ? _values.AsSpan(DensityScale.Classes + 1 + (place * _tokens), _tokens) : [];

    /// <summary>Gets the numbers, as they stand in a model's card. [any-thread]</summary>
    public override string ToString() => string.Join(' ', _values.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)));

    /// <summary>Steps of a bar of four beats.</summary>
    public static int PlacesOf(PatternLayout layout) => 4 * layout.StepsPerBeat;

    private static int SizeOf(PatternLayout layout) => DensityScale.Classes + 1 + (PlacesOf(layout) * layout.Vocabulary.Tokens);
}
