using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Batches;

/// <summary>The folder that the paths of jobs are relative to.</summary>
/// <param name="Root">Full path.</param>
/// <param name="IsClosed">Whether paths that leave it are refused, as when jobs come from elsewhere.</param>
public sealed record WorkFolder(string Root, bool IsClosed)
{
    /// <summary>Gives the path of a file for a job: relative to the root where it lies within, else full. [any-thread]</summary>
    /// <param name="path">Relative to the current folder, or full.</param>
    /// <returns>With <c>/</c> between folders.</returns>
    public string Relative(string path)
    {
        string full = Path.GetFullPath(path);
        string relative = Path.GetRelativePath(Root, full);
        return (LeavesRoot(relative) ? full : relative).Replace('\\', '/');
    }

    /// <summary>Finds the file a job means. Does I/O when the folder is closed: a link counts as what it leads to. [any-thread]</summary>
    /// <param name="path">A path of a job.</param>
    /// <returns>Full path.</returns>
    /// <exception cref="InvalidDataException">The folder is closed and the path leaves it.</exception>
    public string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Leaves(path) ? throw new InvalidDataException($"'{path}' leaves the folder '{Root}'") : Path.GetFullPath(path, Root);
    }

    /// <summary>Tells whether a job may be done here. Does I/O when the folder is closed. [any-thread]</summary>
    /// <param name="job">The job.</param>
    /// <returns>Whether <see cref="Resolve"/> takes both its paths.</returns>
    public bool Holds(RenderJob job) => !Leaves(job.Input) && !Leaves(job.Output);

    private bool Leaves(string path)
    {
        string full = Path.GetFullPath(path, Root);
        return IsClosed && (LeavesRoot(Path.GetRelativePath(Root, full)) || LeavesRoot(Path.GetRelativePath(RealPath.Of(Root), RealPath.Of(full))));
    }

    private static bool LeavesRoot(string relative) =>
        Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)
        || relative.StartsWith("..\\", StringComparison.Ordinal);
}
