using PluginHost.Dsp.Fourier;
using PluginHost.Plugins.Paths;
using Xunit;

namespace PluginHost.Plugins.Tests.SpectralGate;

/// <summary>The filter against the normal equations R h = r, where R holds the correlation of signal plus noise and r that
/// of the signal.</summary>
public class CausalWienerTests
{
    private const int Length = 1024;
    private const int Bins = (Length / 2) + 1;
    private const int Taps = 256;

    [Theory]
    [MemberData(nameof(Spectra))]
    public void The_filter_solves_the_normal_equations(string name)
    {
        (float[] signal, float[] noise) = Make(name);
        double[] best = Best(signal, noise), ours = Ours(signal, noise);
        double off = Math.Sqrt(best.Zip(ours, (a, b) => (a - b) * (a - b)).Sum() / best.Sum(a => a * a));
        Assert.True(off < 0.01, $"off by {off:P3}");
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void The_error_it_leaves_is_the_least_within_a_percent(string name)
    {
        (float[] signal, float[] noise) = Make(name);
        double least = Error(Best(signal, noise), signal, noise), ours = Error(Ours(signal, noise), signal, noise);
        Assert.InRange(ours, least * 0.999999, least * 1.01);
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void It_beats_passing_all_and_passing_nothing(string name)
    {
        (float[] signal, float[] noise) = Make(name);
        double[] pass = new double[Taps];
        pass[0] = 1;
        Assert.True(Error(Ours(signal, noise), signal, noise) < Error(pass, signal, noise));
        Assert.True(Error(Ours(signal, noise), signal, noise) < Error(new double[Taps], signal, noise));
    }

    [Fact]
    public void Without_noise_all_passes()
    {
        (float[] signal, _) = Make("low tilt in white noise");
        double[] taps = Ours(signal, new float[Bins]);
        Assert.Equal(1, taps[0], 1e-5);
        Assert.All(taps.Skip(1), tap => Assert.Equal(0, tap, 1e-5));
    }

    [Fact]
    public void Where_all_is_noise_nothing_passes()
    {
        (_, float[] noise) = Make("bump in pink noise");
        Assert.All(Ours(new float[Bins], noise), tap => Assert.Equal(0, tap, 1e-4));
    }

    [Theory]
    [InlineData(1e-9f)]
    [InlineData(1e6f)]
    public void The_level_does_not_matter(float level)
    {
        (float[] signal, float[] noise) = Make("bump in pink noise");
        double[] there = Ours([.. signal.Select(p => p * level)], [.. noise.Select(p => p * level)]);
        Assert.All(Ours(signal, noise).Zip(there), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    public static TheoryData<string> Spectra() =>
    [
        "low tilt in white noise", "high tilt in white noise", "resonance in white noise", "bump in pink noise",
        "pink noise in white noise",
    ];

    private static (float[] Signal, float[] Noise) Make(string name)
    {
        // An AR(1) of pole a has the power 1 / |1 - a z^-1|^2.
        (Func<double, double> signal, Func<double, double> noise) = name switch
        {
            "low tilt in white noise" => (w => 1 / Pole(w, 0.9, 0), _ => 1),
            "high tilt in white noise" => (w => 1 / Pole(w, -0.7, 0), _ => 0.3),
            "resonance in white noise" => (w => 1 / (Pole(w, 0.95, 0.5) * Pole(w, 0.95, -0.5)), _ => 20),
            "bump in pink noise" => (w => Math.Exp(-Math.Pow((w - 0.9) / 0.4, 2)) + 0.001, w => 0.06 / (w + 0.06)),
            _ => ((Func<double, double>)(w => 0.3 / (w + 0.06)), (Func<double, double>)(_ => 1.0)),
        };
        return (At(signal), At(noise));

        static double Pole(double w, double radius, double angle) =>
            1 - (2 * radius * Math.Cos(w - angle)) + (radius * radius);

        static float[] At(Func<double, double> power) =>
            [.. Enumerable.Range(0, Bins).Select(i => (float)power(Math.PI * i / (Bins - 1)))];
    }

    private static double[] Ours(float[] signal, float[] noise)
    {
        float[] both = new float[Bins + 15], alone = new float[Bins + 15], taps = new float[Taps];
        noise.CopyTo(alone, 0);
        for (int i = 0; i < Bins; i++)
            both[i] = signal[i] + noise[i];
        new CausalWiener(new RealFft(Length), Taps).Design(both, alone, taps);
        return [.. taps.Reverse().Select(tap => (double)tap)];
    }

    /// <summary>Solves by Levinson's recursion, in double.</summary>
    private static double[] Best(float[] signal, float[] noise)
    {
        double[] target = Correlation(signal), r = [.. target.Zip(Correlation(noise), (a, b) => a + b)];
        double[] h = new double[Taps], ahead = new double[Taps];
        (ahead[0], h[0]) = (1, target[0] / r[0]);
        double left = r[0];
        for (int m = 1; m < Taps; m++)
        {
            double k = -Enumerable.Range(0, m).Sum(i => ahead[i] * r[m - i]) / left;
            double[] old = [.. ahead];
            for (int i = 1; i <= m; i++)
                ahead[i] = old[i] + (k * old[m - i]);
            left *= 1 - (k * k);
            double missing = (target[m] - Enumerable.Range(0, m).Sum(i => h[i] * r[m - i])) / left;
            for (int i = 0; i <= m; i++)
                h[i] += missing * ahead[m - i];
        }
        return h;
    }

    /// <summary>The power of the signal minus what the filter makes of signal and noise.</summary>
    private static double Error(double[] h, float[] signal, float[] noise)
    {
        double[] s = Correlation(signal), v = Correlation(noise);
        double error = s[0];
        for (int i = 0; i < Taps; i++)
        {
            error -= 2 * h[i] * s[i];
            for (int j = 0; j < Taps; j++)
                error += h[i] * h[j] * (s[Math.Abs(i - j)] + v[Math.Abs(i - j)]);
        }
        return error;
    }

    private static double[] Correlation(float[] power) => [.. Enumerable.Range(0, Taps).Select(lag =>
        Enumerable.Range(0, Bins).Sum(i => Share(i) * power[i] * Math.Cos(Math.PI * i * lag / (Bins - 1))))];

    private static double Share(int bin) => (bin is 0 or Bins - 1 ? 1.0 : 2.0) / Length;
}
