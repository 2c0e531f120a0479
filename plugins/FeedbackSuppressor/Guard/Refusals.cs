namespace PluginHost.Plugins.Guard;

/// <summary>Tones for which a notch was tried in vain: left alone for a while.</summary>
internal sealed class Refusals
{
    private const float Ratio = 1.02f;

    private readonly float[] _frequencies = new float[16];
    private readonly float[] _levels = new float[16];
    private readonly float[] _growths = new float[16];
    private readonly int[] _untilHops = new int[16];
    private readonly bool[] _clips = new bool[16];
    private int _next;

    /// <summary>Forgets them.</summary>
    public void Reset() => Array.Clear(_untilHops);

    /// <summary>Adds one in the stead of the oldest.</summary>
    /// <param name="frequencyHz">Where.</param>
    /// <param name="levelDb">From which level on it is looked at again.</param>
    /// <param name="growth">What it grew by when it was refused, dB a second.</param>
    /// <param name="clips">Whether it filled the scale.</param>
    /// <param name="untilHop">When it is forgotten.</param>
    public void Add(float frequencyHz, float levelDb, float growth, bool clips, int untilHop)
    {
        _frequencies[_next] = frequencyHz;
        _levels[_next] = levelDb;
        _growths[_next] = growth;
        _clips[_next] = clips;
        _untilHops[_next] = untilHop;
        _next = (_next + 1) % _frequencies.Length;
    }

    /// <summary>Says whether a tone is to be left alone: one refused lately, not much louder and growing not much faster
    /// than then. One that fills the scale is looked at again in any case, if it did not then.</summary>
    public bool Holds(float frequencyHz, float levelDb, float growth, bool clips, int hop)
    {
        for (int i = 0; i < _frequencies.Length; i++)
        {
            if (hop < _untilHops[i]
                && frequencyHz < _frequencies[i] * Ratio && frequencyHz > _frequencies[i] / Ratio
                && levelDb < _levels[i]
                && (_clips[i] || !clips)
                && growth < (2 * Math.Max(0, _growths[i])) + 8)
                return true;
        }
        return false;
    }
}
