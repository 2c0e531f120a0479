using PluginHost.Neural.Steps;

namespace PluginHost.Neural.Frames;

/// <summary>A training on frames that is known to work: encoding, sizes and options under a name, so that a figure can be had again.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Encoding">What the model is told.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Options">The training, with seed 1.</param>
public sealed record FrameRecipe(string Name, FrameEncoding Encoding, StepShape Shape, TrainingOptions Options)
{
    private const int LowestNote = 21, Keys = 88;

    /// <summary>Gets all recipes. [any-thread]</summary>
    public static IReadOnlyList<FrameRecipe> All { get; } =
    [
        // 12 keys by transposition make 229 chorales enough for so many weights; a small batch makes many steps of few pieces.
        Create("chorales", [4, 8, 16], StepHead.Set, new TrainingOptions
        {
            Epochs = 150, Batch = 4, Shards = 1, ChunkSteps = 64, Patience = 15,
        }),
        Create("tunes", [2, 3, 4, 8, 16], StepHead.Set, new TrainingOptions
        {
            Epochs = 30, Batch = 16, Shards = 1, HiddenDropout = 0.5f, HeadDropout = 0.4f, Decay = 0.05, AverageDecay = 0.999, Patience = 8,
        }),
        Create("chorales-bits", [4, 8, 16], StepHead.Bits, new TrainingOptions
        {
            Epochs = 150, Batch = 4, Shards = 1, ChunkSteps = 64, Patience = 15,
        }),
        Create("tunes-bits", [2, 3, 4, 8, 16], StepHead.Bits, new TrainingOptions
        {
            Epochs = 30, Batch = 16, Shards = 1, HiddenDropout = 0.5f, Decay = 0.05, AverageDecay = 0.999, Patience = 8,
        }),
    ];

    /// <summary>The recipe of a name. [any-thread]</summary>
    /// <exception cref="ArgumentException">There is none; names those there are.</exception>
    public static FrameRecipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"there is no recipe '{name}', only {string.Join(", ", All.Select(recipe => recipe.Name))}");

    /// <summary>A model with random weights whose card says how it is told. Allocates. [control-thread]</summary>
    public StepModel CreateModel(ulong seed)
    {
        StepModel model = new(Shape, seed);
        model.SetCard(FrameEncoding.CardName, Encoding.ToString());
        model.SetCard("recipe", Name);
        return model;
    }

    private static FrameRecipe Create(string name, int[] lookbacks, StepHead head, TrainingOptions options)
    {
        FrameEncoding encoding = new(LowestNote, Keys, lookbacks, match: true);
        StepShape shape = new(Keys, encoding.Features, RecurrentCell.Lstm, 256, 1, head, head == StepHead.Set ? 192 : 0, 0, 0, 0);
        return new FrameRecipe(name, encoding, shape, options with { Shift = encoding.Shift(-5, 6) });
    }
}
