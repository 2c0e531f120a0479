namespace PluginHost.Plugins.Guard;

/// <summary>A spectral peak followed from hop to hop.</summary>
internal struct Tone
{
    /// <summary>Exact place, smoothed, bins.</summary>
    public float Place;

    /// <summary>Mean deviation from it, bins.</summary>
    public float Wander;

    /// <summary>Level now, dB re a full-scale sine.</summary>
    public float LevelDb;

    /// <summary>Level above its neighbours 4 to 8 bins off, dB (PNPR).</summary>
    public float SalienceDb;

    /// <summary>Bin of the peak now.</summary>
    public int Bin;

    /// <summary>Hops it has been followed (IPMP: without a gap).</summary>
    public int Age;
}

/// <summary>Follows the strongest peaks that stand out of their neighbours.</summary>
internal sealed class ToneTracker
{
    /// <summary>Most tones at a time.</summary>
    public const int Capacity = 32;

    private const float FloorPower = 1e-8f;
    private const float MinSalience = 6.3f;
    private const float MinHz = 60;

    // A constant fills the bins below.
    private const int LeastBin = 2;

    private readonly ToneSpectrum _spectrum;
    private readonly Tone[] _tones = new Tone[Capacity];
    private readonly Tone[] _found = new Tone[Capacity];
    private int _count;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="spectrum">What to look at.</param>
    public ToneTracker(ToneSpectrum spectrum) => _spectrum = spectrum;

    /// <summary>Gets the tones of this hop.</summary>
    public ReadOnlySpan<Tone> Tones => _tones.AsSpan(0, _count);

    /// <summary>Gets how many of them have lasted for 0.3 s at least.</summary>
    public int Sustained
    {
        get
        {
            int count = 0;
            foreach (ref readonly Tone tone in Tones)
                count += tone.Age >= 28 && tone.SalienceDb > 12 ? 1 : 0;
            return count;
        }
    }

    /// <summary>Forgets all. [audio-thread]</summary>
    public void Reset() => _count = 0;

    /// <summary>Finds and links the peaks of a new spectrum. Does not allocate. [audio-thread]</summary>
    public void Update()
    {
        int found = Find();
        for (int i = 0; i < found; i++)
            Link(ref _found[i]);
        Array.Copy(_found, _tones, found);
        _count = found;
    }

    // The strongest ones; when there is no room the weakest makes way.
    private int Find()
    {
        ReadOnlySpan<float> p = _spectrum.Powers;
        int count = 0;
        for (int k = (int)((MinHz / _spectrum.BinHz) + 0.5f); k < _spectrum.Bins - 9; k++)
        {
            float x = p[k];
            if (x < FloorPower || x < p[k - 1] || x <= p[k + 1] || x < p[k - 2] || x < p[k + 2])
                continue;
            float beside = Beside(p, k);
            if (x < MinSalience * beside)
                continue;
            int slot = count < Capacity ? count++ : Weakest(x);
            if (slot >= 0)
                _found[slot] = new Tone { Bin = k, LevelDb = x, SalienceDb = x / Math.Max(beside, 1e-20f) };
        }
        for (int i = 0; i < count; i++)
        {
            _found[i].LevelDb = 10 * MathF.Log10(_found[i].LevelDb);
            _found[i].SalienceDb = 10 * MathF.Log10(_found[i].SalienceDb);
        }
        return count;
    }

    // Mean of what lies 4 to 8 bins off; the deepest tones have nothing below them but what the window leaves of a constant.
    private static float Beside(ReadOnlySpan<float> p, int k)
    {
        float sum = p[k + 4] + p[k + 5] + p[k + 6] + p[k + 7] + p[k + 8];
        if (k >= LeastBin + 8)
            return (sum + p[k - 4] + p[k - 5] + p[k - 6] + p[k - 7] + p[k - 8]) / 10;
        int count = 5;
        for (int low = Math.Max(LeastBin, k - 8); low <= k - 4; low++, count++)
            sum += p[low];
        return sum / count;
    }

    // While searching, LevelDb still holds the power.
    private int Weakest(float power)
    {
        int slot = -1;
        for (int i = 0; i < Capacity; i++)
        {
            if (_found[i].LevelDb < power)
            {
                power = _found[i].LevelDb;
                slot = i;
            }
        }
        return slot;
    }

    private void Link(ref Tone tone)
    {
        float exact = Math.Clamp(_spectrum.ExactBin(tone.Bin), tone.Bin - 1, tone.Bin + 1);
        tone.Place = exact;
        tone.Wander = 0.3f;
        tone.Age = 1;
        float nearest = 1.2f;
        int old = -1;
        for (int i = 0; i < _count; i++)
        {
            float distance = Math.Abs(_tones[i].Place - exact);
            if (distance < nearest)
            {
                nearest = distance;
                old = i;
            }
        }
        if (old < 0)
            return;
        ref Tone before = ref _tones[old];
        float step = exact - before.Place;
        tone.Place = before.Place + (0.4f * step);
        tone.Wander = before.Wander + (0.25f * (Math.Abs(step) - before.Wander));
        tone.Age = before.Age + 1;
    }
}
