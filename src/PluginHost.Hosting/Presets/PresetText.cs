using System.Globalization;
using System.Text;

namespace PluginHost.Hosting.Presets;

/// <summary>Texts of messages: what a stranger's file holds must neither break a line nor move a terminal's cursor.</summary>
internal static class PresetText
{
    private const int LongestQuote = 60;

    /// <summary>Puts text from a file between quotes, shortened. [any-thread]</summary>
    public static string Quote(string text) =>
        text.Length <= LongestQuote ? $"'{OneLine(text)}'" : $"'{OneLine(text[..LongestQuote])}...'";

    /// <summary>Replaces whatever is not printable by its number. [any-thread]</summary>
    public static string OneLine(string text)
    {
        if (text.All(IsPrintable))
            return text;
        StringBuilder line = new(text.Length + 16);
        foreach (char letter in text)
        {
            if (IsPrintable(letter))
                line.Append(letter);
            else
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }
        return line.ToString();
    }

    /// <summary>Gets what somebody may have meant, as the end of a message: <c>; did you mean 'gain'?</c> [any-thread]</summary>
    /// <param name="given">What they wrote.</param>
    /// <param name="known">What there is.</param>
    /// <returns>Empty when nothing is near.</returns>
    public static string DidYouMean(string given, IEnumerable<string> known)
    {
        string[] near = [.. known
            .Select(name => (Name: name, Distance: Distance(given, name)))
            .Where(guess => guess.Distance <= Math.Max(1, guess.Name.Length / 3))
            .OrderBy(guess => guess.Distance).ThenBy(guess => guess.Name, StringComparer.Ordinal)
            .Select(guess => Quote(guess.Name)).Distinct().Take(3)];
        return near.Length == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>
    /// Counts the letters to insert, delete, replace or swap with their neighbour, ignoring case: optimal string alignment, the
    /// restricted form of Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964).
    /// </summary>
    internal static int Distance(string a, string b)
    {
        // Ids have at most 64 letters; nothing longer is near to one.
        if (Math.Max(a.Length, b.Length) > 100)
            return int.MaxValue;
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            distance[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            distance[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    best = Math.Min(best, distance[i - 2, j - 2] + 1);
                distance[i, j] = best;
            }
        }
        return distance[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);

    private static bool IsPrintable(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
