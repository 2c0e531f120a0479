namespace PluginHost.Plugins.Plans;

/// <summary>When plans are written.</summary>
internal enum PlanService
{
    /// <summary>By a thread of its own, ahead of the music.</summary>
    Worker,

    /// <summary>At once, where nothing has to happen in time.</summary>
    AtOnce,

    /// <summary>When <see cref="PlanDesk.Serve"/> is called: tests decide how late the worker is.</summary>
    OnCall,
}

/// <summary>Where the audio thread asks for plans and picks them up. It never waits: a plan is there or it is not.</summary>
internal sealed class PlanDesk : IDisposable
{
    // A bar at the quickest tempo lasts 600 ms; nobody hears how long a plan lay on the desk.
    private const int GlanceMs = 5;

    private readonly PlanWriter _writer;
    private readonly PlanService _service;
    private readonly PlanExchange _exchange = new();
    private readonly RequestQueue _requests = new();
    private readonly BarPlan _first = new();
    private readonly Thread? _worker;
    private PlanRequest _firstRequest;
    private bool _firstHolds;
    private int _taken, _served;
    private volatile bool _isClosed;

    /// <summary>Opens the desk; its worker starts. [control-thread]</summary>
    public PlanDesk(PlanWriter writer, PlanService service)
    {
        (_writer, _service) = (writer, service);
        if (service != PlanService.Worker)
            return;
        _worker = new Thread(Work) { IsBackground = true, Name = "pattern worker", Priority = ThreadPriority.BelowNormal };
        _worker.Start();
    }

    /// <summary>Gets how many requests found no room. [audio-thread]</summary>
    public int Lost { get; private set; }

    /// <summary>Gets whether everything that was asked for is written. [any-thread]</summary>
    public bool IsIdle => Volatile.Read(ref _served) == Volatile.Read(ref _taken);

    /// <summary>Writes the first bar of a run ahead, as nobody can be a bar ahead of it. Before anything is asked.
    /// [control-thread]</summary>
    public void WriteFirst(in PlanRequest request)
    {
        _firstRequest = request with { Number = default };
        _writer.Write(request, _first);
    }

    /// <summary>Asks for a plan. [audio-thread]</summary>
    public void Ask(in PlanRequest request)
    {
        if (_service == PlanService.AtOnce)
        {
            _writer.Write(request, _exchange.Back);
            _exchange.Publish();
            return;
        }
        if (request.Number.Bar == 0)
            _firstHolds = request with { Number = default } == _firstRequest;
        if (_requests.TryWrite(request))
            Volatile.Write(ref _taken, _taken + 1);
        else
            Lost++;
    }

    /// <summary>Picks a plan up. [audio-thread]</summary>
    /// <returns>The plan, to be read until the next call; null when it is not there.</returns>
    public BarPlan? TryGet(PlanNumber number)
    {
        if (_exchange.Front.Number == number)
            return _exchange.Front;
        if (number.Bar == 0 && _firstHolds)
            return _first;
        return _exchange.TryTake() && _exchange.Front.Number == number ? _exchange.Front : null;
    }

    /// <summary>Writes what was asked for. [worker-thread]</summary>
    public void Serve()
    {
        while (!_isClosed && _requests.TryRead(out PlanRequest request))
        {
            _writer.Write(request, _exchange.Back);
            _exchange.Publish();
            Volatile.Write(ref _served, _served + 1);
        }
    }

    /// <summary>Closes the desk; its worker has ended afterwards. [control-thread]</summary>
    public void Dispose()
    {
        _isClosed = true;
        _worker?.Join();
    }

    private void Work()
    {
        while (!_isClosed)
        {
            Serve();
            Thread.Sleep(GlanceMs);
        }
    }
}
