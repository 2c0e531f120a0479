namespace PluginHost.App.Commands;

/// <summary>Columns as wide as their widest cell; the last one is left ragged.</summary>
internal static class Table
{
    public static void Print(TextWriter output, IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. titles.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max())];
        PrintRow(output, titles, widths);
        foreach (IReadOnlyList<string> row in rows)
            PrintRow(output, row, widths);
    }

    private static void PrintRow(TextWriter output, IReadOnlyList<string> cells, int[] widths) =>
        output.WriteLine(string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
}
