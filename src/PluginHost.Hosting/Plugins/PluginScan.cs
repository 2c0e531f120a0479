namespace PluginHost.Hosting.Plugins;

/// <summary>What one plugin folder holds, read without running anything.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="Main">The assembly with the effects; null when there is none that can be used.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record PluginScan(string Folder, AssemblyScan? Main, IReadOnlyList<PluginProblem> Problems)
{
    /// <summary>Effects that can be created, before ids of other plugins are looked at. [any-thread]</summary>
    public IReadOnlyList<EffectDeclaration> Effects => Main?.Effects ?? [];

    /// <summary>Reads a folder; whatever is wrong becomes a problem. [control-thread]</summary>
    public static PluginScan Read(string folder)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*.dll");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unusable(folder, folder, $"The folder cannot be read: {error.Message}");
        }
        Array.Sort(files, StringComparer.Ordinal);
        string folderName = Path.GetFileName(folder);
        string? named = Array.Find(files, file =>
            string.Equals(Path.GetFileNameWithoutExtension(file), folderName, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            AssemblyScan scan = AssemblyScanner.Read(named);
            if (scan.Damage is not null || scan.DeclaresEffects)
                return Check(folder, scan);
        }
        return ReadUnnamed(folder, files);
    }

    /// <summary>Gets the same scan with every file named as in another folder. [any-thread]</summary>
    public PluginScan In(string folder) => new(folder,
        Main is null ? null : Main with { File = Moved(Main.File, folder) },
        [.. Problems.Select(problem => problem with { File = Moved(problem.File, folder) })]);

    private string Moved(string file, string folder) => Path.Join(folder, file[Folder.Length..]);

    private static PluginScan ReadUnnamed(string folder, string[] files)
    {
        AssemblyScan[] scans = [.. files
            .Where(file => !SharedAssemblies.IsContract(Path.GetFileNameWithoutExtension(file)))
            .Select(AssemblyScanner.Read)];
        AssemblyScan[] withEffects = [.. scans.Where(scan => scan.DeclaresEffects)];
        if (withEffects.Length == 1)
            return Check(folder, withEffects[0]);
        if (withEffects.Length > 1)
            return Unusable(folder, folder, $"Several assemblies hold effects ({Names(withEffects)}): "
                + "name one of them like the folder, or give each its own.");
        PluginProblem[] damaged = [.. scans.Where(scan => scan.Damage is not null)
            .Select(scan => new PluginProblem(scan.File, scan.Damage!))];
        return damaged.Length > 0
            ? new PluginScan(folder, null, damaged)
            : Unusable(folder, folder, scans.Length == 0
                ? "The folder holds no assembly."
                : $"No class here has an [AudioEffect] attribute (looked in {Names(scans)}).");
    }

    private static PluginScan Check(string folder, AssemblyScan scan)
    {
        string? reason = scan.Damage ?? new DependencyProbe(scan.File).WhyMissing(scan.References);
        return reason is null
            ? new PluginScan(folder, scan, [.. scan.Flaws.Select(flaw => new PluginProblem(scan.File, flaw))])
            : Unusable(folder, scan.File, reason);
    }

    private static PluginScan Unusable(string folder, string file, string reason) =>
        new(folder, null, [new PluginProblem(file, reason)]);

    private static string Names(IEnumerable<AssemblyScan> scans) =>
        string.Join(", ", scans.Select(scan => Path.GetFileName(scan.File)));
}
