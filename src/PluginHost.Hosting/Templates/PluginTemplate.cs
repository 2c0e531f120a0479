using System.Reflection;
using System.Security;
using System.Text;

namespace PluginHost.Hosting.Templates;

/// <summary>Makes the start of a new plugin: a folder that builds, tests itself and loads.</summary>
public static class PluginTemplate
{
    private const string ResourcePrefix = "plugin-template/";
    private const int LongestName = 40;
    private static readonly string[] Taken = ["System", "PluginHost"];
    private static readonly string[] HostFiles = ["PluginHost.Sdk.dll", "PluginHost.Hosting.dll"];

    /// <summary>
    /// Writes the folder <c>directory/name</c>: a solution with the plugin (a working tremolo), its tests (which run
    /// the check), a README. Building it puts the plugin into <c>dist/name</c>, so that <c>dist</c> is a plugin
    /// directory. [control-thread]
    /// </summary>
    /// <param name="name">Name of assembly and class: a capital letter, then up to 39 letters and digits.</param>
    /// <param name="directory">Where the folder is made; need not exist.</param>
    /// <param name="hostDirectory">The folder of the built host, which holds <c>PluginHost.Sdk.dll</c> and
    /// <c>PluginHost.Hosting.dll</c>.</param>
    /// <returns>Full path of the new folder.</returns>
    /// <exception cref="ArgumentException">The name cannot be used.</exception>
    /// <exception cref="FileNotFoundException">The host's folder lacks an assembly to build against.</exception>
    /// <exception cref="IOException">The folder exists already, or cannot be written; nothing that exists is
    /// changed.</exception>
    public static string Create(string name, string directory, string hostDirectory)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(hostDirectory);
        if (!IsValidName(name))
        {
            throw new ArgumentException($"'{name}' cannot name a plugin: it takes a capital letter, then up to "
                + $"{LongestName - 1} letters and digits, such as MyTremolo; {string.Join(" and ", Taken)} are taken.",
                nameof(name));
        }
        string host = Path.TrimEndingDirectorySeparator(Path.GetFullPath(hostDirectory));
        foreach (string file in HostFiles)
        {
            string path = Path.Combine(host, file);
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no {file} to build against in '{host}'.", path);
        }
        string folder = Path.Combine(Path.GetFullPath(directory), name);
        if (Path.Exists(folder))
            throw new IOException($"'{folder}' exists already; nothing was written.");

        Write(folder, name, host);
        return folder;
    }

    /// <summary>Derives the id that presets use: <c>MyFFTGate2</c> becomes <c>my-fft-gate2</c>. [any-thread]</summary>
    /// <param name="name">A valid name.</param>
    /// <returns>Lower-case words joined by hyphens.</returns>
    public static string IdOf(string name) => Words(name, '-').ToLowerInvariant();

    private static bool IsValidName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetterOrDigit)
        && !Taken.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts a separator before every capital that begins a word.</summary>
    private static string Words(string name, char separator)
    {
        var words = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool afterSmall = i > 0 && !char.IsAsciiLetterUpper(name[i - 1]);
            bool beforeSmall = i > 0 && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]);
            if (char.IsAsciiLetterUpper(name[i]) && (afterSmall || beforeSmall))
                words.Append(separator);
            words.Append(name[i]);
        }
        return words.ToString();
    }

    private static void Write(string folder, string name, string host)
    {
        Assembly assembly = typeof(PluginTemplate).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                continue;
            bool isProject = resource.EndsWith(".props", StringComparison.Ordinal);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            string text = Fill(reader.ReadToEnd(), name, isProject ? InProject(host) : host);
            string path = Fill(resource[ResourcePrefix.Length..].Replace('\\', '/'), name, host);
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string Fill(string text, string name, string host) => text
        .Replace("__NAME__", name, StringComparison.Ordinal)
        .Replace("__ID__", IdOf(name), StringComparison.Ordinal)
        .Replace("__TITLE__", Words(name, ' '), StringComparison.Ordinal)
        .Replace("__HOST__", host, StringComparison.Ordinal);

    /// <summary>Escapes a path for a project file: MSBuild's own characters first, then XML's.</summary>
    private static string InProject(string path) => SecurityElement.Escape(path
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal)
        .Replace("@", "%40", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal));
}
