using PluginHost.Engine.Chains;
using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>Peak since the last look and a moving RMS, over all channels. The audio thread measures, one other thread looks.</summary>
public sealed class LevelMeter
{
    private const double RmsMs = 300;
    private const float HighestMeanSquare = 1e12f;
    private readonly int _sampleRate;
    private float _peak;
    private float _meanSquare;
    private long _clippedBlocks;
    private long _notFiniteBlocks;

    /// <summary>Creates a meter that shows silence. [control-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    internal LevelMeter(int sampleRate) => _sampleRate = sampleRate;

    /// <summary>Gets the moving RMS (300 ms) in dBFS, where a full-scale square wave is 0. [any-thread]</summary>
    public float RmsDb => Decibels.FromGain(MathF.Sqrt(Volatile.Read(ref _meanSquare)));

    /// <summary>Gets the blocks with a sample at or beyond full scale. [any-thread]</summary>
    public long ClippedBlocks => Volatile.Read(ref _clippedBlocks);

    /// <summary>Gets the blocks with a sample that is infinite or no number; they are not measured. [any-thread]</summary>
    public long NotFiniteBlocks => Volatile.Read(ref _notFiniteBlocks);

    /// <summary>Gets the peak since the last call, in dBFS. One thread only. [control-thread]</summary>
    /// <returns>The peak, <see cref="Decibels.Silence"/> or more.</returns>
    public float TakePeakDb() => Decibels.FromGain(Interlocked.Exchange(ref _peak, 0));

    /// <summary>Measures one block. [audio-thread]</summary>
    /// <param name="audio">The block.</param>
    /// <returns>Whether every sample is finite.</returns>
    internal bool Process(AudioBuffer audio)
    {
        float peak = 0;
        float sum = 0;
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            peak = MathF.Max(peak, SampleScan.Peak(audio[channel]));
            sum += SampleScan.SumOfSquares(audio[channel]);
        }
        if (!float.IsFinite(peak))
        {
            Volatile.Write(ref _notFiniteBlocks, _notFiniteBlocks + 1);
            return false;
        }
        if (peak > Volatile.Read(ref _peak))
            Volatile.Write(ref _peak, peak);
        if (peak >= 1)
            Volatile.Write(ref _clippedBlocks, _clippedBlocks + 1);
        // First-order average whose time constant holds for any block length.
        float share = (float)Math.Min(1, audio.Frames * 1000.0 / (RmsMs * _sampleRate));
        // Absurd samples may square to infinity, which no average comes back from.
        float mean = MathF.Min(sum / (audio.Frames * audio.Channels), HighestMeanSquare);
        Volatile.Write(ref _meanSquare, Denormals.Flush(_meanSquare + ((mean - _meanSquare) * share)));
        return true;
    }
}
