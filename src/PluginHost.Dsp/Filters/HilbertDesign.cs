namespace PluginHost.Dsp.Filters;

/// <summary>
/// Designs pairs of all-pass chains whose outputs are a quarter of a cycle apart: the two branches of an elliptic
/// half-band low-pass, turned by a quarter of the sample rate.
/// </summary>
/// <remarks>
/// R. A. Valenzuela and A. G. Constantinides, "Digital signal processing schemes for efficient interpolation and
/// decimation", IEE Proceedings 130 G(6), 1983; as a pair for shifting frequencies in S. Wardle, "A Hilbert-transformer
/// frequency shifter for audio", DAFx 1998. The sum of the branches is the low-pass, and what its stop band lets
/// through is here what is left of the mirrored spectrum. In their names: k is the ratio of the edges after the
/// bilinear transform, q the nome of k, which the arithmetic-geometric mean gives to the last digit.
/// </remarks>
internal static class HilbertDesign
{
    // Terms of the theta series; with q below 0.6, as for 1 / 10 000 of the sample rate, the last one is below 1e-20.
    private const int Terms = 10;

    /// <summary>Computes the coefficients of all sections, smallest first; they alternate between the chains.
    /// [any-thread]</summary>
    /// <param name="lowestFrequency">Where the pair begins to be exact, in cycles per sample; it ends as far below half
    /// the sample rate.</param>
    /// <param name="imageDb">By how much the mirrored spectrum is lower there, in dB.</param>
    /// <returns>An even number of values above 0 and below 1. Allocates.</returns>
    public static double[] Coefficients(double lowestFrequency, double imageDb)
    {
        double k = Math.Pow(Math.Tan(Math.PI * (0.25 - lowestFrequency)), 2);
        double q = Math.Exp(-Math.PI * Mean(1, Math.Sqrt(1 - (k * k))) / Mean(1, k));
        double power = Math.Pow(10, -imageDb / 10);
        double order = Math.Log(Math.Pow(power / (1 - power), 2) / 16) / Math.Log(q);
        // As many in one chain as in the other.
        int count = 2 * Math.Max(1, (int)Math.Ceiling((order - 1) / 4));
        return [.. Enumerable.Range(1, count).Select(index => Coefficient(index, k, q, (2 * count) + 1))];
    }

    private static double Coefficient(int index, double k, double q, int order)
    {
        double angle = Math.PI * index / order, numerator = 0, denominator = 0.5;
        for (int i = 0; i < Terms; i++)
            numerator += Sign(i) * Math.Pow(q, i * (i + 1)) * Math.Sin(((2 * i) + 1) * angle);
        for (int i = 1; i < Terms; i++)
            denominator += Sign(i) * Math.Pow(q, i * i) * Math.Cos(2 * i * angle);
        double w = Math.Pow(numerator * Math.Pow(q, 0.25) / denominator, 2);
        double x = Math.Sqrt((1 - (w * k)) * (1 - (w / k))) / (1 + w);
        return (1 - x) / (1 + x);
    }

    private static int Sign(int i) => i % 2 == 0 ? 1 : -1;

    private static double Mean(double a, double b)
    {
        while (Math.Abs(a - b) > 1e-15 * a)
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return a;
    }
}
