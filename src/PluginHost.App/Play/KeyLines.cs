namespace PluginHost.App.Play;

/// <summary>Makes lines of single keys on a terminal, so that a key is carried out as the word it stands for; ':' begins a typed line.</summary>
internal sealed class KeyLines : TextReader
{
    public const string Help =
        "space pauses, left and right seek, up and down change the volume, n next, p previous, : a word (try ':help'), q quits";

    public override string? ReadLine()
    {
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.KeyChar == ':')
            {
                Console.Error.Write("\r:");
                return Console.ReadLine();
            }
            if (Word(key) is { } word)
                return word;
        }
    }

    private static string? Word(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Spacebar => "pause",
        ConsoleKey.RightArrow => "seek +5",
        ConsoleKey.LeftArrow => "seek -5",
        ConsoleKey.UpArrow => "louder",
        ConsoleKey.DownArrow => "softer",
        ConsoleKey.N or ConsoleKey.PageDown => "next",
        ConsoleKey.P or ConsoleKey.PageUp => "previous",
        ConsoleKey.Q => "quit",
        ConsoleKey.H => "help",
        _ => null,
    };
}
