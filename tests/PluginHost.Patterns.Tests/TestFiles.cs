namespace PluginHost.Patterns.Tests;

/// <summary>Files that lie beside the tests, and folders that vanish after them.</summary>
internal static class TestFiles
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Files", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    /// <summary>The research data that lie beside a checkout; null when they do not.</summary>
    public static string? Shared(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = System.IO.Path.Combine(folder.FullName, "shared", "data", "neural", name);
            if (System.IO.Path.Exists(path))
                return path;
        }
        return null;
    }
}

/// <summary>An empty folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("patterns-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
