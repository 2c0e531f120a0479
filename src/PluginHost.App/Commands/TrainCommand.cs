using System.CommandLine;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Training;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost train</c>: a model that plays, from music.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Model to write", HelpName = "FILE.safetensors" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an existing model" };
    private static readonly Option<int> Hidden = Options.Whole("--hidden", "Units of the recurrent layer, a multiple of 8; 0 for what suits the kind", 0, 0, 2048);
    private static readonly Option<int> HeadWidth = Options.Whole("--head-width", "Units of the set head, likewise", 0, 0, 2048);
    private static readonly Option<int> Layers = Options.Whole("--layers", "Recurrent layers", 1, 1, 4);
    private static readonly Option<RecurrentCell> Cell = new("--cell") { Description = "gru or lstm", HelpName = "NAME" };
    private static readonly Option<StepHead> Head = new("--head") { Description = "set (notes of a step know of each other) or bits (independent)", HelpName = "NAME" };
    private static readonly Option<string?> Lookback = new("--lookback") { Description = "Steps to look back besides the last, such as 4,8,16", HelpName = "LIST" };
    private static readonly Option<int> Epochs = Options.Whole("--epochs", "Passes over the data at most; 0 for as many as fit the minutes", 0, 0, 10000);
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Time to train (default 10)", HelpName = "M", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Seed = Options.Whole("--seed", "Seed of weights and order", 1, 0, int.MaxValue);
    private static readonly Option<double> Dropout = new("--dropout") { Description = "Share of units left out, 0 to 0.9 (default 0.4)", HelpName = "P", DefaultValueFactory = _ => 0.4 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Highest learning rate (default 0.003; 0.0003 with --from)", HelpName = "R" };
    private static readonly Option<int> Batch = Options.Whole("--batch", "Pieces at once", 16, 1, 256);
    private static readonly Option<int> Chunk = Options.Whole("--chunk", "Steps through which gradients flow back", 100, 8, 1000);
    private static readonly Option<int> Threads = Options.Whole("--threads", "Threads; the result does not depend on them", 1, 1, 64);
    private static readonly Option<bool> Half = new("--half") { Description = "Keep 16 bits of each weight: half the size" };
    private static readonly Option<string?> Recipe = new("--recipe")
    {
        Description = $"Net and training of a measured figure, instead of the options above: {string.Join(", ", StepRecipe.All.Select(recipe => recipe.Name))}", HelpName = "NAME",
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on where a killed or interrupted training stopped" };
    private static readonly Option<string?> From = new("--from") { Description = "Start from a model: path or name of a shipped one", HelpName = "MODEL" };
    private static readonly Option<string[]> Card = new("--card") { Description = "Line for the model's card, such as licence=\"CC BY 4.0\"", HelpName = "KEY=VALUE" };
    private static readonly Option<bool> Evaluate = new("--evaluate") { Description = "Measure a model instead: nats per step" };
    private static readonly Option<string?> Model = new("--model") { Description = "The model to measure: path or name", HelpName = "MODEL" };
    private static readonly Option<Split> Part = new("--split") { Description = "train, valid or test", HelpName = "NAME", DefaultValueFactory = _ => Split.Test };
    private static readonly Option<bool> AsJson = new("--json") { Description = "For scripts" };

    public static Command Create()
    {
        CorpusArguments corpus = new();
        Command command = new("train", """
            Train a model on music, or measure one. A folder of your own MIDI files and ten minutes give a model that plays.

            Examples:
              pluginhost train --midi ~/my-songs --kind drums --out mine.safetensors
              pluginhost train --midi ~/my-songs --kind drums --from drums --minutes 5 --out mine.safetensors
              pluginhost train --midi ~/my-songs --kind drums --out mine.safetensors --resume
              pluginhost train --evaluate --model chorale --frames jsb.txt.gz --split test --json
            """);
        corpus.AddTo(command);
        foreach (Option option in (Option[])[Out, Overwrite, Minutes, Epochs, Seed, Resume, From, Threads, Hidden, Cell, Layers, Head, HeadWidth,
            Lookback, Dropout, Rate, Batch, Chunk, Half, Recipe, Card, Evaluate, Model, Part, AsJson])
            command.Options.Add(option);
        command.SetAction(parsed => PatternErrors.Guard(() => parsed.GetValue(Evaluate) ? Measure(corpus, parsed) : Train(corpus, parsed)));
        return command;
    }

    private static int Measure(CorpusArguments arguments, ParseResult parsed)
    {
        string file = ModelLibrary.Find(parsed.GetValue(Model) ?? throw new CommandError("--model is missing: say which model to measure"));
        PatternModel model = PatternModel.Load(file);
        (MusicCorpus corpus, _) = arguments.Read(parsed, model.Kind);
        PatternTraining data = PatternTraining.Prepare(corpus, model);
        Split split = parsed.GetValue(Part);
        IReadOnlyList<StepSequence> sequences = data.Measured(split);
        if (sequences.Count == 0)
            throw new CommandError($"{corpus.Source}: nothing in the split \"{split.ToString().ToLowerInvariant()}\"");
        int steps = sequences.Sum(sequence => sequence.Scored?.Count(scored => scored) ?? sequence.Count);
        double nats = StepEvaluation.NatsPerStep(model.Steps, sequences);
        if (parsed.GetValue(AsJson))
        {
            Json.Print(new
            {
                model = file, data = corpus.Source, split = split.ToString().ToLowerInvariant(), pieces = sequences.Count, steps, natsPerStep = nats,
                head = model.Steps.Shape.Head == StepHead.Set ? "joint within the step (set)" : "independent notes (bits)", parameters = model.Steps.Count,
            });
        }
        else
        {
            Console.WriteLine(FormattableString.Invariant($"{nats:0.0000} nats per step over {steps} steps of {sequences.Count} pieces ({split.ToString().ToLowerInvariant()})"));
        }
        return ExitCode.Done;
    }

    private static int Train(CorpusArguments arguments, ParseResult parsed)
    {
        string file = parsed.GetValue(Out) ?? throw new CommandError("--out is missing: say which model to write");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new CommandError($"--out {file}: there is no folder {folder}");
        if (File.Exists(file) && !parsed.GetValue(Overwrite) && !parsed.GetValue(Resume))
            throw new CommandError($"--out {file} exists; use --overwrite to replace it");
        Dictionary<string, string> card = ReadCard(parsed.GetValue(Card) ?? []);
        StepRecipe? recipe = parsed.GetValue(Recipe) is not { } named ? null
            : StepRecipe.All.FirstOrDefault(known => known.Name == named) ?? throw new CommandError($"--recipe {named}: there is none of this name");
        PatternNet net = recipe is not null ? new()
        {
            Cell = recipe.Cell, Head = recipe.Head, Back = recipe.Lookbacks, Hidden = recipe.Hidden, HeadWidth = recipe.HeadWidth,
        } : new()
        {
            Cell = parsed.GetValue(Cell), Head = parsed.GetValue(Head), Layers = parsed.GetValue(Layers), Back = Steps(parsed.GetValue(Lookback)),
            Hidden = parsed.GetValue(Hidden) is > 0 and int hidden ? hidden : null,
            HeadWidth = parsed.GetValue(HeadWidth) is > 0 and int width ? width : null,
        };
        double minutes = Within("--minutes", parsed.GetValue(Minutes), 0.01, 100_000);
        double dropout = Within("--dropout", parsed.GetValue(Dropout), 0, 0.9);
        PatternModel? start = parsed.GetValue(From) is { } from ? PatternModel.Load(ModelLibrary.Find(from)) : null;
        (MusicCorpus corpus, PatternKind kind) = arguments.Read(parsed, start?.Kind);
        PatternTraining data = start is null ? PatternTraining.Prepare(corpus, kind, net) : PatternTraining.Prepare(corpus, start);
        int seed = parsed.GetValue(Seed);
        StepModel model = start?.Steps.Clone() ?? data.NewModel(net, (ulong)seed);
        if (start is not null)
            model.SetCard("tuned-on", Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Source)));
        foreach ((string key, string value) in card)
            model.SetCard(key, value);
        TrainingOptions options = new()
        {
            Seed = (ulong)seed, Batch = parsed.GetValue(Batch), ChunkSteps = parsed.GetValue(Chunk), Threads = parsed.GetValue(Threads), Shift = data.Shift,
            Shards = parsed.GetValue(Batch) < 8 ? 1 : 2,
            LearningRate = parsed.GetResult(Rate) is null ? (start is null ? 3e-3 : 3e-4) : Within("--rate", parsed.GetValue(Rate), 1e-6, 0.1),
            HiddenDropout = (float)dropout, HeadDropout = (float)dropout, Resume = parsed.GetValue(Resume),
        };
        if (recipe is not null)
            options = recipe.Options with { Seed = options.Seed, Threads = options.Threads, Shift = options.Shift, Resume = options.Resume };
        int epochs = recipe is not null && parsed.GetValue(Epochs) == 0 ? recipe.Options.Epochs : parsed.GetValue(Epochs);
        bool hasTime = parsed.GetResult(Minutes) is { Implicit: false } || epochs == 0;
        return new TrainingRun(file, corpus, data, model, parsed.GetValue(Half) || recipe is { IsHalf: true }).Run(options, epochs, hasTime ? TimeSpan.FromMinutes(minutes) : null);
    }

    private static Dictionary<string, string> ReadCard(string[] lines)
    {
        Dictionary<string, string> card = [];
        foreach (string line in lines)
        {
            if (line.IndexOf('=') is not (> 0 and int equals))
                throw new CommandError($"--card \"{line}\" is no KEY=VALUE");
            card[line[..equals]] = line[(equals + 1)..];
        }
        return card;
    }

    private static int[]? Steps(string? list)
    {
        if (list is null)
            return null;
        return [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(word => int.TryParse(word, out int steps) && steps is >= 2 and <= 64
            ? steps : throw new CommandError($"--lookback \"{word}\" must be 2 to 64"))];
    }

    private static double Within(string name, double value, double least, double most) => value >= least && value <= most ? value
        : throw new CommandError(FormattableString.Invariant($"{name} is {value}, but must be {least} to {most}"));
}
