namespace PluginHost.Engine.Tests.Drivers;

/// <summary>The sine of a known frequency that fits samples best (least squares), and what is left beside it.</summary>
internal readonly record struct SineFit(double Amplitude, double PhaseCycles, double ResidualRms)
{
    public double SignalToNoiseDb => 20 * Math.Log10(Amplitude / Math.Sqrt(2) / ResidualRms);

    /// <summary>Fits <c>Amplitude * sin(2 pi (n * cyclesPerSample + PhaseCycles))</c>.</summary>
    public static SineFit Of(ReadOnlySpan<float> samples, double cyclesPerSample)
    {
        double ss = 0, cc = 0, sc = 0, ys = 0, yc = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * cyclesPerSample * i);
            (ss, cc, sc, ys, yc) = (ss + (s * s), cc + (c * c), sc + (s * c), ys + (samples[i] * s), yc + (samples[i] * c));
        }
        double determinant = (ss * cc) - (sc * sc);
        double a = ((ys * cc) - (yc * sc)) / determinant;
        double b = ((yc * ss) - (ys * sc)) / determinant;
        double residual = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * cyclesPerSample * i);
            double rest = samples[i] - (a * s) - (b * c);
            residual += rest * rest;
        }
        return new SineFit(Math.Sqrt((a * a) + (b * b)), Math.Atan2(b, a) / (2 * Math.PI), Math.Sqrt(residual / samples.Length));
    }
}
