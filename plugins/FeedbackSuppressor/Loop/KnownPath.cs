namespace PluginHost.Plugins.Loop;

/// <summary>What is known of the path, and what it makes of the sound that is sent.</summary>
internal sealed class KnownPath
{
    private const float MostGain = 4;

    private readonly ShapedFilter _filter;
    private readonly float[] _path;
    private readonly float[] _prediction;
    private int _taps;

    /// <summary>Makes one that predicts silence. Allocates. [control-thread]</summary>
    public KnownPath(LoopShape shape)
    {
        _filter = new ShapedFilter(shape);
        _path = new float[shape.Taps];
        _prediction = new float[shape.Step];
        Reset();
    }

    /// <summary>Gets how much of each band is predicted.</summary>
    public BandShares Shares => _filter.Shares;

    /// <summary>Gets what is due at the microphone in this step.</summary>
    public ReadOnlySpan<float> Prediction => _prediction;

    /// <summary>Gets the taps as they were learned.</summary>
    public ReadOnlySpan<float> Taps => _path;

    /// <summary>Gets the energy of the taps.</summary>
    public float Energy { get; private set; }

    /// <summary>Gets the factor on them.</summary>
    public float Gain { get; private set; }

    public void Reset()
    {
        _filter.Reset();
        Array.Clear(_path);
        Array.Clear(_prediction);
        Energy = 0;
        Gain = 1;
        _taps = _path.Length;
    }

    /// <summary>Forgets the path.</summary>
    public void Forget()
    {
        Array.Clear(_path);
        Energy = 0;
        _filter.Use(_path, 1);
    }

    /// <summary>Forgets what was sent, as after a pause; the path may be as it was.</summary>
    public void Resume()
    {
        Array.Clear(_prediction);
        _filter.Reset();
        UseWhole();
    }

    /// <summary>Takes a new path, and until it howls of no band more than its share.</summary>
    /// <param name="path">Its taps, whole blocks.</param>
    /// <param name="loopGain">Mean gain of the loop, as a power.</param>
    /// <param name="isRinging">Whether it was seen to be turned up.</param>
    /// <param name="isWhole">Whether all of every band is taken.</param>
    public void Take(ReadOnlySpan<float> path, float loopGain, bool isRinging, bool isWhole)
    {
        _taps = path.Length;
        path.CopyTo(_path);
        Array.Clear(_path, _taps, _path.Length - _taps);
        Energy = (float)Spans.Dot(_path, _path);
        Gain = 1;
        if (isWhole)
        {
            UseWhole();
            return;
        }
        Shares.Choose(loopGain, isRinging);
        _filter.UseShares(path);
    }

    /// <summary>Turns it up: until the new loop is learned, what is known of its shape has to do.</summary>
    /// <param name="step">A factor.</param>
    public void TurnUp(float step)
    {
        Gain = Math.Min(MostGain, Gain * step);
        UseWhole();
    }

    /// <summary>Takes all of every band.</summary>
    public void UseWhole() => _filter.Use(_path.AsSpan(0, _taps), Gain);

    /// <summary>Shapes a little of what was taken: once a step.</summary>
    public void Work() => _filter.Work();

    /// <summary>Takes a step of what was sent, and predicts the next one at the microphone.</summary>
    public void Predict(ReadOnlySpan<float> sent) => _filter.Predict(sent, _prediction);
}
