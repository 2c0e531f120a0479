using System.Reflection;
using PluginHost.Hosting.Checking.Promises;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// The conformance suite: puts every promise of an effect to the test, each on instances of its own. The same seed
/// makes the same check; only <see cref="CheckReport.Timing"/> differs from run to run.
/// </summary>
public static class EffectCheck
{
    /// <summary>Checks one effect. [control-thread]</summary>
    /// <param name="create">Makes a new instance; called many times, on threads of the check.</param>
    /// <param name="options">Seed and limits; the defaults when left out.</param>
    /// <returns>One result per promise, broken ones included: whatever the effect throws ends up in the
    /// report.</returns>
    /// <remarks>Returns even if the effect does not: a call that never ends is left behind on a background
    /// thread.</remarks>
    public static CheckReport Run(Func<AudioEffect> create, CheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new CheckOptions();
        var thread = new CheckThread(options);
        var results = new List<CheckResult>();

        var runs = new RunsCheck();
        Verdict first = thread.Run(runs, create);
        results.Add(new CheckResult(runs.Name, first.Outcome, first.Detail));
        bool canRun = first.Outcome == CheckOutcome.Passed;
        foreach (ICheck check in Promises())
        {
            Verdict verdict = canRun
                ? thread.Run(check, create)
                : Verdict.Skipped("not tried: the effect does not run");
            results.Add(new CheckResult(check.Name, verdict.Outcome, verdict.Detail));
        }

        var stopwatch = new TimingProbe();
        if (canRun)
            thread.Run(stopwatch, create);
        (string id, string name) = Identify(runs.EffectType);
        return new CheckReport(id, name, results, stopwatch.Timing);
    }

    private static ICheck[] Promises() =>
    [
        new MetadataCheck(), new FormatsCheck(), new SplitsCheck(), new ResetCheck(), new PrepareAgainCheck(),
        new FiniteCheck(), new TailCheck(), new ClicksCheck(), new LatencyCheck(), new LatencyBoundCheck(),
        new StateCheck(), new UntrustedStateCheck(), new AllocationCheck(),
    ];

    private static (string Id, string Name) Identify(Type? type)
    {
        AudioEffectAttribute? attribute = type?.GetCustomAttribute<AudioEffectAttribute>(inherit: false);
        string fallback = type?.Name ?? "unknown";
        return (attribute?.Id ?? fallback, attribute?.Name ?? fallback);
    }
}
