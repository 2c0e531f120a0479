namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>
/// Letters as strokes on a grid, so that a picture needs no font of the system: two digits a point, across 0 to 4 and down 0 to 8 with
/// the base line at 6; a bar lifts the pen.
/// </summary>
internal static class StrokeFont
{
    private const double AdvanceUnits = 6;
    private const double CapUnits = 6;

    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['A'] = "06 20 46|14 34", ['B'] = "00 06 36 45 44 33 03|33 42 41 30 00", ['C'] = "41 30 10 01 05 16 36 45",
        ['D'] = "00 06 26 44 42 20 00", ['E'] = "40 00 06 46|03 33", ['F'] = "40 00 06|03 33", ['G'] = "41 30 10 01 05 16 36 45 43 23",
        ['H'] = "00 06|40 46|03 43", ['I'] = "10 30|20 26|16 36", ['J'] = "40 45 36 16 05", ['K'] = "00 06|40 03 46", ['L'] = "00 06 46",
        ['M'] = "06 00 23 40 46", ['N'] = "06 00 46 40", ['O'] = "10 30 41 45 36 16 05 01 10", ['P'] = "06 00 30 41 42 33 03",
        ['Q'] = "10 30 41 45 36 16 05 01 10|34 46", ['R'] = "06 00 30 41 42 33 03|23 46", ['S'] = "41 30 10 01 02 13 33 44 45 36 16 05",
        ['T'] = "00 40|20 26", ['U'] = "00 05 16 36 45 40", ['V'] = "00 26 40", ['W'] = "00 16 23 36 40", ['X'] = "00 46|40 06",
        ['Y'] = "00 23 40|23 26", ['Z'] = "00 40 06 46",
        ['a'] = "12 32 43 46|44 14 05 16 36 45", ['b'] = "00 06|03 12 32 43 45 36 16 05", ['c'] = "43 32 12 03 05 16 36 45",
        ['d'] = "40 46|43 32 12 03 05 16 36 45", ['e'] = "04 44 43 32 12 03 05 16 36 45", ['f'] = "40 30 21 26|12 32",
        ['g'] = "42 47 38 18 07|43 32 12 03 05 16 36 45", ['h'] = "00 06|03 12 32 43 46", ['i'] = "22 26|20 20", ['j'] = "22 27 18 08|20 20",
        ['k'] = "00 06|42 04 46", ['l'] = "20 25 36", ['m'] = "02 06|03 12 23 26|23 32 43 46", ['n'] = "02 06|03 12 32 43 46",
        ['o'] = "12 32 43 45 36 16 05 03 12", ['p'] = "02 08|03 12 32 43 45 36 16 05", ['q'] = "42 48|43 32 12 03 05 16 36 45",
        ['r'] = "02 06|03 12 32", ['s'] = "43 32 12 03 14 34 45 36 16 05", ['t'] = "10 15 26 36|02 32", ['u'] = "02 05 16 36 45|42 46",
        ['v'] = "02 26 42", ['w'] = "02 16 23 36 42", ['x'] = "02 46|42 06", ['y'] = "02 26|42 18 08", ['z'] = "02 42 06 46",
        ['0'] = "10 30 41 45 36 16 05 01 10", ['1'] = "11 20 26|16 36", ['2'] = "01 10 30 41 42 06 46",
        ['3'] = "01 10 30 41 42 33 23|33 44 45 36 16 05", ['4'] = "30 04 44|30 36", ['5'] = "40 00 03 33 44 45 36 06",
        ['6'] = "40 20 02 05 16 36 45 44 33 03", ['7'] = "00 40 16", ['8'] = "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
        ['9'] = "43 13 02 01 10 30 41 44 26 06", ['.'] = "26 26", [','] = "26 17", [':'] = "22 22|26 26", ['-'] = "13 33", ['+'] = "03 43|21 25",
        ['/'] = "06 40", ['('] = "30 11 15 36", [')'] = "10 31 35 16", ['#'] = "10 16|30 36|02 42|04 44", ['%'] = "06 40|00 11|35 46",
        ['_'] = "06 46", ['\''] = "20 21", ['='] = "02 42|04 44", ['&'] = "46 11 10 20 21 04 05 16 26 44", ['!'] = "20 24|26 26",
        ['?'] = "01 10 30 41 42 23 24|26 26", [' '] = "",
    };

    /// <summary>Gives the width of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Height of a capital letter, in pixels.</param>
    public static double Width(string text, double size) => Math.Max(0, (text.Length * AdvanceUnits) - 2) * size / CapUnits;

    /// <summary>Draws a text.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="text">The text; a sign without strokes is drawn as a question mark.</param>
    /// <param name="x">Where it begins (0), is centred (0.5) or ends (1), as <paramref name="anchor"/> says.</param>
    /// <param name="top">Upper edge of capital letters.</param>
    /// <param name="size">Their height.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="anchor">0 to 1.</param>
    public static void Draw(Canvas canvas, string text, double x, double top, double size, Rgb colour, double anchor = 0)
    {
        double unit = size / CapUnits;
        double left = x - (anchor * Width(text, size));
        double thickness = Math.Max(1.2, size / 7);
        foreach (char sign in text)
        {
            string glyph = Glyphs.TryGetValue(sign, out string? known) ? known : Glyphs['?'];
            foreach (string stroke in glyph.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                (double X, double Y)[] points = [.. stroke.Split(' ').Select(point => (left + ((point[0] - '0') * unit), top + ((point[1] - '0') * unit)))];
                for (int i = 1; i < points.Length; i++)
                    canvas.Line(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y, thickness, colour);
            }
            left += AdvanceUnits * unit;
        }
    }
}
