using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Spectra;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Paths;

/// <summary>Gains applied to short-time spectra, which are put together again a product window later.</summary>
internal sealed class SpectralPath : GatePath, ISpectrumEditor
{
    private readonly Stft _stft;
    private readonly float[] _gain;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public SpectralPath(GateShape shape, int channels, GateSettings settings)
        : base(shape, channels, settings)
    {
        _stft = new Stft(shape.LongFft, shape.Long, channels);
        _gain = new float[Gain.Lanes.Room(shape.Bins)];
        Reset();
    }

    /// <inheritdoc/>
    public override int FramesToHop => _stft.FramesToHop;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _stft.Reset();
    }

    /// <summary>Applies the gains of the lanes. [audio-thread]</summary>
    public void Edit(ChannelSpectra spectra)
    {
        Decide(spectra);
        ReadOnlySpan<GateLane> lanes = ActiveLanes;
        for (int channel = 0; channel < spectra.Channels; channel++)
        {
            if (channel < lanes.Length)
                FastMath.Exp(lanes[channel].LogGain, _gain);
            Scale(spectra.Real(channel), _gain);
            Scale(spectra.Imaginary(channel), _gain);
        }
    }

    /// <inheritdoc/>
    protected override void Run(AudioBuffer audio)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
            _stft.Exchange(channel, audio[channel]);
        _stft.Advance(audio.Frames, this);
    }

    private static void Scale(Span<float> values, float[] gain)
    {
        int i = 0;
        for (; i <= values.Length - System.Numerics.Vector<float>.Count; i += System.Numerics.Vector<float>.Count)
            (new System.Numerics.Vector<float>(values[i..]) * new System.Numerics.Vector<float>(gain, i)).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] *= gain[i];
    }
}
