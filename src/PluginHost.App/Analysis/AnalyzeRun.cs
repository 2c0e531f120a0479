using PluginHost.App.Commands;
using PluginHost.Hosting.Analysis;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;

namespace PluginHost.App.Analysis;

/// <summary>Analyses files on all cores; one that cannot be read is reported, the others go on.</summary>
internal sealed class AnalyzeRun(string? plot, int jobs, CancellationToken cancellation)
{
    public int Run(string[] inputs, bool asJson)
    {
        InputFile[] files = [.. inputs.SelectMany(input => InputFiles.Find(input)).DistinctBy(file => Path.GetFullPath(file.Path))];
        if (files.Length == 0)
            throw new CommandError($"there is no sound file in {string.Join(", ", inputs)}");
        bool plotsOne = plot is not null && plot.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
        if (plotsOne && files.Length > 1)
            throw new CommandError($"--plot is {plot}, but must be a folder for {files.Length} files");
        (FileAnalysis? Found, string? Problem)[] results = AnalyzeAll(files, plotsOne);
        if (files.Length == 1 && results[0].Problem is { } only)
            throw new CommandError(only);
        if (asJson)
            Json.Print(new { Files = results.Select(result => result.Found).OfType<FileAnalysis>(), Problems = results.Select(result => result.Problem).OfType<string>() });
        else
            AnalysisTable.Print(Console.Out, [.. results.Select(result => result.Found).OfType<FileAnalysis>()]);
        foreach (string problem in results.Select(result => result.Problem).OfType<string>())
            Console.Error.WriteLine("pluginhost: " + problem.ReplaceLineEndings(" "));
        return results.Any(result => result.Problem is not null) ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    private (FileAnalysis? Found, string? Problem)[] AnalyzeAll(InputFile[] files, bool plotsOne)
    {
        (FileAnalysis?, string?)[] results = new (FileAnalysis?, string?)[files.Length];
        ParallelOptions options = new() { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, files.Length, options, () => new FileAnalyzer(), (i, _, analyzer) =>
            {
                results[i] = Analyze(analyzer, files[i], plotsOne);
                return analyzer;
            }, _ => { });
        }
        catch (OperationCanceledException)
        {
            throw new CommandError("interrupted");
        }
        return results;
    }

    private (FileAnalysis? Found, string? Problem) Analyze(FileAnalyzer analyzer, InputFile file, bool plotsOne)
    {
        try
        {
            FileAnalysis found = analyzer.Analyze(file.Path, cancellation);
            if (plot is not null)
            {
                string picture = plotsOne ? plot : Path.Combine(plot, file.Relative + ".png");
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(picture))!);
                SoundPlot.Save(found, picture, cancellation);
            }
            return (found, null);
        }
        catch (Exception error) when (error is AudioFileException or IOException or UnauthorizedAccessException)
        {
            return (null, error.Message);
        }
    }
}
