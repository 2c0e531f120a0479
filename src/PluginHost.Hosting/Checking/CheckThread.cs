using System.Reflection;
using PluginHost.Hosting.Checking.Promises;
using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// Runs one check on a thread of its own and waits with a limit, so that an effect that throws or never returns cannot
/// take the host along. (A stack overflow or a crash in native code still can: no process survives those.)
/// </summary>
internal sealed class CheckThread(CheckOptions options)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets whether a check had to be left behind on a thread that still runs. [any-thread]</summary>
    public bool LeftBehind { get; private set; }

    /// <summary>Runs a check to its end or to the limit. [control-thread]</summary>
    public Verdict Run(ICheck check, Func<AudioEffect> create)
    {
        if (LeftBehind)
            return Verdict.Skipped("not tried: an earlier call never returned");

        var watch = new CallWatch();
        Verdict verdict = default;
        var thread = new Thread(() => verdict = Attempt(check, new Bench(create, watch, options.Seed), watch))
        {
            IsBackground = true,
            Name = "check " + check.Name,
        };
        thread.Start();

        long start = Environment.TickCount64;
        while (!thread.Join(Glance))
        {
            if (watch.Elapsed > options.CallLimit)
                return Abandon(watch, $"{watch.Call} has not returned after {options.CallLimit.TotalSeconds:0.#} s");
            if (Environment.TickCount64 - start > options.CheckLimit.TotalMilliseconds)
                return Abandon(watch, $"too slow: not finished after {options.CheckLimit.TotalSeconds:0.#} s");
        }
        return verdict;
    }

    private static Verdict Attempt(ICheck check, Bench bench, CallWatch watch)
    {
        try
        {
            Verdict verdict = check.Try(bench);
            bench.DisposeAll();
            return verdict;
        }
        catch (Exception fault)
        {
            string what = Describe(fault);
            return Verdict.Failed(watch.IsInside ? $"{watch.Call} threw {what}" : $"after {watch.Call}: {what}");
        }
    }

    /// <summary>Gives type and message of an exception on one line; the loader's own already say both.
    /// [any-thread]</summary>
    internal static string Describe(Exception fault) => fault switch
    {
        PluginLoadException load => load.Reason,
        TargetInvocationException { InnerException: { } inner } => inner.InOneLine(),
        _ => fault.InOneLine(),
    };

    private Verdict Abandon(CallWatch watch, string detail)
    {
        watch.Abandon();
        LeftBehind = true;
        return Verdict.Failed(detail);
    }
}
