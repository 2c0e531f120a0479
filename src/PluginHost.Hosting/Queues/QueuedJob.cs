using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;

namespace PluginHost.Hosting.Queues;

/// <summary>One file of a run, as a broker hands it to a worker: all that is needed to render it, but where the shared folder lies.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Number">Place in the run's plan, from 0.</param>
/// <param name="Job">The files, by paths relative to the shared folder.</param>
/// <param name="Recipe">What to do.</param>
public sealed record QueuedJob(string Run, int Number, RenderJob Job, RenderRecipe Recipe)
{
    /// <summary>The largest message, in bytes.</summary>
    public const int MaxBytes = 1 << 18;

    /// <summary>The longest path, in characters.</summary>
    public const int MaxPathLength = 4096;

    private const int CurrentVersion = 1;

    /// <summary>Writes it. Allocates. [any-thread]</summary>
    /// <returns>JSON in UTF-8 that <see cref="Read"/> reads back.</returns>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public byte[] ToBytes() =>
        QueueJson.Write(new Message(CurrentVersion, Run, Number, Job.Input, Job.Output, RecipeMessage.Of(Recipe)), "a job with this preset", MaxBytes);

    /// <summary>Reads one that came from anywhere. Allocates. [any-thread]</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The job; whether its paths leave the folder through links, only the file system can tell.</returns>
    /// <exception cref="InvalidDataException">It is no job; the message names the field at fault.</exception>
    public static QueuedJob Read(ReadOnlyMemory<byte> utf8)
    {
        Message message = QueueJson.Read<Message>(utf8, "the job", MaxBytes);
        if (message.Version != CurrentVersion)
            throw new InvalidDataException($"the job has version {message.Version}, but this program knows {CurrentVersion}");
        if (!RunId.IsValid(message.Run))
            throw new InvalidDataException("the job's 'run' is no id of a run");
        if (message.Number is < 0 or >= RunPlan.MostJobs)
            throw new InvalidDataException($"the job's 'number' is {message.Number}, but must be 0 to {RunPlan.MostJobs - 1}");
        RequirePath(message.Input, "input");
        RequirePath(message.Output, "output");
        RenderRecipe recipe = message.Recipe.ToRecipe();
        RequireEnding(message.Output, recipe.Options.Encoding);
        return new QueuedJob(message.Run, message.Number, new RenderJob(message.Input, message.Output), recipe);
    }

    /// <summary>Says what keeps a path from being sent to another machine; null when nothing does. [any-thread]</summary>
    /// <param name="path">Path as in a job.</param>
    /// <returns>The end of a sentence that begins with the path.</returns>
    public static string? Refuse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length is 0 or > MaxPathLength ? $"has {path.Length} characters, but must have 1 to {MaxPathLength}"
            : path.Contains('\0', StringComparison.Ordinal) ? "contains a character 0"
            : Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..") ? "leaves the shared folder" : null;
    }

    private static void RequirePath(string path, string field)
    {
        if (Refuse(path) is { } reason)
            throw new InvalidDataException($"the job's '{field}' {reason}");
    }

    // Whatever else a job may do, it writes sound, and nothing that somebody could take for a program or its settings.
    private static void RequireEnding(string output, AudioEncoding? encoding)
    {
        string ending = Path.GetExtension(output);
        if (!Enum.GetValues<AudioEncoding>().Where(known => encoding is null || known == encoding)
            .Any(known => ending.Equals(known.Extension(), StringComparison.OrdinalIgnoreCase)))
            throw new InvalidDataException($"the job's 'output' has the ending '{ending}', which is not that of {encoding?.ToString() ?? "what we write"}");
    }

    private sealed record Message(int Version, string Run, int Number, string Input, string Output, RecipeMessage Recipe);
}
