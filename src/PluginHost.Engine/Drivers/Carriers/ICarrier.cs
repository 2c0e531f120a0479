namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>An open way from devices through an engine and back. A reopened device gets a new one.</summary>
internal interface ICarrier : IDisposable
{
    /// <summary>Gets what was opened. [control-thread]</summary>
    DriverInfo Info { get; }

    /// <summary>Gets whether every device says that it runs. [control-thread]</summary>
    bool IsActive { get; }

    /// <summary>Gets what a device said when it went away, if anything. [control-thread]</summary>
    string? Complaint => null;

    /// <summary>Gets whether the stream came to its end by itself. [control-thread]</summary>
    bool HasEnded { get; }

    /// <summary>Looks whether every device is alive: then the number differs from that of the last look. [control-thread]</summary>
    /// <returns>A number; it also changes while a block keeps a device from going on.</returns>
    long LookAtProgress();

    /// <summary>Gets the number of the block that the engine computes now, -1 for none. [control-thread]</summary>
    long BlockUnderWay { get; }

    /// <summary>Gets whether the devices go on while a block is stuck, so that the engine can be replaced. [any-thread]</summary>
    bool OutlivesStuckBlock { get; }

    /// <summary>Gets the frames, at the engine's rate, from device input to device output without the chain. [control-thread]</summary>
    int LatencyFrames { get; }

    /// <summary>Lets blocks flow. [control-thread]</summary>
    /// <exception cref="AudioDeviceException">A device refused.</exception>
    void Start();

    /// <summary>Ends the flow. [control-thread]</summary>
    /// <returns>Null, or what tells whether a thread is still inside the engine.</returns>
    Func<bool>? Stop();

    /// <summary>Goes on with another engine of the same format. [control-thread]</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="isStuck">Whether the block under way is known never to end.</param>
    /// <returns>Null, or what tells whether a thread is still inside the old engine.</returns>
    /// <exception cref="InvalidOperationException">A block is stuck, see <see cref="OutlivesStuckBlock"/>.</exception>
    Func<bool>? Replace(AudioEngine engine, bool isStuck);
}
