using PluginHost.Dsp.Fourier.Lanes;

namespace PluginHost.Dsp.Fourier;

/// <summary>A real transform of one length, by one way to compute it.</summary>
internal abstract unsafe class FftKernel
{
    public abstract void Forward(float* samples, float* real, float* imaginary, float* scratch);

    public abstract void Inverse(float* real, float* imaginary, float* samples, float* scratch);
}

/// <summary>
/// The signal as rows of one register each: transforms down the columns, which need no lane to move, then across the
/// lanes. An even row and the odd one after it are real and imaginary part of one row, without a step.
/// </summary>
internal sealed unsafe class LaneKernel<T>(int length) : FftKernel
    where T : struct, ILanes<T>
{
    private readonly RowFft<T> _columns = new(length / T.Count / 2);
    private readonly RowJoin<T> _join = new(length / T.Count / 2);
    private readonly MiddleRow<T> _middle = new(length / T.Count / 2);
    private readonly LaneFft<T> _lanes = new(length / T.Count / 2);

    /// <summary>Gets the least length: as many complex rows as a block has.</summary>
    public static int MinLength => 2 * T.Count * T.Count;

    public override void Forward(float* samples, float* real, float* imaginary, float* scratch)
    {
        // Rows, the middle row, and room for passes, which is also that for a block of the last stage.
        float* middle = scratch + length;
        float* spare = middle + T.Count;
        _columns.Run(samples, spare, scratch, inverse: false);
        _join.Forward(scratch, middle);
        _lanes.Forward(scratch, real, imaginary, spare);
        _middle.Forward(middle, real, imaginary);
    }

    public override void Inverse(float* real, float* imaginary, float* samples, float* scratch)
    {
        float* middle = scratch + length;
        float* spare = middle + T.Count;
        _lanes.Inverse(real, imaginary, scratch, spare);
        _middle.Inverse(real, imaginary, middle);
        _join.Inverse(scratch, middle, 1f / length);
        _columns.Run(scratch, spare, samples, inverse: true);
    }
}

/// <summary>Sixteen points straight from the definition: too few for rows and lanes.</summary>
internal sealed unsafe class DirectKernel : FftKernel
{
    public const int Length = 16;

    private static readonly float[] _cosine = [.. Enumerable.Range(0, Length).Select(i => (float)Math.Cos(2 * Math.PI * i / Length))];

    public override void Forward(float* samples, float* real, float* imaginary, float* scratch)
    {
        for (int k = 0; k <= Length / 2; k++)
        {
            float r = 0;
            float i = 0;
            for (int n = 0; n < Length; n++)
            {
                r += samples[n] * Cosine(n * k);
                i += samples[n] * Cosine((n * k) + (Length / 4));
            }
            real[k] = r;
            imaginary[k] = i;
        }
    }

    public override void Inverse(float* real, float* imaginary, float* samples, float* scratch)
    {
        for (int n = 0; n < Length; n++)
        {
            float sum = 0;
            for (int k = 1; k < Length / 2; k++)
                sum += (real[k] * Cosine(n * k)) + (imaginary[k] * Cosine((n * k) + (Length / 4)));
            samples[n] = ((2 * sum) + real[0] + (real[Length / 2] * Cosine(n * Length / 2))) / Length;
        }
    }

    private static float Cosine(int phase) => _cosine[phase % Length];
}
