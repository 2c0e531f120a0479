using System.Diagnostics;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// Knows which call into the effect is under way and for how long: written by the checking thread, read by the one that
/// waits for it. Does not allocate.
/// </summary>
internal sealed class CallWatch
{
    private string _call = "nothing";
    private long _since;
    private volatile bool _abandoned;

    /// <summary>Gets the name of the latest call. [any-thread]</summary>
    public string Call => Volatile.Read(ref _call);

    /// <summary>Gets how long the current call has lasted; zero between calls. [any-thread]</summary>
    public TimeSpan Elapsed
    {
        get
        {
            long since = Volatile.Read(ref _since);
            return since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since);
        }
    }

    /// <summary>Gets whether a call is under way, or was left by an exception. [any-thread]</summary>
    public bool IsInside => Volatile.Read(ref _since) != 0;

    /// <summary>Notes that a call begins. [any-thread]</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the check any more.</exception>
    public void Enter(string call)
    {
        if (_abandoned)
            throw new OperationCanceledException();
        Volatile.Write(ref _call, call);
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
    }

    /// <summary>Notes that the call has returned. [any-thread]</summary>
    public void Leave() => Volatile.Write(ref _since, 0);

    /// <summary>Makes the checking thread give up at its next call. [any-thread]</summary>
    public void Abandon() => _abandoned = true;
}
