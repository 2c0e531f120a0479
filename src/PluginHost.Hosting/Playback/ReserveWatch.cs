namespace PluginHost.Hosting.Playback;

/// <summary>
/// Watches how far the ring empties while the disk keeps it waiting. Written by the prefetch thread each time it is about to fill.
/// </summary>
/// <param name="capacityFrames">What the ring holds.</param>
internal sealed class ReserveWatch(int capacityFrames)
{
    private bool _wasFull;
    private bool _isLow;
    private int _bridged;
    private double _lowest = 1;

    /// <summary>Gets how often more than half of a full ring was used up before the disk delivered. [any-thread]</summary>
    public int Bridged => Volatile.Read(ref _bridged);

    /// <summary>Gets the lowest fill after the ring was full, 0 to 1. [any-thread]</summary>
    public double Lowest => Volatile.Read(ref _lowest);

    /// <summary>Begins anew after a seek, which empties the ring by intention.</summary>
    public void Restart() => _wasFull = _isLow = false;

    /// <summary>Looks at the frames that are ahead. Does not allocate.</summary>
    public void Look(long frames)
    {
        double fill = (double)frames / capacityFrames;
        _wasFull |= fill > 0.9;
        if (!_wasFull)
            return;
        if (fill < _lowest)
            Volatile.Write(ref _lowest, fill);
        if (fill < 0.5 && !_isLow)
            Volatile.Write(ref _bridged, _bridged + 1);
        _isLow = fill < 0.5 || (_isLow && fill < 0.9);
    }
}
