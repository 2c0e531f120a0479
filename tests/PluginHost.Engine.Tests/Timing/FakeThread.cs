using PluginHost.Engine.Drivers;

namespace PluginHost.Engine.Tests.Timing;

/// <summary>A thread whose CPU clock stands still until a test moves it, and which counts how often it was asked.</summary>
internal sealed class FakeThread : IAudioThread
{
    private long _cpuNanoseconds;

    public int Asked { get; private set; }

    public long CpuNanoseconds
    {
        get
        {
            Asked++;
            return _cpuNanoseconds;
        }
        set => _cpuNanoseconds = value;
    }

    /// <summary>Lets CPU time pass without asking for it.</summary>
    public void Use(long nanoseconds) => _cpuNanoseconds += nanoseconds;

    public void Enter(bool ours)
    {
    }

    public IBlockSignal CreateSignal() => throw new NotSupportedException();
}
