namespace PluginHost.Engine.Drivers.Resampling;

/// <summary>
/// Keeps the time between a capturing and a playing device constant by correcting the ratio of the resampler between them: a
/// proportional-integral controller on the low-passed error.
/// </summary>
/// <remarks>
/// F. Adriaensen, "Controlling adaptive resampling", Linux Audio Conference 2012. The loop is the second-order one of his "Using a
/// DLL to filter time", LAC 2005: with w = 2 pi B, the proportional gain is sqrt(2) w and the integral gain w^2 (critically damped
/// by 0.7). B is low, because the error moves in steps of a block while the clocks drift by frames per minute.
/// </remarks>
internal sealed class DriftController
{
    /// <summary>The largest correction, in parts per million: a quarter of what a listener can hear as a change of pitch.</summary>
    public const double LimitPpm = 500;

    private const double BandwidthHz = 0.05;
    private const double SmoothingHz = 1;
    private double _smoothed;
    private double _integral;

    /// <summary>Gets the correction that holds the clocks together in the long run: 1e-6 is one part per million. [any-thread]</summary>
    public double Learned => Volatile.Read(ref _integral);

    /// <summary>Gets whether the last correction was cut at the limit. [DSP thread]</summary>
    public bool IsLimited { get; private set; }

    /// <summary>Takes one measurement. [DSP thread]</summary>
    /// <param name="errorSeconds">How much more is on its way than should be.</param>
    /// <param name="elapsedSeconds">Time since the last.</param>
    /// <returns>By which share the output of the resampler shall be longer; negative when too much is on its way.</returns>
    public double Update(double errorSeconds, double elapsedSeconds)
    {
        const double w = 2 * Math.PI * BandwidthHz;
        const double limit = LimitPpm * 1e-6;
        _smoothed += (errorSeconds - _smoothed) * (1 - Math.Exp(-2 * Math.PI * SmoothingHz * elapsedSeconds));
        double integral = _integral - (w * w * _smoothed * elapsedSeconds);
        double wanted = integral - (Math.Sqrt(2) * w * _smoothed);
        IsLimited = Math.Abs(wanted) > limit;
        // The integral rests while the limit holds, or it would have to be unlearned afterwards.
        if (!IsLimited)
            Volatile.Write(ref _integral, integral);
        return Math.Clamp(wanted, -limit, limit);
    }

    /// <summary>Starts anew from no error, and keeps what was learned about the clocks. [DSP thread]</summary>
    public void Restart() => _smoothed = 0;
}
