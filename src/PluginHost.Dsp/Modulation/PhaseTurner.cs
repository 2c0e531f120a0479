using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Levels;

namespace PluginHost.Dsp.Modulation;

/// <summary>Turns the phase of one channel by an angle per frame, and fades between that and the untouched signal.</summary>
internal sealed class PhaseTurner
{
    /// <summary>The most frames at once.</summary>
    public const int Cell = HilbertPair.Cell;

    private const double LowestHz = 30;
    private const double ImageDb = 60;
    private const double TimeConstantMs = 4;
    private readonly HilbertPair _pair;
    private readonly float[] _first = new float[Cell];
    private readonly float[] _second = new float[Cell];
    private readonly float[] _mixes = new float[Cell];

    /// <summary>Designs the pair for a sample rate in Hz; allocates.</summary>
    public PhaseTurner(double sampleRate)
    {
        if (!(sampleRate is >= 8_000 and <= 192_000))
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "8000 to 192000 Hz.");
        _pair = new HilbertPair(LowestHz / sampleRate, ImageDb);
        Mix = MakeGlide(sampleRate);
        Mix.HeadFor(1);
        Mix.SnapToTarget();
    }

    /// <summary>Gets the share of the turned signal.</summary>
    public Glide Mix { get; }

    /// <summary>Makes a glide as quick as that of the mix; allocates.</summary>
    public static Glide MakeGlide(double sampleRate)
    {
        Glide glide = new();
        glide.Prepare(TimeConstantMs * sampleRate / 1000);
        return glide;
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => _pair.Reset();

    /// <summary>Turns in place, at most <see cref="Cell"/> samples; one angle for each. [audio-thread]</summary>
    public void Process(Span<float> samples, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        Span<float> first = _first.AsSpan(0, samples.Length), second = _second.AsSpan(0, samples.Length);
        _pair.Process(samples, first, second);
        if (!Mix.IsMoving && Mix.Value == 0)
            return;
        for (int i = 0; i < first.Length; i++)
            first[i] = (first[i] * cos[i]) - (second[i] * sin[i]);
        if (!Mix.IsMoving && Mix.Value == 1)
        {
            first.CopyTo(samples);
            return;
        }
        Span<float> mixes = _mixes.AsSpan(0, samples.Length);
        Mix.Fill(mixes);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = ((1 - mixes[i]) * samples[i]) + (mixes[i] * first[i]);
    }
}
