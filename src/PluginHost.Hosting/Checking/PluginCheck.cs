using System.Runtime.CompilerServices;
using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// Checks a built plugin as the host would meet it: loads a copy of its folder into a context of its own, checks every
/// effect in it, unloads it and looks whether it is gone.
/// </summary>
public static class PluginCheck
{
    /// <summary>Checks the plugin that an assembly belongs to. [control-thread]</summary>
    /// <param name="file">The assembly; everything it needs lies in its folder, which is the plugin.</param>
    /// <param name="options">Seed and limits; the defaults when left out.</param>
    /// <returns>
    /// One report per effect, and for the assembly <c>loads</c> (it is the plugin of its folder and has no flaw that
    /// the host would complain about) and <c>unloads</c>. Forces full collections.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static PluginCheckReport Run(string file, CheckOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        file = Path.GetFullPath(file);
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no file '{file}'.", file);

        var unloading = new UnloadQueue();
        var effects = new List<CheckReport>();
        CheckResult loads = LoadAndCheck(file, options ?? new CheckOptions(), unloading, effects);
        CheckResult unloads = effects.Count > 0
            ? Unload(unloading)
            : new CheckResult("unloads", CheckOutcome.Skipped, "not tried: nothing was loaded");
        return new PluginCheckReport(Path.GetFileNameWithoutExtension(file), file, effects, [loads, unloads]);
    }

    // Not inlined, so that no stack slot of the caller keeps the plugin alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CheckResult LoadAndCheck(
        string file, CheckOptions options, UnloadQueue unloading, List<CheckReport> effects)
    {
        PluginGeneration plugin;
        try
        {
            plugin = PluginGeneration.Load(Path.GetDirectoryName(file)!, 1, unloading);
        }
        catch (PluginLoadException fault)
        {
            return new CheckResult("loads", CheckOutcome.Failed, fault.Reason);
        }

        plugin.Lease();
        if (plugin.Scan.Main!.File == file)
        {
            foreach (EffectDeclaration effect in plugin.Scan.Effects)
            {
                CheckReport report = EffectCheck.Run(() => plugin.Construct(effect), options);
                effects.Add(report with { Id = effect.Info.Id, Name = effect.Info.Name });
            }
        }
        plugin.Release();
        plugin.Retire();

        if (plugin.Scan.Main.File != file)
        {
            return new CheckResult("loads", CheckOutcome.Failed,
                $"the plugin of this folder is {plugin.Scan.Main.File}");
        }
        return plugin.Scan.Problems.Count == 0
            ? new CheckResult("loads", CheckOutcome.Passed, $"{effects.Count} effects")
            : new CheckResult("loads", CheckOutcome.Failed, Reasons(plugin.Scan.Problems));
    }

    private static CheckResult Unload(UnloadQueue unloading)
    {
        UnloadReport report = unloading.Verify(collect: true);
        return report.Pending == 0
            ? new CheckResult("unloads", CheckOutcome.Passed, "the assembly is gone after its effects were disposed of")
            : new CheckResult("unloads", CheckOutcome.Failed, Reasons(report.Problems));
    }

    private static string Reasons(IEnumerable<PluginProblem> problems) =>
        string.Join("; ", problems.Select(problem => problem.Reason));
}
