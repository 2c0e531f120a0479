using System.Numerics;

namespace PluginHost.Dsp.Resampling;

/// <summary>
/// Takes one channel to 2, 4 or 8 times its sample rate and back, for what would alias: clipping, waveshaping, fast
/// modulation. A cascade of half-band filters; the first is the steep one, those behind it have an ever easier task.
/// </summary>
/// <remarks>
/// With the defaults the way there and back delays by 39 frames for a factor of 2, 46 for 4 and 48 for 8, always a
/// whole number. Results do not depend on how a stream is cut into blocks.
/// </remarks>
public sealed class Oversampler
{
    private readonly Stage[] _stages;

    /// <summary>Allocates all there is. [control-thread]</summary>
    /// <param name="factor">2, 4 or 8.</param>
    /// <param name="maxFrames">Most frames of one call, at the lower rate, at least 1.</param>
    /// <param name="attenuationDb">Attenuation of images and aliases, as for <see cref="HalfBandDesign"/>.</param>
    /// <param name="passEdge">Upper end of the pass band, likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Oversampler(
        int factor,
        int maxFrames,
        double attenuationDb = HalfBandDesign.DefaultAttenuationDb,
        double passEdge = HalfBandDesign.DefaultPassEdge)
    {
        if (factor is not (2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is 2, 4 or 8.");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrames, 1);
        Factor = factor;
        _stages = new Stage[BitOperations.Log2((uint)factor)];
        for (int i = 0; i < _stages.Length; i++)
            _stages[i] = new(new(attenuationDb, passEdge / (1 << i)), maxFrames << i);
        // From the innermost stage outwards: where the delay within a stage is odd, one frame more makes it whole
        // outside.
        for (int i = _stages.Length - 1; i >= 0; i--)
        {
            _stages[i].DelaysByOne = LatencyFrames % 2 == 1;
            LatencyFrames = ((LatencyFrames + 1) / 2) + _stages[i].Design.DelayFrames;
        }
    }

    /// <summary>Gets the ratio of the rates. [any-thread]</summary>
    public int Factor { get; }

    /// <summary>Gets what the way up and down delays, in frames of the lower rate. [any-thread]</summary>
    public int LatencyFrames { get; }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        foreach (Stage stage in _stages)
            stage.Reset();
    }

    /// <summary>Takes samples up. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">At most as many frames as were prepared for.</param>
    /// <returns><see cref="Factor"/> times as many, in memory of this object, to be changed in place.</returns>
    public Span<float> Up(ReadOnlySpan<float> samples)
    {
        Span<float> higher = default;
        foreach (Stage stage in _stages)
        {
            higher = stage.Samples.AsSpan(0, 2 * samples.Length);
            stage.Up.Process(samples, higher);
            samples = higher;
        }
        return higher;
    }

    /// <summary>Takes down what <see cref="Up"/> gave last. Does not allocate. [audio-thread]</summary>
    /// <param name="output">As many frames as went up.</param>
    public void Down(Span<float> output)
    {
        for (int i = _stages.Length - 1; i > 0; i--)
        {
            Span<float> lower = _stages[i - 1].Samples.AsSpan(0, output.Length << i);
            _stages[i].Down.Process(_stages[i].Samples.AsSpan(0, 2 * lower.Length), lower);
            if (_stages[i - 1].DelaysByOne)
                _stages[i - 1].DelayByOne(lower);
        }
        _stages[0].Down.Process(_stages[0].Samples.AsSpan(0, 2 * output.Length), output);
    }

    private sealed class Stage(HalfBandDesign design, int maxFrames)
    {
        private float _late;

        public HalfBandDesign Design { get; } = design;

        public HalfBandUpsampler Up { get; } = new(design);

        public HalfBandDownsampler Down { get; } = new(design);

        public bool DelaysByOne { get; set; }

        public float[] Samples { get; } = new float[2 * maxFrames];

        public void Reset()
        {
            Up.Reset();
            Down.Reset();
            _late = 0;
        }

        public void DelayByOne(Span<float> samples)
        {
            if (samples.IsEmpty)
                return;
            float last = samples[^1];
            samples[..^1].CopyTo(samples[1..]);
            (samples[0], _late) = (_late, last);
        }
    }
}
