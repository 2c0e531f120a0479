using PluginHost.Dsp.Levels;
using PluginHost.Engine;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Playback;

/// <summary>The listener's volume, and a limiter for true peaks behind it. At 0 dB, below the ceiling, samples pass bit by bit.</summary>
public sealed class PlaybackOutput : IAudioStage
{
    /// <summary>The softest volume, in dB; it is not silence.</summary>
    public const double MinGainDb = -60;

    /// <summary>The loudest volume, in dB.</summary>
    public const double MaxGainDb = 24;

    private const double GlideMs = 5;
    private readonly Glide _glide = new();
    private readonly TruePeakLimiter? _limiter;
    private readonly float[] _planar;
    private readonly float[] _gains;
    private double _gainDb;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="format">The chain's.</param>
    /// <param name="gainDb">Volume at the start.</param>
    /// <param name="ceilingDb">Highest true peak in dBTP, -20 to 0; null for no limiter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public PlaybackOutput(AudioFormat format, double gainDb = 0, double? ceilingDb = null)
    {
        if (ceilingDb is not null and not (>= -20 and <= 0))
            throw new ArgumentOutOfRangeException(nameof(ceilingDb), ceilingDb, "A ceiling is -20 to 0 dBTP.");
        GainDb = gainDb;
        _glide.Prepare(GlideMs * format.SampleRate / 1000);
        _glide.HeadFor(Linear(_gainDb));
        _glide.SnapToTarget();
        (_planar, _gains) = (new float[format.Channels * format.MaxFrames], new float[format.MaxFrames]);
        if (ceilingDb is { } db)
            _limiter = new TruePeakLimiter(format.Channels, format.MaxFrames, format.SampleRate, (float)Linear(db));
    }

    /// <summary>Gets or sets the volume in dB, heard after a short glide; outside its range the nearest end. [any-thread]</summary>
    public double GainDb
    {
        get => Volatile.Read(ref _gainDb);
        set => Volatile.Write(ref _gainDb, double.IsNaN(value) ? 0 : Math.Clamp(value, MinGainDb, MaxGainDb));
    }

    /// <inheritdoc/>
    public int LatencyFrames => _limiter?.LatencyFrames ?? 0;

    /// <summary>Gets how often the limiter had to begin to turn down. [any-thread]</summary>
    public long Reductions => _limiter?.Reductions ?? 0;

    /// <summary>Gets the frames that the limiter turned down. [any-thread]</summary>
    public long ReducedFrames => _limiter?.ReducedFrames ?? 0;

    /// <summary>Gets the most that <see cref="TakeReductionDb"/> ever gave, in dB, 0 and less. [control-thread]</summary>
    public float DeepestReductionDb { get; private set; }

    /// <summary>Gets by how much the limiter turned down at most since the last call, in dB, 0 and less. One thread only. [control-thread]</summary>
    /// <returns>The reduction.</returns>
    public float TakeReductionDb()
    {
        float reduction = _limiter is null ? 0 : Decibels.FromGain(_limiter.TakeLowestGain());
        DeepestReductionDb = MathF.Min(DeepestReductionDb, reduction);
        return reduction;
    }

    /// <inheritdoc/>
    public void Process(AudioBuffer audio)
    {
        _glide.HeadFor(Linear(Volatile.Read(ref _gainDb)));
        if (_glide.IsMoving || _glide.Value != 1)
            Turn(audio);
        if (_limiter is null)
            return;
        int frames = audio.Frames;
        AudioBuffer planar = new(_planar, audio.Channels, frames, frames);
        audio.CopyTo(planar);
        _limiter.Process(_planar, frames, frames);
        planar.CopyTo(audio);
    }

    private void Turn(AudioBuffer audio)
    {
        Span<float> gains = _gains.AsSpan(0, audio.Frames);
        _glide.Fill(gains);
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            Span<float> row = audio[channel];
            for (int frame = 0; frame < row.Length; frame++)
                row[frame] *= gains[frame];
        }
    }

    private static double Linear(double db) => db == 0 ? 1 : Math.Pow(10, db / 20);
}
