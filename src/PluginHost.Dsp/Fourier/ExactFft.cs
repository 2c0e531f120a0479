using System.Numerics;

namespace PluginHost.Dsp.Fourier;

/// <summary>The transform in double, in place, for designs on the control thread: plain, a tenth as quick as
/// <see cref="RealFft"/>.</summary>
internal static class ExactFft
{
    /// <summary>X[k] = sum of x[n] exp(-2 pi i k n / length), unscaled; the length is a power of two.</summary>
    public static void Forward(Span<Complex> values)
    {
        int length = values.Length;
        Complex[] turns = new Complex[length / 2];
        for (int k = 0; k < turns.Length; k++)
            turns[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length);
        // Decimation in frequency: halves apart, then the bins out of bit-reversed order.
        for (int half = length / 2, stride = 1; half > 0; half /= 2, stride *= 2)
        {
            for (int start = 0; start < length; start += 2 * half)
            {
                Span<Complex> low = values.Slice(start, half), high = values.Slice(start + half, half);
                for (int k = 0; k < half; k++)
                {
                    Complex difference = low[k] - high[k];
                    low[k] += high[k];
                    high[k] = difference * turns[k * stride];
                }
            }
        }
        int reversed = 0;
        for (int k = 0; k < length; k++)
        {
            if (k < reversed)
                (values[k], values[reversed]) = (values[reversed], values[k]);
            int bit = length / 2;
            for (; bit > 0 && (reversed & bit) != 0; bit /= 2)
                reversed ^= bit;
            reversed |= bit;
        }
    }
}
