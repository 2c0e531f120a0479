namespace PluginHost.Neural.Parallel;

/// <summary>
/// A few threads that run numbered jobs together with the caller and wait for each other. Which thread takes which job is chance; jobs must
/// not depend on it. Does not allocate after construction. [control-thread]
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int> _work = _ => { };
    private int _jobs;
    private int _next;
    private Exception? _fault;
    private volatile bool _leaving;

    /// <param name="threads">With the caller; at least 1.</param>
    public Crew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"crew {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Runs jobs 0 .. <paramref name="jobs"/> - 1 and returns when all have ended; a job's exception comes out here.</summary>
    public void Run(int jobs, Action<int> work)
    {
        (_work, _jobs, _next, _fault) = (work, jobs, 0, null);
        int helpers = Math.Min(_helpers.Length, jobs - 1);
        if (helpers > 0)
            _start.Release(helpers);
        TakeJobs();
        for (int i = 0; i < helpers; i++)
            _done.Wait();
        if (_fault is { } fault)
            throw new InvalidOperationException(fault.Message, fault);
    }

    public void Dispose()
    {
        _leaving = true;
        if (_helpers.Length > 0)
            _start.Release(_helpers.Length);
        foreach (Thread helper in _helpers)
            helper.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Help()
    {
        while (true)
        {
            _start.Wait();
            if (_leaving)
                return;
            TakeJobs();
            _done.Release();
        }
    }

    private void TakeJobs()
    {
        for (int job = Interlocked.Increment(ref _next) - 1; job < _jobs; job = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                _work(job);
            }
            catch (Exception e)
            {
                _fault = e;
            }
        }
    }
}
