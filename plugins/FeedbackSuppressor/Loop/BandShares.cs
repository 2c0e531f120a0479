namespace PluginHost.Plugins.Loop;

/// <summary>Knows how much of a prediction may be subtracted in each third of an octave, while nothing howls.</summary>
/// <remarks>
/// What a path learned of the player's it learned where the player's energy is, and takes it from there: a drum may lose 10 dB in the bass
/// by a path that is right everywhere else. A loop that does not howl gives next to nothing of the energy of any band; in the pauses
/// it gives all, but they have little.
/// </remarks>
internal sealed class BandShares
{
    private const float LowestHz = 56;
    private const float HighestHz = 16_000;
    private const float HighestShare = 0.45f;
    private const float BandRatio = 1.2599f;
    private const float MemorySeconds = 2;

    // Of the energy of all bands: what is fainter is not heard beside them, and may be the skirts of another.
    private const float FaintShare = 1e-6f;
    private const float LeastEnergy = 1e-12f;

    private readonly int[] _edges;
    private readonly float[] _energies;
    private readonly float[] _rests;
    private readonly float[] _shares;
    private readonly float[] _bins;
    private readonly float _forgetting;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="length">Frames of the transforms that are taken in.</param>
    /// <param name="hop">Frames from one to the next.</param>
    public BandShares(int sampleRate, int length, int hop)
    {
        _edges = Edges(sampleRate, length);
        _energies = new float[_edges.Length - 1];
        _rests = new float[_energies.Length];
        _shares = new float[_energies.Length];
        _bins = new float[(length / 2) + 1];
        _forgetting = MathF.Exp(-hop / (MemorySeconds * sampleRate));
        Reset();
    }

    /// <summary>Gets a value indicating whether all is taken everywhere.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Gets the share of every bin, above 0 and up to 1.</summary>
    public ReadOnlySpan<float> Bins => _bins;

    /// <summary>Gets the mean share where the energy is that is heard, above 0 and up to 1.</summary>
    public float Mean { get; private set; }

    /// <summary>Forgets what it heard, and takes all.</summary>
    public void Reset()
    {
        Array.Clear(_energies);
        Array.Clear(_rests);
        TakeAll();
    }

    /// <summary>Takes all.</summary>
    public void TakeAll()
    {
        IsWhole = true;
        Mean = 1;
        Array.Fill(_bins, 1);
    }

    /// <summary>Makes of what was predicted with these shares what all of it would be.</summary>
    public void Complete(in Spectrum predicted)
    {
        if (IsWhole)
            return;
        for (int k = 0; k < _bins.Length; k++)
        {
            float whole = 1 / _bins[k];
            predicted.Re[k] *= whole;
            predicted.Im[k] *= whole;
        }
    }

    /// <summary>Takes a moment in.</summary>
    /// <param name="heard">What is heard.</param>
    /// <param name="predicted">All that is predicted.</param>
    public void Listen(in Spectrum heard, in Spectrum predicted)
    {
        for (int band = 0; band < _energies.Length; band++)
        {
            (float energy, float rest) = heard.Leave(predicted, _edges[band], _edges[band + 1]);
            _energies[band] = (_energies[band] * _forgetting) + energy;
            _rests[band] = (_rests[band] * _forgetting) + rest;
        }
    }

    /// <summary>Decides on the shares.</summary>
    /// <param name="gain">Mean gain of the loop in the band of the probe, as a power.</param>
    /// <param name="isRinging">Whether it was seen to be turned up.</param>
    public void Choose(float gain, bool isRinging)
    {
        TakeAll();
        float all = Spans.Sum(_energies) + LeastEnergy, faint = FaintShare * all, left = 0;
        for (int band = 0; band < _shares.Length; band++)
        {
            float lossDb = 10 * MathF.Log10((_rests[band] + faint) / (_energies[band] + faint));
            _shares[band] = LevelLimit.BandShareFor(lossDb, gain, isRinging);
            IsWhole &= _shares[band] == 1;
            left += (1 - _shares[band]) * _energies[band];
        }
        Mean = 1 - (left / all);
        if (!IsWhole)
            Spread();
    }

    // From the middle of a band to that of the next in a straight line: what changes slowly over frequency stays short in time.
    private void Spread()
    {
        int last = _shares.Length - 1;
        _bins.AsSpan(0, Middle(0)).Fill(_shares[0]);
        for (int band = 0; band < last; band++)
        {
            int from = Middle(band), to = Middle(band + 1);
            for (int k = from; k < to; k++)
                _bins[k] = float.Lerp(_shares[band], _shares[band + 1], (float)(k - from) / (to - from));
        }
        _bins.AsSpan(Middle(last)).Fill(_shares[last]);
    }

    private int Middle(int band) => (_edges[band] + _edges[band + 1]) / 2;

    // All below the first, and all above the last, are one band.
    private static int[] Edges(int sampleRate, int length)
    {
        List<int> edges = [1];
        for (float hz = LowestHz; hz < Math.Min(HighestHz, HighestShare * sampleRate); hz *= BandRatio)
            edges.Add((int)MathF.Ceiling(hz * length / sampleRate));
        edges.Add((length / 2) + 1);
        return [.. edges.Distinct()];
    }
}
