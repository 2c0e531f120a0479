namespace PluginHost.Neural.Steps;

/// <summary>A net and its training that are known to work together, under a name, so that a figure can be had again.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Cell">Kind of recurrent unit.</param>
/// <param name="Hidden">Units of the layer.</param>
/// <param name="Head">How tokens get their probability.</param>
/// <param name="HeadWidth">Units of the set head; 0 for independent bits.</param>
/// <param name="Lookbacks">Steps before the target that are shown, beside the last one.</param>
/// <param name="IsHalf">Whether the file keeps 16 bits of each weight.</param>
/// <param name="Options">The training, with seed 1; the shift is the data's.</param>
public sealed record StepRecipe(
    string Name, RecurrentCell Cell, int Hidden, StepHead Head, int HeadWidth, IReadOnlyList<int> Lookbacks, bool IsHalf, TrainingOptions Options)
{
    // Transposition makes 12 chorales of each, enough for a small batch and many steps.
    private static readonly TrainingOptions Chorales = new() { Epochs = 80, Batch = 4, Shards = 1, ChunkSteps = 64 };

    // Thirteen times the data of the chorales, soon learned by heart: more dropout and decay.
    private static readonly TrainingOptions Tunes = new()
    {
        Epochs = 8, Shards = 1, HiddenDropout = 0.5f, HeadDropout = 0.4f, Decay = 0.05, AverageDecay = 0.999, Patience = 5,
    };

    /// <summary>Gets all recipes. [any-thread]</summary>
    public static IReadOnlyList<StepRecipe> All { get; } =
    [
        new("chorales", RecurrentCell.Lstm, 256, StepHead.Set, 192, [4, 8, 16], true, Chorales),
        new("chorales-bits", RecurrentCell.Lstm, 256, StepHead.Bits, 0, [4, 8, 16], true, Chorales),
        new("tunes", RecurrentCell.Lstm, 256, StepHead.Set, 192, [2, 3, 4, 8, 16], true, Tunes),
        new("tunes-bits", RecurrentCell.Lstm, 256, StepHead.Bits, 0, [2, 3, 4, 8, 16], true, Tunes),
    ];

    /// <summary>The recipe of a name. [any-thread]</summary>
    /// <exception cref="ArgumentException">There is none; names those there are.</exception>
    public static StepRecipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new ArgumentException($"there is no recipe '{name}', only {string.Join(", ", All.Select(recipe => recipe.Name))}");
}
