namespace PluginHost.Engine.Drivers.Resampling;

/// <summary>Samples of a Kaiser-windowed sinc, one row for each of a number of positions between two input frames.</summary>
/// <remarks>
/// J. O. Smith, "Digital Audio Resampling Home Page", https://ccrma.stanford.edu/~jos/resample/ (windowed-sinc interpolation with
/// linear interpolation between the table's entries); window: J. F. Kaiser, "Nonrecursive Digital Filter Design Using the
/// I0-sinh Window Function", 1974.
/// </remarks>
internal sealed class SincTable
{
    /// <summary>Positions between two input frames. Linear interpolation between rows is off by 1e-5 at 18 of 48 kHz.</summary>
    public const int Phases = 256;

    private const int TapsAtUnity = 32;

    // 90 dB in the stop band; with 32 taps the transition reaches from 0.4 to 0.6 of the rate.
    private const double Beta = 9;

    /// <summary>Computes the table. Slow; allocates. [control-thread]</summary>
    /// <param name="ratio">Output rate / input rate; below 1 the pass band shrinks with it and the rows grow.</param>
    public SincTable(double ratio)
    {
        double scale = Math.Max(1, 1 / ratio);
        Taps = (int)Math.Ceiling(TapsAtUnity * scale / 16) * 16;
        Rows = new float[(Phases + 1) * Taps];
        for (int phase = 0; phase <= Phases; phase++)
            Fill(Rows.AsSpan(phase * Taps, Taps), (double)phase / Phases, 1 / scale);
    }

    /// <summary>Gets the length of a row, a multiple of 16. [any-thread]</summary>
    public int Taps { get; }

    /// <summary>Gets all rows, <see cref="Phases"/> + 1 of them; the last is the first, one frame on. [any-thread]</summary>
    public float[] Rows { get; }

    private void Fill(Span<float> row, double fraction, double bandwidth)
    {
        double half = Taps / 2.0;
        double[] taps = new double[Taps];
        double sum = 0;
        for (int i = 0; i < Taps; i++)
        {
            double x = half - 1 + fraction - i;
            double u = x / half;
            taps[i] = Math.Abs(u) > 1 ? 0 : Sinc(bandwidth * x) * BesselI0(Beta * Math.Sqrt(1 - (u * u)));
            sum += taps[i];
        }
        // Every row passes DC alike, so that a constant stays constant.
        for (int i = 0; i < Taps; i++)
            row[i] = (float)(taps[i] / sum);
    }

    private static double Sinc(double x) => Math.Abs(x) < 1e-12 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double BesselI0(double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
