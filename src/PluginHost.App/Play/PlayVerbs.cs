using System.Globalization;
using PluginHost.App.Live;
using PluginHost.Hosting.Playback;

namespace PluginHost.App.Play;

/// <summary>What can be typed while files play; what it does not know is for the chain.</summary>
internal sealed class PlayVerbs(Player player, PlaybackOutput output, LiveVerbs chain, Action<string> tell)
{
    public const string Help = """
        pause    play    next    previous    files
        seek T | +T | -T           e.g. seek 1:30, seek +10
        volume DB                  louder [DB]         softer [DB]

        """;

    public bool IsDone => chain.IsDone;

    public void Run(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words)
        {
            case ["pause" or "p"]: player.IsPaused = !player.IsPaused; break;
            case ["play"]: player.IsPaused = false; break;
            case ["next" or "n"]: player.Next(); break;
            case ["previous" or "prev" or "b"]: player.Previous(); break;
            case ["seek" or "s", string time]: Seek(time); break;
            case ["volume" or "v"]: TellVolume(); break;
            case ["volume" or "v", string volume]: Turn(volume, 0, 1); break;
            case ["louder", ..]: Turn(words.ElementAtOrDefault(1) ?? "1", output.GainDb, 1); break;
            case ["softer", ..]: Turn(words.ElementAtOrDefault(1) ?? "1", output.GainDb, -1); break;
            case ["files"]: List(); break;
            default: chain.Run(line); break;
        }
    }

    private void Seek(string text)
    {
        bool isRelative = text[0] is '+' or '-';
        if (!PlayTime.TryParse(isRelative ? text[1..] : text, out double seconds))
            tell($"seek: '{text}' is no time; say seconds, M:SS or H:MM:SS, with + or - from here");
        else if (isRelative)
            player.SeekBy(text[0] == '-' ? -seconds : seconds);
        else
            player.SeekTo(seconds);
    }

    private void Turn(string text, double from, double sign)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double db) || !double.IsFinite(db))
        {
            tell($"'{text}' is not a number of dB");
            return;
        }
        output.GainDb = from + (sign * db);
        TellVolume();
    }

    private void TellVolume() => tell(FormattableString.Invariant($"volume {output.GainDb:0.#} dB"));

    private void List()
    {
        int now = player.Look().Track;
        for (int i = Math.Max(0, now - 5); i < Math.Min(player.Files.Count, now + 15); i++)
            tell($"{(i == now ? '>' : ' ')} {i + 1} {player.Files[i]}");
    }
}
