namespace PluginHost.Plugins.Voices;

/// <summary>
/// One cycle of a sine and of saws that hold ever more harmonics, so that a note of any pitch finds one whose highest
/// harmonic stays below half the sample rate: sum over h of sin(2 pi h x) / h.
/// </summary>
/// <remarks>Read in straight lines between 2048 points: what that adds to harmonic h is (h / 2048)^2 of it, at most 1.2e-4
/// (-78 dB) of the fundamental. Half an octave lies between two tables.</remarks>
internal static class WaveTables
{
    private const int Bits = 11;
    private const int Length = 1 << Bits;
    private const int Stride = Length + 1;
    private const int Tables = 19;
    private const float Fraction = 1f / (1u << (32 - Bits));
    private static readonly float[] Cycles = Build();

    /// <summary>Finds the fullest saw for a pitch. [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, above 0.</param>
    /// <returns>What <see cref="Saw"/> takes: where its table begins.</returns>
    public static int For(double frequency)
    {
        int table = 0;
        while (table + 1 < Tables && Harmonics(table + 1) * frequency < 0.49)
            table++;
        return table * Stride;
    }

    /// <summary>Reads a saw. [any-thread]</summary>
    /// <param name="table">From <see cref="For"/>.</param>
    /// <param name="phase">Place in the cycle, 2^32 to a cycle.</param>
    /// <returns>About -1.85 to 1.85, as high as a sine of amplitude 1 and all above it.</returns>
    public static float Saw(int table, uint phase)
    {
        int at = table + (int)(phase >> (32 - Bits));
        float here = Cycles[at];
        return here + ((phase & ((1u << (32 - Bits)) - 1)) * Fraction * (Cycles[at + 1] - here));
    }

    /// <summary>Reads a sine, right to 1.2e-6. [any-thread]</summary>
    /// <param name="phase">Place in the cycle, 2^32 to a cycle.</param>
    public static float Sine(uint phase) => Saw(0, phase);

    /// <summary>Turns a frequency into what the phase moves on by in a frame. [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, 0 to below 0.5.</param>
    public static uint Step(double frequency) => (uint)Math.Round(frequency * 4294967296.0);

    private static int Harmonics(int table) => (int)Math.Round(Math.Pow(2, table / 2.0));

    private static float[] Build()
    {
        double[] sine = [.. Enumerable.Range(0, Length).Select(n => Math.Sin(Math.Tau * n / Length))];
        double[] sum = new double[Length];
        float[] cycles = new float[Tables * Stride];
        int harmonic = 1;
        for (int table = 0; table < Tables; table++)
        {
            for (; harmonic <= Harmonics(table); harmonic++)
            {
                for (int n = 0; n < Length; n++)
                    sum[n] += sine[harmonic * n % Length] / harmonic;
            }
            for (int n = 0; n <= Length; n++)
                cycles[(table * Stride) + n] = (float)sum[n % Length];
        }
        return cycles;
    }
}
