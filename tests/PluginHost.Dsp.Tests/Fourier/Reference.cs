using System.Numerics;

namespace PluginHost.Dsp.Tests.Fourier;

/// <summary>The transform in double, halved until it is small and then straight from the definition.</summary>
internal static class Reference
{
    public static Complex[] Spectrum(ReadOnlySpan<float> signal)
    {
        var values = new Complex[signal.Length];
        for (int n = 0; n < values.Length; n++)
            values[n] = signal[n];
        return Transform(values);
    }

    /// <summary>The signal of the lower half of a spectrum whose ends are taken for real.</summary>
    public static double[] Signal(float[] real, float[] imaginary)
    {
        int length = (real.Length - 1) * 2;
        var values = new Complex[length];
        for (int k = 0; k <= length / 2; k++)
        {
            bool end = k == 0 || k == length / 2;
            values[(length - k) % length] = new Complex(real[k], end ? 0 : imaginary[k]);
            values[k] = Complex.Conjugate(values[(length - k) % length]);
        }
        // Of the mirrored spectrum the forward transform is the inverse.
        return [.. Transform(values).Select(value => value.Real / length)];
    }

    private static Complex[] Transform(Complex[] values)
    {
        int length = values.Length;
        if (length <= 16)
            return Definition(values);
        Complex[] even = Transform([.. values.Where((_, n) => n % 2 == 0)]);
        Complex[] odd = Transform([.. values.Where((_, n) => n % 2 == 1)]);
        var result = new Complex[length];
        for (int k = 0; k < length / 2; k++)
        {
            Complex turned = odd[k] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length);
            (result[k], result[k + (length / 2)]) = (even[k] + turned, even[k] - turned);
        }
        return result;
    }

    private static Complex[] Definition(Complex[] values)
    {
        var result = new Complex[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            for (int n = 0; n < values.Length; n++)
                result[k] += values[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / values.Length);
        }
        return result;
    }
}
