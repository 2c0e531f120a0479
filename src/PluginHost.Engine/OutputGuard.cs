using PluginHost.Engine.Chains;
using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>The last thing before the device: nothing infinite passes, and full scale is handled as the user chose.</summary>
internal sealed class OutputGuard
{
    private const double ReleaseMs = 100;
    private readonly OutputGuardMode _mode;
    private readonly float _release;
    private float _reduction;
    private long _overs;
    private long _silenced;

    /// <summary>Creates a guard. [control-thread]</summary>
    /// <param name="mode">What to do beyond full scale.</param>
    /// <param name="sampleRate">In Hz.</param>
    public OutputGuard(OutputGuardMode mode, int sampleRate)
    {
        _mode = mode;
        _release = (float)(1 - Math.Exp(-1000 / (ReleaseMs * sampleRate)));
    }

    /// <summary>Gets the samples beyond full scale so far, before they were cut or turned down. [any-thread]</summary>
    public long Overs => Volatile.Read(ref _overs);

    /// <summary>Gets the blocks silenced because they were not finite. [any-thread]</summary>
    public long SilencedBlocks => Volatile.Read(ref _silenced);

    /// <summary>Guards one block in place. [audio-thread]</summary>
    /// <param name="audio">What leaves the chain.</param>
    public void Process(AudioBuffer audio)
    {
        float peak = 0;
        for (int channel = 0; channel < audio.Channels; channel++)
            peak = MathF.Max(peak, SampleScan.Peak(audio[channel]));
        if (!float.IsFinite(peak))
        {
            audio.Clear();
            Volatile.Write(ref _silenced, _silenced + 1);
            return;
        }
        if (peak > 1)
            CountOvers(audio);
        if (_mode == OutputGuardMode.Limit && (peak > 1 || _reduction > 0))
            Limit(audio);
        else if (_mode == OutputGuardMode.Clamp && peak > 1)
            Clamp(audio);
    }

    private void CountOvers(AudioBuffer audio)
    {
        long overs = _overs;
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            foreach (float sample in audio[channel])
                overs += MathF.Abs(sample) > 1 ? 1 : 0;
        }
        Volatile.Write(ref _overs, overs);
    }

    private static void Clamp(AudioBuffer audio)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            foreach (ref float sample in audio[channel])
                sample = Math.Clamp(sample, -1, 1);
        }
    }

    /// <summary>Attack in no time (a gain of 1 / peak at the very frame), exponential release; one gain for all channels.</summary>
    private void Limit(AudioBuffer audio)
    {
        // What is missing to a gain of 1 is kept, not the gain: near 1 a float is too coarse to creep up to it.
        float reduction = _reduction;
        for (int frame = 0; frame < audio.Frames; frame++)
        {
            float peak = 0;
            for (int channel = 0; channel < audio.Channels; channel++)
                peak = MathF.Max(peak, MathF.Abs(audio[channel][frame]));
            reduction -= reduction * _release;
            reduction = peak * (1 - reduction) > 1 ? 1 - (1 / peak) : reduction;
            for (int channel = 0; channel < audio.Channels; channel++)
                audio[channel][frame] = Math.Clamp(audio[channel][frame] * (1 - reduction), -1, 1);
        }
        _reduction = reduction < 1e-5f ? 0 : reduction;
    }
}
