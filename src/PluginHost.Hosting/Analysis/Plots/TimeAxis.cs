using System.Globalization;

namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>Where a time axis has its marks, and what they say.</summary>
internal static class TimeAxis
{
    private const int MostSteps = 12;

    private static readonly double[] Steps =
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

    /// <summary>Gives the seconds from mark to mark.</summary>
    public static double Step(double seconds)
    {
        foreach (double step in Steps)
        {
            if (seconds / step <= MostSteps)
                return step;
        }
        return Math.Ceiling(seconds / MostSteps / 3600) * 3600;
    }

    /// <summary>Names a time as finely as the step asks for.</summary>
    public static string Label(double time, double step) =>
        time >= 3600 ? $"{(int)(time / 3600)}:{(int)(time / 60) % 60:00}:{(int)Math.Round(time) % 60:00}"
        : time >= 60 ? $"{(int)(time / 60)}:{(int)Math.Round(time) % 60:00}"
        : time.ToString(step >= 1 ? "0" : step >= 0.1 ? "0.0" : step >= 0.01 ? "0.00" : "0.000", CultureInfo.InvariantCulture);
}
