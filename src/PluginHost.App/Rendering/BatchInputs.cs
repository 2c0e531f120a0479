using PluginHost.Hosting.Batches;

namespace PluginHost.App.Rendering;

/// <summary>Finds the files of a batch: files, folders, patterns, and a list on standard input.</summary>
internal static class BatchInputs
{
    /// <summary>Finds them.</summary>
    /// <param name="inputs">What the user named; <c>-</c> for the list.</param>
    /// <param name="output">Folder of the outputs, in which nothing is looked for.</param>
    /// <param name="refused">Gets what cannot be read, with its reason.</param>
    public static IEnumerable<InputFile> Find(string[] inputs, string output, List<JobResult> refused) =>
        inputs.SelectMany(input => Find(input, output, refused));

    private static IEnumerable<InputFile> Find(string input, string output, List<JobResult> refused)
    {
        if (input == "-")
            return Lines().Select(InputFiles.OfLine);
        try
        {
            return InputFiles.Find(input, output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            refused.Add(new JobResult(new RenderJob(input, ""), JobState.Failed, error.Message, 0, 0, null));
            return [];
        }
    }

    private static IEnumerable<string> Lines()
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line.Trim().Length > 0)
                yield return line.TrimEnd('\r');
        }
    }
}
