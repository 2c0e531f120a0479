using System.Runtime.CompilerServices;

namespace PluginHost.Plugins.Voices;

/// <summary>
/// One cycle of a waveform, in versions that hold ever more harmonics, so that a note of any pitch finds one whose highest
/// harmonic stays below half the sample rate. The versions of a saw are the sums over h of sin(2 pi h x) / h.
/// </summary>
/// <remarks>Read in straight lines between 2048 points: what that adds to harmonic h is (h / 2048)^2 of it, at most 1.2e-4
/// (-78 dB) of the fundamental. Half an octave lies between two versions.</remarks>
internal sealed class Wave
{
    private const int Bits = 11;
    private const int Length = 1 << Bits;
    private const int Versions = 19;
    private const int Shift = 32 - Bits;
    private const float Fraction = 1f / (1u << Shift);

    private static readonly Wave Saw = new(Saws());

    private readonly float[][] _versions;

    private Wave(float[][] versions) => _versions = versions;

    /// <summary>Gets a square without even harmonics, about -1.6 to 1.6.</summary>
    public static Wave Square { get; } = Of(1, 0.5);

    /// <summary>Gets one cycle of a sine, for <see cref="At"/>; right to 1.2e-6.</summary>
    public static float[] Sine => Saw._versions[0];

    /// <summary>Makes a saw, less a share of the same saw some way further: nothing of it leaves a saw, all of it a pulse. Allocates.
    /// [any-thread]</summary>
    /// <param name="pulse">The share, 0 to 1.</param>
    /// <param name="width">How far, in cycles.</param>
    public static Wave Of(float pulse, double width)
    {
        int away = (int)Math.Round(width * Length);
        return new Wave([.. Saw._versions.Select(saw =>
            Enumerable.Range(0, Length + 1).Select(n => saw[n] - (pulse * saw[(n + away) % Length])).ToArray())]);
    }

    /// <summary>Finds the fullest version for a pitch. [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, above 0.</param>
    /// <returns>One cycle, for <see cref="At"/>.</returns>
    public float[] For(double frequency)
    {
        int version = 0;
        while (version + 1 < Versions && Harmonics(version + 1) * frequency < 0.49)
            version++;
        return _versions[version];
    }

    /// <summary>Reads a cycle. [any-thread]</summary>
    /// <param name="cycle">From <see cref="For"/> or <see cref="Sine"/>.</param>
    /// <param name="phase">Place in the cycle, 2^32 to a cycle.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(float[] cycle, uint phase)
    {
        int at = (int)(phase >> Shift);
        float here = cycle[at];
        // As int, which turns into float at once; it is below 2^21.
        return here + ((int)(phase & ((1u << Shift) - 1)) * Fraction * (cycle[at + 1] - here));
    }

    /// <summary>Turns a frequency into what the phase moves on by in a frame. [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, 0 to below 0.5.</param>
    public static uint Step(double frequency) => (uint)Math.Round(frequency * 4294967296.0);

    private static int Harmonics(int version) => (int)Math.Round(Math.Pow(2, version / 2.0));

    private static float[][] Saws()
    {
        double[] sine = [.. Enumerable.Range(0, Length).Select(n => Math.Sin(Math.Tau * n / Length))];
        double[] sum = new double[Length];
        float[][] saws = new float[Versions][];
        int harmonic = 1;
        for (int version = 0; version < Versions; version++)
        {
            for (; harmonic <= Harmonics(version); harmonic++)
            {
                for (int n = 0; n < Length; n++)
                    sum[n] += sine[harmonic * n % Length] / harmonic;
            }
            saws[version] = [.. Enumerable.Range(0, Length + 1).Select(n => (float)sum[n % Length])];
        }
        return saws;
    }
}
