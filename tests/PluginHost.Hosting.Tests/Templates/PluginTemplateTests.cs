using System.Diagnostics;
using System.Xml.Linq;
using PluginHost.Hosting.Checking;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Templates;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Templates;

/// <summary>Runs apart from other tests, as it loads plugins and takes both cores for a while.</summary>
[Collection(Alone.Name)]
public sealed class PluginTemplateTests : IDisposable
{
    private static readonly string Host = AppContext.BaseDirectory;

    // A blank, an ampersand and a percent sign have to survive the project files.
    private readonly string _directory = Directory.CreateTempSubdirectory("new plugins & 5% more ").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_plugin_builds_passes_its_tests_loads_and_keeps_every_promise()
    {
        // Build settings of the folders above must not reach it.
        File.WriteAllText(Path.Combine(_directory, "Directory.Packages.props"),
            "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>"
            + "</PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(_directory, "Directory.Build.targets"),
            "<Project><Target Name=\"Stop\" BeforeTargets=\"Build\"><Error Text=\"from above\" /></Target></Project>");

        string folder = PluginTemplate.Create("MyTremolo", _directory, Host);
        (int exit, string output) = Dotnet(folder, "test", "-nodeReuse:false", "-p:UseSharedCompilation=false");

        Assert.True(exit == 0, output);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        using (PluginCatalog catalog = new(Path.Combine(folder, "dist")))
        {
            Assert.Empty(catalog.Problems);
            Assert.Equal(["my-tremolo"], catalog.Effects.Select(effect => effect.Id));
            Assert.Equal(["My Tremolo"], catalog.Effects.Select(effect => effect.Name));
        }
        PluginCheckReport report = PluginCheck.Run(Path.Combine(folder, "dist", "MyTremolo", "MyTremolo.dll"));
        Assert.True(report.Failed == 0, report.ToString());
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(folder, "dist", "MyTremolo")),
            file => Path.GetFileName(file).StartsWith("PluginHost.", StringComparison.Ordinal));
    }

    [Fact]
    public void It_uses_the_package_versions_of_the_host()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Directory.Packages.props")))
            root = Path.GetDirectoryName(root)!;
        HashSet<string> versions = Packages(Path.Combine(root, "Directory.Packages.props"), "PackageVersion");

        string folder = PluginTemplate.Create("Fuzz", _directory, Host);
        HashSet<string> used = Packages(Path.Combine(folder, "Fuzz.Tests", "Fuzz.Tests.csproj"), "PackageReference");

        Assert.Equal(3, used.Count);
        Assert.Subset(versions, used);
    }

    [Fact]
    public void No_placeholder_is_left_in_any_file_or_name()
    {
        string folder = PluginTemplate.Create("Fuzz", _directory, Host);

        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Equal(9, files.Length);
        Assert.All(files, file => Assert.DoesNotContain("__", file[folder.Length..] + File.ReadAllText(file),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tremolo", "tremolo")]
    [InlineData("MyTremolo", "my-tremolo")]
    [InlineData("TapeEQ", "tape-eq")]
    [InlineData("FFTGate2", "fft-gate2")]
    [InlineData("A", "a")]
    public void The_id_is_the_name_in_hyphens(string name, string id) => Assert.Equal(id, PluginTemplate.IdOf(name));

    [Theory]
    [InlineData("")]
    [InlineData("tremolo")]
    [InlineData("My Tremolo")]
    [InlineData("My-Tremolo")]
    [InlineData("../Evil")]
    [InlineData("2Tone")]
    [InlineData("Größe")]
    [InlineData("System")]
    [InlineData("AbcdefghijklmnopqrstuvwxyzAbcdefghijklmno")]
    public void A_name_that_cannot_be_used_is_refused(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PluginTemplate.Create(name, _directory, Host));

        Assert.StartsWith($"'{name}' cannot name a plugin", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void An_existing_folder_is_left_alone()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_directory, "Fuzz")).FullName;

        IOException error = Assert.Throws<IOException>(() => PluginTemplate.Create("Fuzz", _directory, Host));

        Assert.Equal($"'{folder}' exists already; nothing was written.", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_host_folder_without_the_sdk_is_refused()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(
            () => PluginTemplate.Create("Fuzz", _directory, _directory));

        Assert.Equal($"There is no PluginHost.Sdk.dll to build against in '{_directory}'.", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    private static HashSet<string> Packages(string file, string item) => [.. XDocument.Load(file).Descendants(item)
        .Select(package => $"{package.Attribute("Include")!.Value} {package.Attribute("Version")!.Value}")];

    private static (int Exit, string Output) Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // What a surrounding build or test run sets is not for this one.
        foreach (string variable in start.Environment.Keys.Where(IsOfBuild).ToArray())
            start.Environment.Remove(variable);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static bool IsOfBuild(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase);
}
