namespace PluginHost.App.Commands;

/// <summary>The shipped models, found by name: the file's, without <c>.safetensors</c>.</summary>
internal static class ModelLibrary
{
    private const string Extension = ".safetensors";

    /// <summary>The file of a model given by path or name.</summary>
    public static string Find(string nameOrFile)
    {
        if (File.Exists(nameOrFile))
            return nameOrFile;
        string folder = AppPaths.Find().Models;
        string[] names = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : [];
        string? name = names.FirstOrDefault(known => string.Equals(known, nameOrFile, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Path.Combine(folder, name + Extension)
            : throw new CommandError($"--model \"{nameOrFile}\": there is no such file, and no shipped model of that name" +
                (names.Length > 0 ? $" (there are {string.Join(", ", names)})" : ""));
    }
}
