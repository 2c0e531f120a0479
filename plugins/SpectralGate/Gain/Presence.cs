using PluginHost.Sdk;

namespace PluginHost.Plugins.Gain;

/// <summary>
/// Judges whether there is anything but noise in a spectrum as a whole: by how far bands stray above the noise,
/// compared with how far the noise itself strays, which is learned with it.
/// </summary>
internal sealed class Presence
{
    private const int MostSeen = 512;
    private const float Slope = 0.5f;
    private const float HoldMs = 70;
    private const float MostStray = 30;
    private readonly int[] _points;
    private readonly float[] _weights;
    private readonly float[] _mean;
    private readonly float[] _strays = new float[MostSeen];
    private readonly float[][] _seen;
    private readonly float _hold;
    private int _count;
    private float _threshold = BlindThreshold;

    /// <summary>The stray that counts as signal while nothing is learned.</summary>
    public const float BlindThreshold = 1;

    /// <summary>The greatest threshold.</summary>
    public const float MostThreshold = 2.5f;

    // Of any mode.
    private const float WidestMargin = 2;
    private readonly float _margin;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="bins">Bins of the spectrum.</param>
    /// <param name="binHz">From one bin to the next.</param>
    /// <param name="hopSeconds">From one spectrum to the next.</param>
    /// <param name="margin">How far above the strays of learned noise the threshold lies.</param>
    public Presence(int bins, double binHz, double hopSeconds, float margin)
    {
        _margin = margin;
        List<int> points = [];
        for (double erb = EarScale.FromHertz(30); ; erb += 0.5)
        {
            int bin = (int)Math.Round(EarScale.ToHertz(erb) / binHz);
            if (bin >= bins)
                break;
            if (points.Count == 0 || bin > points[^1])
                points.Add(bin);
        }
        if (points.Count == 0)
            points.Add(bins - 1);
        _points = [.. points];
        _weights = new float[_points.Length];
        for (int i = 0; i < _points.Length; i++)
        {
            double from = i == 0 ? 0 : 0.5 * (_points[i] + _points[i - 1]);
            double to = i == _points.Length - 1 ? bins - 1 : 0.5 * (_points[i] + _points[i + 1]);
            _weights[i] = (float)(EarScale.FromHertz(to * binHz) - EarScale.FromHertz(from * binHz));
        }
        float sum = Math.Max(_weights.Sum(), 1e-6f);
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] /= sum;
        _mean = new float[_points.Length];
        _seen = [.. Enumerable.Range(0, MostSeen).Select(_ => new float[_points.Length])];
        _hold = (float)Math.Exp(-hopSeconds / (HoldMs * 1e-3));
    }

    /// <summary>Gets how sure it is that there is a signal, 0 to 1; falls slowly. [audio-thread]</summary>
    public float Value { get; private set; }

    /// <summary>Gets or sets the stray from which on there is a signal. [audio-thread]</summary>
    public float Threshold
    {
        get => _threshold;
        set => _threshold = value;
    }

    /// <summary>Forgets the signal and what it saw. [audio-thread]</summary>
    public void Reset()
    {
        Value = 0;
        _count = 0;
    }

    /// <summary>Forgets what it saw. [audio-thread]</summary>
    public void Forget() => _count = 0;

    /// <summary>Takes up the spectrum of a hop. [audio-thread]</summary>
    /// <param name="wideSnr">Power over noise, averaged widely around each bin.</param>
    public void Update(ReadOnlySpan<float> wideSnr)
    {
        float sum = 0;
        for (int i = 0; i < _points.Length; i++)
        {
            float stray = Math.Clamp(wideSnr[_points[i]] - 1, 0, MostStray);
            sum += stray * stray * _weights[i];
        }
        float sure = Math.Clamp(((MathF.Sqrt(sum) / _threshold) - 1) / Slope, 0, 1);
        Value = Denormals.Flush(MathF.Max(sure, _hold * Value));
    }

    /// <summary>Remembers a spectrum of noise, of the last hops that are learned from. [audio-thread]</summary>
    /// <param name="widePower">Power, averaged widely around each bin.</param>
    public void See(ReadOnlySpan<float> widePower)
    {
        float[] seen = _seen[_count++ % MostSeen];
        for (int i = 0; i < seen.Length; i++)
            seen[i] = widePower[_points[i]];
    }

    /// <summary>Sets the threshold to what the remembered noise stays below nearly always. [audio-thread]</summary>
    /// <param name="wideNoise">The learned noise, averaged widely around each bin.</param>
    public void Learn(ReadOnlySpan<float> wideNoise)
    {
        int count = Math.Min(_count, MostSeen);
        if (count == 0)
            return;
        for (int i = 0; i < _points.Length; i++)
            _mean[i] = 1 / wideNoise[_points[i]];
        for (int n = 0; n < count; n++)
        {
            float sum = 0;
            for (int i = 0; i < _points.Length; i++)
            {
                float stray = Math.Clamp((_seen[n][i] * _mean[i]) - 1, 0, MostStray);
                sum += stray * stray * _weights[i];
            }
            _strays[n] = MathF.Sqrt(sum);
        }
        Span<float> strays = _strays.AsSpan(0, count);
        strays.Sort();
        _threshold = Math.Min(Math.Max(strays[(int)(0.97f * (count - 1))], 0.02f) * _margin, MostThreshold * _margin / WidestMargin);
    }
}
