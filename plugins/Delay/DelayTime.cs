using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Turns the time and sync parameters into a delay in frames.</summary>
/// <param name="time">The free time, in ms.</param>
/// <param name="sync">Off, or a note value of <see cref="SyncNames"/>.</param>
internal sealed class DelayTime(Parameter time, Parameter sync)
{
    /// <summary>The longest delay, in ms. A synced time beyond it is halved until it fits, which keeps it in
    /// time.</summary>
    public const float MaxMs = 2_000;

    /// <summary>Names of the choices of the sync parameter.</summary>
    public static readonly string[] SyncNames =
        ["off", "1/1", "1/2", "1/4", "1/8 dotted", "1/8", "1/8 triplet", "1/16"];

    // Lengths of SyncNames in quarter notes; the first is never read.
    private static readonly double[] Beats = [0, 4, 2, 1, 0.75, 0.5, 1.0 / 3, 0.25];

    private double _tempoBpm = 120;

    /// <summary>Sets quarter notes per minute; what is out of range is moved into it. [audio-thread]</summary>
    public double TempoBpm
    {
        // Not Math.Clamp, which would let NaN through.
        set => _tempoBpm =
            value >= Transport.MinTempoBpm ? Math.Min(value, Transport.MaxTempoBpm) : Transport.MinTempoBpm;
    }

    /// <summary>Takes both parameters to their targets. [audio-thread]</summary>
    public void Skip(int frames)
    {
        time.Skip(frames);
        sync.Skip(frames);
    }

    /// <summary>Computes the delay for the targets of both parameters and the latest tempo. [any-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <returns>Whole frames, from 1 ms to <see cref="MaxMs"/>.</returns>
    public int Frames(int sampleRate)
    {
        double ms = time.Target;
        if (sync.Choice > 0)
        {
            ms = Beats[sync.Choice] * 60_000 / _tempoBpm;
            while (ms > MaxMs)
                ms /= 2;
        }
        return (int)Math.Round(ms * sampleRate / 1000);
    }
}
