using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Plugins;

/// <summary>A plugin directory of a test's own, filled from the fixtures and removed with the test.</summary>
internal sealed class PluginSandbox : IDisposable
{
    private static readonly string Fixtures =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "fixtures"));

    private readonly string _root = Directory.CreateTempSubdirectory("plugin-tests-").FullName;

    public PluginSandbox(params string[] fixtures)
    {
        Directory.CreateDirectory(Plugins);
        foreach (string fixture in fixtures)
            Add(fixture);
    }

    /// <summary>The plugin directory.</summary>
    public string Plugins => Path.Combine(_root, "plugins");

    /// <summary>A place beside it, for files on their way in or out.</summary>
    public string Outside => Directory.CreateDirectory(Path.Combine(_root, "outside")).FullName;

    /// <summary>The bytes of a file of a fixture as it was built.</summary>
    public static byte[] Original(string fixture, string file) => File.ReadAllBytes(Path.Combine(Fixtures, fixture, file));

    public PluginCatalog Catalog() => new(Plugins);

    /// <summary>The full path of a plugin folder, or of a file in it.</summary>
    public string At(string folder, string file = "") => Path.TrimEndingDirectorySeparator(Path.Combine(Plugins, folder, file));

    /// <summary>Copies a fixture into a plugin folder, over what is there.</summary>
    public string Add(string fixture, string? folder = null)
    {
        string target = Directory.CreateDirectory(At(folder ?? fixture)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(Fixtures, fixture)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        return target;
    }

    /// <summary>Puts one file into a plugin folder.</summary>
    public string Write(string folder, string file, byte[] content)
    {
        Directory.CreateDirectory(At(folder));
        File.WriteAllBytes(At(folder, file), content);
        return At(folder, file);
    }

    /// <summary>Runs one mono block of ones and gives its last sample.</summary>
    public static float Run(AudioEffect effect, int frames = 16)
    {
        float[] samples = new float[frames];
        Array.Fill(samples, 1);
        effect.Process(new ProcessContext(new AudioBuffer(samples, 1, frames, frames), new Transport(120, 0, 0)));
        return samples[^1];
    }

    public static void Prepare(AudioEffect effect) => effect.Prepare(new AudioFormat(48_000, 1, 64));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

/// <summary>Tests that look at the whole process, and so run one by one and apart from all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
