using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Loop;

/// <summary>Measures what subtracting a prediction takes of the level.</summary>
/// <remarks>
/// Levels are those of thirds of an octave, as one hears them, and the loss is the median of bands and moments: a howl fills few of
/// them.
/// </remarks>
internal sealed class LevelWatch
{
    private const float LowestHz = 125;
    private const int BandsPerOctave = 3;
    private const int MostBands = 19;

    // Bands more than 40 dB below the loudest of the last seconds are not heard beside it.
    private const float AudibleShare = 1e-4f;
    private const float PeakSeconds = 3;
    private const float MemorySeconds = 1;
    private const float LeastCount = 1e-3f;

    // What is heard in so many of them at a time is one tone.
    private const float FewBands = 3;
    private const float SomeBands = 5;

    // The losses that are told apart.
    private const float LowestDb = -12;
    private const float HighestDb = 6;
    private const float StepDb = 0.5f;

    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum _heardBins;
    private readonly Spectrum _predictedBins;
    private readonly float[] _window;
    private readonly float[] _samples;
    private readonly float[] _heard;
    private readonly float[] _predicted;
    private readonly int[] _edges;
    private readonly float[] _energies;
    private readonly float[] _rests;
    private readonly float[] _counts = new float[(int)((HighestDb - LowestDb) / StepDb)];
    private readonly float _forgetting;
    private readonly float _fading;
    private int _end;
    private float _peak;
    private float _looks;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public LevelWatch(LoopShape shape)
    {
        _fft = new RealFft(shape.Block);
        _scratch = new FftScratch(_fft);
        _heardBins = new Spectrum(_fft.Bins);
        _predictedBins = new Spectrum(_fft.Bins);
        _window = Windows.Hann(_fft.Length);
        _samples = new float[_fft.Length];
        _heard = new float[_fft.Length];
        _predicted = new float[_fft.Length];
        _edges = Edges(shape.SampleRate, _fft);
        _energies = new float[_edges.Length - 1];
        _rests = new float[_energies.Length];
        float hopSeconds = 0.5f * _fft.Length / shape.SampleRate;
        _forgetting = MathF.Exp(-hopSeconds / MemorySeconds);
        _fading = MathF.Exp(-hopSeconds / PeakSeconds);
        Reset();
    }

    /// <summary>Gets by how much the level changes if all of the prediction is subtracted, dB, -12 to 6; 0 when nothing is heard.</summary>
    public float LossDb { get; private set; }

    /// <summary>Gets how much what is heard is a lone tone, such as a whistle, 0 to 1.</summary>
    public float Loneness => _looks < LeastCount ? 0 : Math.Clamp((SomeBands - (Spans.Sum(_counts) / _looks)) / (SomeBands - FewBands), 0, 1);

    public void Reset()
    {
        Array.Clear(_heard);
        Array.Clear(_predicted);
        Array.Clear(_counts);
        // Between the moments at which others have news, so that no step is much dearer than the rest.
        _end = _fft.Length * 5 / 8;
        _peak = _looks = 0;
        LossDb = 0;
    }

    /// <summary>Takes a step in.</summary>
    /// <param name="heard">What is heard.</param>
    /// <param name="predicted">What is predicted, with the shares.</param>
    /// <param name="shares">Hear the same.</param>
    public void Listen(ReadOnlySpan<float> heard, ReadOnlySpan<float> predicted, BandShares shares)
    {
        heard.CopyTo(_heard.AsSpan(_end));
        predicted.CopyTo(_predicted.AsSpan(_end));
        _end += heard.Length;
        if (_end < _fft.Length)
            return;
        _end = Look(_heard, _heardBins);
        Look(_predicted, _predictedBins);
        shares.Complete(_predictedBins);
        shares.Listen(_heardBins, _predictedBins);
        Measure();
        LossDb = Median();
    }

    private static int[] Edges(int sampleRate, RealFft fft)
    {
        float[] edges = [.. Enumerable.Range(0, MostBands + 1).Select(i => LowestHz * MathF.Pow(2, (i - 0.5f) / BandsPerOctave))];
        return [.. edges.Where(hz => hz < 0.5f * sampleRate).Select(hz => (int)MathF.Ceiling(hz * fft.Length / sampleRate))];
    }

    private int Look(float[] signal, in Spectrum bins)
    {
        Spans.Multiply(signal, _window, _samples);
        _fft.Forward(_samples, bins.Re, bins.Im, _scratch);
        int half = _fft.Length / 2;
        signal.AsSpan(half).CopyTo(signal);
        return half;
    }

    private void Measure()
    {
        float loudest = 0;
        for (int band = 0; band < _energies.Length; band++)
        {
            (float all, float rest) = _heardBins.Leave(_predictedBins, _edges[band], _edges[band + 1]);
            _energies[band] = all;
            _rests[band] = rest;
            loudest = Math.Max(loudest, all);
        }
        _peak = Math.Max(loudest, _peak * _fading);
        foreach (ref float count in _counts.AsSpan())
            count *= _forgetting;
        _looks = (_looks * _forgetting) + (loudest > AudibleShare * _peak ? 1 : 0);
        for (int band = 0; band < _energies.Length; band++)
        {
            if (_energies[band] > AudibleShare * _peak)
                _counts[Place(10 * MathF.Log10((_rests[band] + 1e-12f) / (_energies[band] + 1e-12f)))]++;
        }
    }

    private int Place(float db) => Math.Clamp((int)((db - LowestDb) / StepDb), 0, _counts.Length - 1);

    private float Median()
    {
        float half = 0.5f * Spans.Sum(_counts);
        if (half < LeastCount)
            return 0;
        int i = 0;
        while (i < _counts.Length - 1 && half > _counts[i])
            half -= _counts[i++];
        return LowestDb + (StepDb * (i + (half / (_counts[i] + 1e-9f))));
    }
}
