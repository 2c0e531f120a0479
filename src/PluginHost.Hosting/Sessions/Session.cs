using System.Collections.Concurrent;
using System.Text.Json;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Timing;
using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Sessions;

/// <summary>
/// The control side of a live chain: looks after the driver, takes old chains, faults and xruns from the engine, swaps chains,
/// reloads rebuilt plugins. <see cref="Tick"/> and everything else belong to one control thread.
/// </summary>
public sealed class Session : IDisposable
{
    private const int KeptTexts = 200;
    private const int KeptXruns = 32;
    private readonly PluginCatalog _catalog;
    private readonly ConcurrentQueue<PluginChange> _changes = new();
    private readonly Queue<Xrun> _latestXruns = new();
    private readonly List<string> _faults = [];
    private readonly List<string> _notices = [];
    private readonly Action<string> _tell;
    private readonly ChainRebuild _rebuild;
    private readonly UnloadCheck _unloads;
    private readonly int[] _collections = new int[3];
    private TimeSpan _gcPause;
    private long _allocatedBytes;

    /// <summary>Takes over a driver and its engine. [control-thread]</summary>
    /// <param name="catalog">Where the chain's effects came from; not disposed.</param>
    /// <param name="driver">Disposed with the session, and its engine.</param>
    /// <param name="tell">Told each notice for the user, one line each.</param>
    public Session(PluginCatalog catalog, AudioDriver driver, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(driver);
        (_catalog, Engine, Driver, _tell) = (catalog, driver.Engine, driver, tell);
        _rebuild = new ChainRebuild(catalog, Tell);
        _unloads = new UnloadCheck(catalog, Tell);
    }

    /// <summary>Gets the engine. [control-thread]</summary>
    public AudioEngine Engine { get; private set; }

    /// <summary>Gets the driver. [control-thread]</summary>
    public AudioDriver Driver { get; }

    /// <summary>Gets a line for every fault so far, the latest 200. [control-thread]</summary>
    /// <remarks>Not the faults themselves: an exception would keep the plugin that threw it loaded.</remarks>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Gets every notice so far, the latest 200. [control-thread]</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>Gets the latest xruns, oldest first. [control-thread]</summary>
    public IReadOnlyCollection<Xrun> LatestXruns => _latestXruns;

    /// <summary>Gets the late and lost blocks so far. [control-thread]</summary>
    public long Xruns
    {
        get
        {
            long sum = 0;
            for (int cause = 0; cause < Xrun.Causes; cause++)
                sum += Engine.Observer.XrunsBy((XrunCause)cause);
            return sum;
        }
    }

    /// <summary>Gets the frames from input to output: device, rings, chain and output stage. [control-thread]</summary>
    public int LatencyFrames =>
        Driver.ReportedLatencyFrames + Engine.Chain.LatencyFrames + (Engine.OutputStage?.LatencyFrames ?? 0);

    /// <summary>Gets what the collector's pauses since the start sum up to. [control-thread]</summary>
    public TimeSpan GcPause => GC.GetTotalPauseDuration() - _gcPause;

    /// <summary>Gets the bytes allocated by the whole process since the start. [control-thread]</summary>
    public long AllocatedBytes => GC.GetTotalAllocatedBytes() - _allocatedBytes;

    /// <summary>Gets the collections since the start. [control-thread]</summary>
    /// <param name="generation">0 to 2; a higher one counts in the lower ones, too.</param>
    /// <returns>How many.</returns>
    public int Collections(int generation) => GC.CollectionCount(generation) - _collections[generation];

    /// <summary>Starts the stream, and counting from here. [control-thread]</summary>
    /// <exception cref="AudioDeviceException">The device refused.</exception>
    public void Start()
    {
        for (int generation = 0; generation < _collections.Length; generation++)
            _collections[generation] = GC.CollectionCount(generation);
        TellColdFaults(Engine.Chain);
        Driver.Start();
        (_gcPause, _allocatedBytes) = (GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
    }

    /// <summary>Hands in a plugin change, from whatever thread; the next tick takes it up. [any-thread]</summary>
    /// <param name="change">What a watcher saw.</param>
    public void PluginChanged(PluginChange change) => _changes.Enqueue(change);

    /// <summary>Makes another chain heard, after a crossfade. [control-thread]</summary>
    /// <param name="build">Builds it for the engine's options; runs on a thread of its own, with a time limit.</param>
    /// <exception cref="ChainException">It could not be built; what is heard stays.</exception>
    public void Swap(Func<Chain> build) => Swap(TimedBuild.Run(build));

    /// <summary>Looks after everything once; call it 20 to 30 times a second. Makes no garbage unless something happened. [control-thread]</summary>
    public void Tick()
    {
        Driver.Poll();
        while (Driver.TryTakeEvent(out DriverEvent happened))
            Handle(happened);
        while (Engine.Faults.TryRead(out SlotFault fault))
            Keep(fault.Describe(), Rearm(fault.SlotIndex));
        while (Engine.Observer.Xruns.TryRead(out Xrun xrun))
            Keep(xrun);
        while (Engine.TryTakeRetired(out Chain chain))
            Dispose(chain);
        while (_changes.TryDequeue(out PluginChange change))
            Reload(change);
        _unloads.Tick();
    }

    /// <summary>Writes what was measured as JSON. [control-thread]</summary>
    /// <param name="file">Written beside and renamed.</param>
    /// <param name="more">Adds properties of the caller's own at the end.</param>
    public void SaveStatistics(string file, Action<Utf8JsonWriter>? more = null) => SessionStatistics.Save(file, this, more);

    /// <summary>Stops the stream and disposes driver, engine and chains. [control-thread]</summary>
    public void Dispose()
    {
        Driver.Dispose();
        // A slot that never returns keeps its engine: what it runs must not be taken from under it.
        if (!Driver.IsEngineHeld)
            Engine.Dispose();
    }

    private void Swap(Chain chain)
    {
        TellColdFaults(chain);
        Dispose(Engine.Submit(chain));
    }

    private void Handle(in DriverEvent happened)
    {
        switch (happened.Kind)
        {
            case DriverEventKind.EngineReleased:
                happened.Engine?.Dispose();
                break;
            case DriverEventKind.SlotStuck when Driver.CanReplaceEngine && happened.Chain is { } chain:
                ReplaceEngine(chain, happened.Slot);
                break;
            case DriverEventKind.SlotStuck:
                Tell($"{happened.Message}; in direct mode it holds the device's own thread: restart, or use --mode ring, which goes on without it");
                break;
            default:
                Tell(happened.Message);
                break;
        }
    }

    /// <summary>
    /// The stuck thread keeps the old engine until it returns, if ever; only then may it be disposed. The slot is left out of the
    /// new chain: warming it up might never end.
    /// </summary>
    private void ReplaceEngine(Chain stuck, int stuckSlot)
    {
        try
        {
            Chain chain = TimedBuild.Run(() => _rebuild.Without(stuck, stuckSlot));
            AudioEngine engine = new(Engine.Options, chain, Driver.Thread)
            {
                TempoBpm = Engine.TempoBpm, Tap = Engine.Tap, InputTap = Engine.InputTap, NoteTap = Engine.NoteTap,
                Source = Engine.Source, OutputStage = Engine.OutputStage,
            };
            // A ring has one writer and one reader: should the stuck thread wake up, it must not be beside the new one.
            (Engine.Tap, Engine.InputTap, Engine.NoteTap, Engine.Source, Engine.OutputStage) = (null, null, null, null, null);
            Keep(new SlotFault(stuckSlot, stuck.Slots[stuckSlot].Id, FaultKind.Stuck, null, Engine.FramePosition).Describe(),
                "it was taken out of the chain");
            Driver.ReplaceEngine(engine);
            Engine = engine;
        }
        catch (Exception exception) when (exception is ChainException or PluginLoadException)
        {
            Tell($"could not go on without it: {exception.Message}");
        }
    }

    private void Reload(PluginChange change)
    {
        try
        {
            PluginInfo? plugin = _catalog.Reload(change.Folder);
            string name = Path.GetFileName(change.Folder);
            foreach (PluginProblem problem in plugin?.Problems ?? [])
                Tell($"plugin {name}: {problem.Reason}");
            if (plugin is null || !ChainRebuild.Uses(Engine.Chain, plugin))
                return;
            Chain chain = TimedBuild.Run(() => _rebuild.Anew(Engine.Chain));
            if (ChainRebuild.IsOfSameBuilds(chain, Engine.Chain))
            {
                Dispose(chain);
                Tell($"plugin {name}: the old build plays on");
                return;
            }
            Swap(chain);
            Tell($"plugin {name} reloaded");
            _unloads.Expect(name);
        }
        catch (Exception exception) when (exception is ChainException or PluginLoadException or ArgumentException)
        {
            Tell($"reload failed, the old build plays on: {exception.Message}");
        }
    }

    private void Dispose(Chain? chain)
    {
        try
        {
            chain?.Dispose();
        }
        catch (AggregateException exception)
        {
            Tell(exception.InnerExceptions[0].Message);
        }
    }

    /// <summary>The engine reports what fails from the first block on; what failed while it was warmed up is set aside from the start.</summary>
    private void TellColdFaults(Chain chain)
    {
        for (int i = 0; i < chain.Slots.Count; i++)
        {
            if (chain.Slots[i].Fault is not FaultKind.None and FaultKind kind)
                Keep($"slot {i + 1} ({chain.Slots[i].Id}) set aside before its first block: {kind}", Rearm(i));
        }
    }

    private static string Rearm(int slot) => $"'rearm {slot + 1}' tries again";

    private void Keep(string fault, string remedy)
    {
        if (_faults.Count == KeptTexts)
            _faults.RemoveAt(0);
        _faults.Add(fault);
        Tell($"{fault}; {remedy}");
    }

    private void Keep(in Xrun xrun)
    {
        if (_latestXruns.Count == KeptXruns)
            _latestXruns.Dequeue();
        _latestXruns.Enqueue(xrun);
    }

    private void Tell(string notice)
    {
        if (_notices.Count == KeptTexts)
            _notices.RemoveAt(0);
        _notices.Add(notice);
        _tell(notice);
    }
}
