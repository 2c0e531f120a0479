using System.CommandLine;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost generate</c>: bars from a model, as a MIDI file or a grid in the terminal.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "Model: path or name of a shipped one", HelpName = "MODEL", Required = true };
    private static readonly Option<int> Bars = Options.Whole("--bars", "How many bars", 8, 1, 10000);
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "MIDI file to write", HelpName = "FILE.mid" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an existing file" };
    private static readonly Option<bool> Show = new("--show") { Description = "Print the bars as a grid" };
    private static readonly Option<double> Temperature = Number("--temperature", "How far choices stray: 0.2 tame, 1 as learned, 2 wild", 1, 0, 4);
    private static readonly Option<double> TopP = Number("--top-p", "Draw from the likeliest choices that make up this share", 1, 0.05, 1);
    private static readonly Option<double> Density = Number("--density", "How many notes, 0 sparse to 1 dense (default: as learned)", double.NaN, 0, 1);
    private static readonly Option<double> Complexity = Number("--complexity", "How far from scale and chord, 0 to 1", 0.5, 0, 1);
    private static readonly Option<double> Variation = Number("--variation", "How much changes from bar to bar, 0 to 1", 1, 0, 1);
    private static readonly Option<double> Humanise = Number("--humanise", "How much of the learned velocity and timing, 0 to 1", 1, 0, 1);
    private static readonly Option<int> Seed = Options.Whole("--seed", "The same seed gives the same bars everywhere", 1, 0, int.MaxValue);
    private static readonly Option<string?> Prime = new("--prime") { Description = "Go on from this MIDI file", HelpName = "FILE.mid" };
    private static readonly Option<string?> KeyName = new("--key") { Description = "Key, such as C, Am, F# dorian (default C)", HelpName = "KEY" };
    private static readonly Option<string?> Chords = new("--chords") { Description = "Chords, one a bar, again and again", HelpName = "\"Am F C G\"" };
    private static readonly Option<string?> Style = new("--style") { Description = "Style, if the model tells styles apart", HelpName = "NAME" };
    private static readonly Option<int> FillEvery = Options.Whole("--fill-every", "Play a fill in every so many bars; 0 never", 0, 0, 64);
    private static readonly Option<double> Tempo = Options.Tempo();

    public static Command Create()
    {
        Command command = new("generate", """
            Let a model write bars of music.

            Examples:
              pluginhost generate --model drums --bars 8 --show
              pluginhost generate --model drums --bars 8 --density 0.7 --seed 3 --tempo 96 --out beat.mid
              pluginhost generate --model melody --chords "Am F C G" --key Am --bars 8 --out tune.mid
              pluginhost generate --model mine.safetensors --prime verse.mid --bars 4 --out more.mid
            """);
        foreach (Option option in (Option[])[Model, Bars, Out, Overwrite, Show, Temperature, TopP, Density, Complexity, Variation, Humanise, Seed,
            Prime, KeyName, Chords, Style, FillEvery, Tempo])
            command.Options.Add(option);
        command.SetAction(parsed => PatternErrors.Guard(() => Generate(parsed)));
        return command;
    }

    private static int Generate(ParseResult parsed)
    {
        string? file = parsed.GetValue(Out);
        bool isShown = parsed.GetValue(Show);
        if (file is null && !isShown)
            throw new CommandError("--out or --show is missing: say where the bars should go");
        if (file is not null && File.Exists(file) && !parsed.GetValue(Overwrite))
            throw new CommandError($"--out {file} exists; use --overwrite to replace it");
        PatternModel model = PatternModel.Load(ModelLibrary.Find(parsed.GetValue(Model)!));
        Key key = parsed.GetValue(KeyName) is { } name ? Key.Parse(name) : default;
        BarWriter writer = new(model);
        writer.Reset((ulong)parsed.GetValue(Seed));
        if (parsed.GetValue(Prime) is { } prime)
        {
            Piece piece = MidiFolder.ReadSong(MidiReader.Read(prime), model.Kind, prime)
                ?? throw new CommandError($"--prime {prime}: no {model.Kind.ToString().ToLowerInvariant()} in it");
            if (parsed.GetValue(KeyName) is null)
                key = piece.Key;
            writer.Prime(piece, key);
        }
        List<Bar> bars = Write(parsed, writer, model, key);
        if (isShown)
        {
            foreach (Bar bar in bars)
                Console.Out.Write(PatternGrid.Draw(bar, model.Kind));
        }
        if (file is not null)
        {
            MidiWriter.Write(file, PatternSong.Build(bars, parsed.GetValue(Tempo), key));
            Console.Error.WriteLine($"pluginhost: {file}: {bars.Count} bars, {bars.Sum(bar => bar.Count)} notes");
        }
        if (model.Attribution.Length > 0)
            Console.Error.WriteLine($"pluginhost: {model.Attribution}");
        return ExitCode.Done;
    }

    private static List<Bar> Write(ParseResult parsed, BarWriter writer, PatternModel model, Key key)
    {
        ChordProgression? chords = parsed.GetValue(Chords) is { } text ? ChordProgression.Parse(text) : null;
        int fillEvery = parsed.GetValue(FillEvery);
        List<Bar> bars = [];
        for (int number = 0; number < parsed.GetValue(Bars); number++)
        {
            BarRequest request = new()
            {
                Number = number,
                Tempo = (float)parsed.GetValue(Tempo),
                Temperature = (float)parsed.GetValue(Temperature),
                TopP = (float)parsed.GetValue(TopP),
                Density = (float)parsed.GetValue(Density),
                Complexity = (float)parsed.GetValue(Complexity),
                Variation = (float)parsed.GetValue(Variation),
                Humanise = (float)parsed.GetValue(Humanise),
                Style = StyleNumber(parsed.GetValue(Style), model),
                Fill = fillEvery > 0 && number % fillEvery == fillEvery - 1,
                Key = key,
                Chord = chords?[number] ?? default,
                NextChord = chords?[number + 1] ?? default,
            };
            Bar bar = new();
            writer.Write(request, bar);
            bars.Add(bar);
        }
        return bars;
    }

    private static int StyleNumber(string? name, PatternModel model)
    {
        if (name is null)
            return -1;
        int number = model.Styles.ToList().FindIndex(style => string.Equals(style, name, StringComparison.OrdinalIgnoreCase));
        return number >= 0 ? number : throw new CommandError(model.Styles.Count == 0
            ? $"--style \"{name}\": this model tells no styles apart"
            : $"--style \"{name}\": there is no such style; there are {string.Join(", ", model.Styles)}");
    }

    private static Option<double> Number(string name, string description, double standard, double least, double most)
    {
        Option<double> option = new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, out double value) && !(value >= least && value <= most))
                result.AddError(FormattableString.Invariant($"{name} is {value}, but must be {least} to {most}"));
        });
        return option;
    }
}
