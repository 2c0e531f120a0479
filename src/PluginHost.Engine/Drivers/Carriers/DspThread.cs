namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>The three steps of one block on a thread of ours. Only the middle one runs code of effects.</summary>
internal interface IBlockPump
{
    /// <summary>Waits a while for a block of input and takes it. [DSP thread]</summary>
    /// <returns>False when there is none yet.</returns>
    bool Take();

    /// <summary>Runs the engine on it. [DSP thread]</summary>
    void Compute();

    /// <summary>Hands its output over. [DSP thread]</summary>
    void Give();

    /// <summary>Makes a waiting <see cref="Take"/> return soon, where it can. [control-thread]</summary>
    void Wake()
    {
    }
}

/// <summary>
/// A thread of ours that carries blocks through an engine. When an effect never returns the thread is abandoned; should it come
/// back after all, it ends without touching anything but the engine.
/// </summary>
internal sealed class DspThread
{
    private const int Idle = 0;
    private const int Computing = 1;
    private const int Ended = 2;

    // Longer than any wait of a pump.
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(1.5);
    private readonly IBlockPump _pump;
    private readonly IAudioThread _audioThread;
    private readonly Thread _thread;
    private int _phase;
    private long _begun;
    private bool _hasEntered;

    /// <summary>Creates the thread. [control-thread]</summary>
    /// <param name="pump">What it runs.</param>
    /// <param name="audioThread">How it becomes an audio thread.</param>
    public DspThread(IBlockPump pump, IAudioThread audioThread)
    {
        (_pump, _audioThread) = (pump, audioThread);
        _thread = new Thread(Run) { IsBackground = true, Name = "audio dsp" };
    }

    /// <summary>Gets the number of the block that is being computed, -1 for none. [any-thread]</summary>
    public long BlockUnderWay => Volatile.Read(ref _phase) == Computing ? Volatile.Read(ref _begun) : -1;

    /// <summary>Gets whether the thread still runs. [any-thread]</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Gets why the device gave up, if it did. [any-thread]</summary>
    public AudioDeviceException? Failure { get; private set; }

    /// <summary>Starts, and returns when the thread is ready to carry audio. [control-thread]</summary>
    public void Start()
    {
        _thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref _hasEntered));
    }

    /// <summary>Makes the thread end between two blocks, or abandons it within one. [control-thread]</summary>
    /// <param name="patience">How long to wait for the block under way.</param>
    /// <returns>False when it had to be abandoned; true when it will not enter the engine again.</returns>
    public bool End(TimeSpan patience)
    {
        long limit = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (Interlocked.CompareExchange(ref _phase, Ended, Idle) == Computing)
        {
            if (Environment.TickCount64 < limit)
                Thread.Sleep(1);
            else if (Interlocked.CompareExchange(ref _phase, Ended, Computing) == Computing)
                return false;
        }
        _pump.Wake();
        return true;
    }

    /// <summary>Waits until the thread has ended. [control-thread &amp; ended]</summary>
    /// <returns>False when it still waits for a device that does not answer.</returns>
    public bool Join() => _thread.Join(WaitLimit);

    private void Run()
    {
        _audioThread.Enter(true);
        Volatile.Write(ref _hasEntered, true);
        try
        {
            while (Volatile.Read(ref _phase) == Idle)
            {
                if (!_pump.Take())
                    continue;
                Volatile.Write(ref _begun, _begun + 1);
                if (Interlocked.CompareExchange(ref _phase, Computing, Idle) != Idle)
                    return;
                _pump.Compute();
                if (Interlocked.CompareExchange(ref _phase, Idle, Computing) != Computing)
                    return;
                _pump.Give();
            }
        }
        catch (AudioDeviceException exception)
        {
            Failure = exception;
        }
    }
}
