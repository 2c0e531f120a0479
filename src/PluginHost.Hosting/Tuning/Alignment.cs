using PluginHost.Dsp.Fourier;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// How a target lies in time against the recording it was made from: the peak of their generalised cross-correlation with
/// phase transform (Knapp and Carter, "The generalized correlation method for estimation of time delay", 1976), which an
/// equalizer between them moves but little, because every frequency has one vote.
/// </summary>
/// <param name="DelayFrames">By how much the target lags; negative when it is ahead.</param>
/// <param name="IsInverted">Whether it is upside down.</param>
/// <param name="Confidence">0 for two recordings that have nothing to do with each other, 1 for a copy.</param>
internal readonly record struct Alignment(int DelayFrames, bool IsInverted, double Confidence)
{
    private const int MostFrames = 32_768;
    private const double Regularisation = 1e-4;

    /// <summary>Compares the first channels where the target is loudest. Allocates. [control-thread]</summary>
    /// <param name="dry">The recording.</param>
    /// <param name="target">As long.</param>
    /// <returns>What was found, up to half of the piece that is compared.</returns>
    public static Alignment Find(float[] dry, float[] target)
    {
        int frames = Math.Min(dry.Length, MostFrames);
        int start = Loudest.Start(target, frames);
        RealFft fft = new((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * frames, RealFft.MinLength)));
        FftScratch scratch = new(fft);
        (float[] re, float[] im) = Spectrum(fft, scratch, dry.AsSpan(start, frames));
        (float[] targetRe, float[] targetIm) = Spectrum(fft, scratch, target.AsSpan(start, frames));
        double total = 0;
        for (int bin = 0; bin < re.Length; bin++)
        {
            (re[bin], im[bin]) = ((re[bin] * targetRe[bin]) + (im[bin] * targetIm[bin]), (re[bin] * targetIm[bin]) - (im[bin] * targetRe[bin]));
            total += Math.Sqrt((re[bin] * re[bin]) + (im[bin] * im[bin]));
        }
        float little = (float)(Regularisation * total / re.Length);
        for (int bin = 0; bin < re.Length; bin++)
        {
            float magnitude = MathF.Sqrt((re[bin] * re[bin]) + (im[bin] * im[bin])) + little + float.Epsilon;
            (re[bin], im[bin]) = (re[bin] / magnitude, im[bin] / magnitude);
        }
        float[] correlation = new float[fft.Length];
        fft.Inverse(re, im, correlation, scratch);
        return Peak(correlation, frames / 2);
    }

    private static Alignment Peak(float[] correlation, int most)
    {
        int best = 0;
        for (int delay = -most; delay <= most; delay++)
        {
            if (MathF.Abs(At(correlation, delay)) > MathF.Abs(At(correlation, best)))
                best = delay;
        }
        return new Alignment(best, At(correlation, best) < 0, Math.Abs(At(correlation, best)));
    }

    private static float At(float[] correlation, int delay) => correlation[(delay + correlation.Length) % correlation.Length];

    private static (float[] Real, float[] Imaginary) Spectrum(RealFft fft, FftScratch scratch, ReadOnlySpan<float> samples)
    {
        float[] padded = new float[fft.Length];
        samples.CopyTo(padded);
        (float[] re, float[] im) = (new float[fft.Bins], new float[fft.Bins]);
        fft.Forward(padded, re, im, scratch);
        return (re, im);
    }
}

/// <summary>Finds the piece of a recording that tells most.</summary>
internal static class Loudest
{
    private const int Steps = 64;

    /// <summary>Finds where a piece with the most energy starts. [any-thread]</summary>
    /// <param name="samples">The recording.</param>
    /// <param name="frames">Length of the piece, at most that of the recording.</param>
    /// <returns>Its first frame.</returns>
    public static int Start(ReadOnlySpan<float> samples, int frames)
    {
        int best = 0;
        double most = -1;
        for (int step = 0; step <= Steps; step++)
        {
            int start = (int)((long)(samples.Length - frames) * step / Steps);
            double energy = 0;
            foreach (float sample in samples.Slice(start, frames))
                energy += (double)sample * sample;
            if (energy > most)
                (best, most) = (start, energy);
        }
        return best;
    }
}
