namespace PluginHost.Plugins.Voices;

/// <summary>One drum of the kit: two strokes that take turns, so that a new blow never cuts the last one off with a
/// click.</summary>
internal sealed class DrumPad
{
    private const double RetriggerMs = 6;

    private readonly Stroke[] _strokes;
    private readonly float _left, _right;
    private int _latest;

    /// <param name="make">Makes a stroke from a number.</param>
    /// <param name="pan">-1 left to 1 right.</param>
    public DrumPad(Func<uint, Stroke> make, float pan)
    {
        _strokes = [make(1), make(2)];
        float angle = (1 + pan) * MathF.PI / 4;
        (_left, _right) = (MathF.Sqrt(2) * MathF.Cos(angle), MathF.Sqrt(2) * MathF.Sin(angle));
    }

    public bool IsOn => _strokes[0].IsOn || _strokes[1].IsOn;

    /// <summary>Strikes it. [audio-thread]</summary>
    public void Strike(float velocity)
    {
        // Two blows within the fade: the one that is fading gives way.
        Choke(RetriggerMs);
        _latest = _strokes[1 - _latest].IsOn ? _latest : 1 - _latest;
        if (!_strokes[_latest].IsOn)
            _strokes[_latest].Strike(velocity);
    }

    /// <summary>Damps it. [audio-thread]</summary>
    public void Choke(double ms)
    {
        foreach (Stroke stroke in _strokes)
        {
            if (stroke.IsOn)
                stroke.Fade(ms);
        }
    }

    public void Reset()
    {
        _latest = 0;
        foreach (Stroke stroke in _strokes)
            stroke.Reset();
    }

    /// <summary>Adds it to both sides. [audio-thread]</summary>
    public void AddTo(Span<float> left, Span<float> right, ReadOnlySpan<float> metal, Span<float> sum, Span<float> part)
    {
        sum = sum[..left.Length];
        sum.Clear();
        foreach (Stroke stroke in _strokes)
        {
            if (stroke.IsOn)
                stroke.AddTo(sum, metal, part);
        }
        for (int i = 0; i < sum.Length; i++)
        {
            left[i] += _left * sum[i];
            right[i] += _right * sum[i];
        }
    }
}
