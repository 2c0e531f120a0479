using System.Globalization;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.Sdk;

namespace PluginHost.App.Live;

/// <summary>What can be typed while the music plays. Every change of a value can be undone.</summary>
internal sealed class LiveVerbs(Session session, Action<string> load, Action<string> save, Action<string> tell, string moreHelp = "")
{
    public const string Help = """
        set SLOT.PARAMETER VALUE   e.g. set 1.gain -6, set delay.time 350
        bypass SLOT [on|off]       mix SLOT 0..1       rearm SLOT
        tempo BPM                  undo                slots
        preset NAME                save FILE.json      quit
        """;

    // Steps name slots by number, never by object: an object would keep a reloaded plugin's old build in memory.
    private readonly Stack<string> _undo = new();
    private bool _isUndoing;

    public bool IsDone { get; private set; }

    public void Run(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            return;
        try
        {
            Run(words[0].ToLowerInvariant(), words[1..], line.Trim());
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or ChainException or PresetException
            or PluginLoadException or IOException or UnauthorizedAccessException)
        {
            tell(exception.Message.ReplaceLineEndings(" "));
        }
    }

    private void Run(string verb, string[] words, string line)
    {
        string rest = line[verb.Length..].Trim();
        switch (verb)
        {
            case "set" when words.Length >= 2: Set(words[0], string.Join(' ', words[1..])); break;
            case "bypass" when words.Length is 1 or 2: Bypass(Place(words[0]), words.Length == 1 || words[1] is "on" or "1"); break;
            case "mix" when words.Length == 2: Mix(Place(words[0]), Number(words[1])); break;
            case "rearm" when words.Length == 1: SlotAt(Place(words[0])).Rearm(); break;
            case "tempo" when words.Length == 1: Tempo(Number(words[0])); break;
            case "undo": Undo(); break;
            case "slots": Slots(); break;
            case "preset" when rest.Length > 0: load(rest); _undo.Clear(); break;
            case "save" when rest.Length > 0: save(rest); break;
            case "quit" or "q" or "exit": IsDone = true; break;
            default: tell("the words understood here:\n" + moreHelp + Help); break;
        }
    }

    private void Set(string place, string text)
    {
        int dot = place.LastIndexOf('.');
        if (dot < 1)
            throw new FormatException($"'{place}' is not SLOT.PARAMETER");
        int number = Place(place[..dot]);
        Slot slot = SlotAt(number);
        string id = place[(dot + 1)..];
        Parameter parameter = slot.Effect.Parameters.FirstOrDefault(known => known.Id == id)
            ?? throw new FormatException($"{slot.Id} has no parameter '{id}'; it has: {string.Join(", ", slot.Effect.Parameters.Select(known => known.Id))}");
        if (!parameter.TryParse(text, out float value))
            throw new FormatException($"{slot.Id}.{id}: '{text}' is not {ParameterText.Range(parameter)}");
        float before = parameter.Target;
        parameter.Target = value;
        Remember(string.Create(CultureInfo.InvariantCulture, $"set {number}.{id} {before:R}"));
        tell($"{slot.Id}.{id} = {parameter.Format(parameter.Target)} (was {parameter.Format(before)})");
    }

    private void Bypass(int number, bool on)
    {
        Remember($"bypass {number} {(SlotAt(number).IsBypassed ? "on" : "off")}");
        SlotAt(number).IsBypassed = on;
    }

    private void Mix(int number, double mix)
    {
        float before = SlotAt(number).Mix;
        SlotAt(number).Mix = (float)mix;
        Remember(string.Create(CultureInfo.InvariantCulture, $"mix {number} {before:R}"));
    }

    private void Tempo(double bpm)
    {
        double before = session.Engine.TempoBpm;
        session.Engine.TempoBpm = bpm;
        Remember(string.Create(CultureInfo.InvariantCulture, $"tempo {before:R}"));
    }

    private void Remember(string step)
    {
        if (!_isUndoing)
            _undo.Push(step);
    }

    private void Undo()
    {
        if (!_undo.TryPop(out string? step))
        {
            tell("nothing to undo");
            return;
        }
        _isUndoing = true;
        Run(step);
        _isUndoing = false;
    }

    private void Slots()
    {
        for (int i = 0; i < session.Engine.Chain.Slots.Count; i++)
        {
            Slot slot = session.Engine.Chain.Slots[i];
            string values = string.Join("  ", slot.Effect.Parameters.Select(parameter => $"{parameter.Id}={parameter.Format(parameter.Target)}"));
            string state = slot.Fault != FaultKind.None ? $" [set aside: {slot.Fault}]" : slot.IsBypassed ? " [bypassed]" : "";
            tell(FormattableString.Invariant($"{i + 1} {slot.Id}{state}  {slot.Timing.MeanUs:0.0} us  {values}"));
        }
    }

    private Slot SlotAt(int number) => session.Engine.Chain.Slots[number - 1];

    private int Place(string name)
    {
        IReadOnlyList<Slot> slots = session.Engine.Chain.Slots;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number >= 1 && number <= slots.Count ? number
                : throw new FormatException($"there is no slot {number}; there are 1 to {slots.Count}");
        int[] named = [.. Enumerable.Range(1, slots.Count).Where(place => slots[place - 1].Id == name)];
        return named.Length switch
        {
            1 => named[0],
            0 => throw new FormatException($"there is no slot '{name}'; there are: {string.Join(", ", slots.Select(slot => slot.Id))}"),
            _ => throw new FormatException($"'{name}' stands in {named.Length} slots; name one by its number"),
        };
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new FormatException($"'{text}' is not a number");
}
