using System.Numerics;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Acoustics;

/// <summary>
/// The gain at which a loop through a response and a delay begins to howl: the Nyquist criterion. A loop is stable while
/// its gain around is below 1 wherever its phase around is a whole number of turns.
/// </summary>
/// <remarks>The spectrum is computed once, with four bins and more to the width of any resonance, and only bins are kept
/// that can decide: those within 6 dB of the strongest. A delay adds a phase in proportion to frequency, so that another
/// delay takes some 10 us and no Fourier transform.</remarks>
internal sealed class LoopLimit
{
    private const int OversampledBy = 4;

    // Of the strongest bin's power.
    private const double Matters = 0.25;

    // Beyond it a loudspeaker gives nothing that matters.
    private const double HighestHz = 20_000;
    private readonly Span[] _spans;
    private readonly double _strongest;
    private readonly int _length;

    /// <summary>Transforms a response; allocates. [control-thread]</summary>
    /// <param name="response">The taps.</param>
    /// <param name="sampleRate">In Hz.</param>
    public LoopLimit(ReadOnlySpan<float> response, int sampleRate)
    {
        _length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(RealFft.MinLength, OversampledBy * response.Length));
        Complex[] spectrum = Spectrum(response, Math.Min(_length / 2, (int)(HighestHz / sampleRate * _length)));
        double strongest = spectrum.Max(Power), least = Matters * strongest;
        _strongest = Math.Sqrt(strongest);
        List<Span> spans = [];
        for (int k = 0; k + 1 < spectrum.Length; k++)
        {
            (Complex from, Complex to) = (spectrum[k], spectrum[k + 1]);
            if (Math.Max(Power(from), Power(to)) < least)
                continue;
            double turn = (to.Phase - from.Phase) / Math.Tau;
            spans.Add(new Span(k, from.Magnitude, to.Magnitude - from.Magnitude, from.Phase / Math.Tau, turn - Math.Round(turn)));
        }
        _spans = [.. spans];
    }

    /// <summary>Computes the limit with a delay. Does not allocate. [any-thread]</summary>
    /// <param name="delayFrames">In the loop beside the response, 0 or more.</param>
    /// <returns>The largest gain, a factor, at which the loop is stable.</returns>
    public double At(int delayFrames)
    {
        double most = 0, turnPerBin = (double)delayFrames / _length;
        foreach (Span span in _spans)
        {
            // Whole turns do not matter, and leaving them out in integers is exact.
            double from = span.Cycles - ((double)(((long)span.Bin * delayFrames) & (_length - 1)) / _length);
            double turn = span.Turn - turnPerBin;
            from -= Math.Floor(from);
            double way = turn < 0 ? from / -turn : (1 - from) / turn;
            if (way <= 1)
                most = Math.Max(most, span.Magnitude + (way * span.Rise));
        }
        return 1 / (most > 0 ? most : _strongest);
    }

    /// <summary>Computes the first bins of a transform longer than those there are: of interleaved parts, which are added
    /// with their twiddles.</summary>
    private Complex[] Spectrum(ReadOnlySpan<float> response, int bins)
    {
        int length = Math.Min(_length, RealFft.MaxLength), parts = _length / length;
        RealFft fft = new(length);
        FftScratch scratch = new(fft);
        float[] samples = new float[length];
        (float[] Real, float[] Imaginary)[] spectra = new (float[], float[])[parts];
        for (int part = 0; part < parts; part++)
        {
            Array.Clear(samples);
            for (int n = part; n < response.Length; n += parts)
                samples[n / parts] = response[n];
            spectra[part] = (new float[fft.Bins], new float[fft.Bins]);
            fft.Forward(samples, spectra[part].Real, spectra[part].Imaginary, scratch);
        }
        Complex[] sums = new Complex[bins + 1];
        for (int k = 0; k <= bins; k++)
        {
            int bin = k & (length - 1);
            (int mirrored, int sign) = bin < fft.Bins ? (bin, 1) : (length - bin, -1);
            (double sin, double cos) = parts > 1 ? Math.SinCos(-Math.Tau * k / _length) : (0, 1);
            Complex twiddle = new(cos, sin), sum = Complex.Zero;
            for (int part = parts - 1; part >= 0; part--)
                sum = (sum * twiddle) + new Complex(spectra[part].Real[mirrored], sign * spectra[part].Imaginary[mirrored]);
            sums[k] = sum;
        }
        return sums;
    }

    private static double Power(Complex bin) => (bin.Real * bin.Real) + (bin.Imaginary * bin.Imaginary);

    /// <summary>From one bin to the next: magnitude and phase in cycles, and how far both change.</summary>
    private readonly record struct Span(int Bin, double Magnitude, double Rise, double Cycles, double Turn);
}
