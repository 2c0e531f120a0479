namespace PluginHost.Plugins.Plans;

/// <summary>Requests on their way from the audio thread to the worker: bounded, without waiting. One writer, one reader.</summary>
internal sealed class RequestQueue
{
    private const int Capacity = 16;
    private readonly PlanRequest[] _requests = new PlanRequest[Capacity];
    private int _written;
    private int _read;

    /// <summary>Adds a request. [audio-thread]</summary>
    /// <returns>False when the worker is so far behind that there is no room; then the request is lost.</returns>
    public bool TryWrite(in PlanRequest request)
    {
        if (_written - Volatile.Read(ref _read) == Capacity)
            return false;
        _requests[_written % Capacity] = request;
        Volatile.Write(ref _written, _written + 1);
        return true;
    }

    /// <summary>Takes the oldest request. [worker-thread]</summary>
    public bool TryRead(out PlanRequest request)
    {
        request = default;
        if (_read == Volatile.Read(ref _written))
            return false;
        request = _requests[_read % Capacity];
        Volatile.Write(ref _read, _read + 1);
        return true;
    }
}
