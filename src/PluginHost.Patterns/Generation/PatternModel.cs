using System.Globalization;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Encoding;

namespace PluginHost.Patterns.Generation;

/// <summary>A trained net and what its card says about the music it plays. Immutable; any number of writers may share it.</summary>
public sealed class PatternModel
{
    private const string KindKey = "kind";
    private const string GridKey = "steps-per-beat";
    private const string PlayedKey = "played";
    private const string FeaturesKey = "features";
    private const string DensitiesKey = "densities";
    private const string StylesKey = "styles";
    private const string SelfKey = "self-bias";
    private const string OctaveKey = "octave";
    private const int MostOctaves = 4;

    internal PatternModel(StepModel steps, string name)
    {
        Steps = steps;
        string kind = Line(KindKey);
        if (!Enum.TryParse(kind, ignoreCase: true, out PatternKind parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(kind[0]))
            throw Error($"its kind is \"{kind}\"; known are {string.Join(", ", Enum.GetNames<PatternKind>()).ToLowerInvariant()}");
        string grid = Line(GridKey);
        if (grid is not ("1" or "4"))
            throw Error($"it has \"{grid}\" steps per beat, but 1 or 4 are played");
        try
        {
            Layout = PatternLayout.Parse(parsed, int.Parse(grid, CultureInfo.InvariantCulture), Line(PlayedKey) == "yes", Line(FeaturesKey));
            Densities = DensityScale.Parse(Line(DensitiesKey));
            Self = SelfBias.Parse(Layout, steps.Card.GetValueOrDefault(SelfKey, ""));
        }
        catch (FormatException problem)
        {
            throw Error(problem.Message);
        }
        Styles = Line(StylesKey).Split(',', StringSplitOptions.RemoveEmptyEntries);
        string octave = steps.Card.GetValueOrDefault(OctaveKey, "0");
        Octave = int.TryParse(octave, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int octaves) && Math.Abs(octaves) <= MostOctaves
            ? octaves : throw Error($"its octave is \"{octave}\", but must be {-MostOctaves} to {MostOctaves}");
        StepShape wanted = Shape(Layout, steps.Shape);
        if (steps.Shape != wanted)
            throw Error($"its net is {steps.Shape}, but its card describes {wanted}");

        string Line(string key) => steps.Card.TryGetValue(key, out string? line) ? line : throw Error($"its card has no \"{key}\"");
        PatternModelException Error(string problem) => new($"{name}: this net does not play patterns: {problem}");
    }

    /// <summary>A net that is being leaned; its card is right.</summary>
    internal PatternModel(StepModel steps, SelfBias self)
        : this(steps, "this net") => Self = self;

    /// <summary>Gets what it plays. [any-thread]</summary>
    public PatternKind Kind => Layout.Kind;

    /// <summary>Gets the net. [any-thread]</summary>
    public StepModel Steps { get; }

    /// <summary>Gets the styles it tells apart, by number; may be empty. [any-thread]</summary>
    public IReadOnlyList<string> Styles { get; }

    /// <summary>Gets whom to thank for the data; empty when nobody asks for it. [any-thread]</summary>
    public string Attribution => Steps.Card.GetValueOrDefault("attribution", "");

    /// <summary>Gets by how many octaves it is played higher than it learned; some corpora are written high. [any-thread]</summary>
    public int Octave { get; }

    internal PatternLayout Layout { get; }

    internal DensityScale Densities { get; }

    internal SelfBias Self { get; }

    /// <summary>Reads a model. Allocates and does I/O. [control-thread]</summary>
    /// <param name="path">A <c>.safetensors</c> file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="PatternModelException">It is no such model, of another version or shape, or damaged; the message says which.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PatternModel Load(string path)
    {
        try
        {
            return new PatternModel(StepModel.Load(path), path);
        }
        catch (InvalidDataException problem)
        {
            throw new PatternModelException(problem.Message);
        }
    }

    /// <summary>Reads a model that must play something certain. Allocates and does I/O. [control-thread]</summary>
    /// <param name="path">A <c>.safetensors</c> file.</param>
    /// <param name="kind">What it must play.</param>
    /// <returns>The model.</returns>
    /// <exception cref="PatternModelException">It plays something else, or is broken; the message says which.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PatternModel Load(string path, PatternKind kind)
    {
        PatternModel model = Load(path);
        return model.Kind == kind ? model : throw new PatternModelException(
            $"{path}: this model plays {model.Kind.ToString().ToLowerInvariant()}, but {kind.ToString().ToLowerInvariant()} are wanted");
    }

    /// <summary>Writes the lines of the card that the constructor reads.</summary>
    internal static void Describe(StepModel steps, PatternLayout layout, DensityScale densities, IEnumerable<string> styles)
    {
        steps.SetCard(KindKey, layout.Kind.ToString().ToLowerInvariant());
        steps.SetCard(GridKey, layout.StepsPerBeat.ToString(CultureInfo.InvariantCulture));
        steps.SetCard(PlayedKey, layout.IsPlayed ? "yes" : "no");
        steps.SetCard(FeaturesKey, layout.ToString());
        steps.SetCard(DensitiesKey, densities.ToString());
        steps.SetCard(StylesKey, string.Join(',', styles));
    }

    /// <summary>Writes what the net is leaned by into its card.</summary>
    internal static void Describe(StepModel steps, SelfBias self) => steps.SetCard(SelfKey, self.ToString());

    /// <summary>The sizes that a layout asks of a net; how large it is inside is its own matter.</summary>
    internal static StepShape Shape(PatternLayout layout, StepShape inside) => inside with
    {
        Tokens = layout.Vocabulary.Tokens,
        Features = layout.Features,
        VelocityBins = layout.IsPlayed ? Bins.Velocities : 0,
        OffsetBins = layout.IsPlayed ? Bins.Offsets : 0,
        LengthBins = layout.HasLengths ? Bins.Lengths : 0,
    };
}
