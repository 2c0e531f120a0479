namespace PluginHost.Hosting.Analysis;

/// <summary>Counts samples that were cut off: at least three in a row at the very same value close to full scale.</summary>
internal sealed class ClippingScan
{
    // -0.1 dBFS: where limiters and converters cut that keep some room.
    private const float Threshold = 0.98855f;
    private const int LeastRun = 3;
    private float _last;
    private int _run;

    public long Samples { get; private set; }

    public void Reset() => (Samples, _run) = (0, 0);

    /// <summary>Looks at the next samples of one channel.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="peak">Their peak, which tells at once that there is nothing to find.</param>
    public void Process(ReadOnlySpan<float> samples, float peak)
    {
        if (peak < Threshold)
        {
            _run = 0;
            return;
        }
        foreach (float sample in samples)
        {
            if (MathF.Abs(sample) < Threshold)
                _run = 0;
            else if (_run > 0 && sample == _last)
                Samples += ++_run == LeastRun ? LeastRun : _run > LeastRun ? 1 : 0;
            else
                _run = 1;
            _last = sample;
        }
    }
}
