namespace PluginHost.Plugins.Noise;

/// <summary>Keeps the profile that was learned last for state and presets: the audio thread writes to one of two spares and
/// hands it over with one write; the control thread reads what was handed over.</summary>
internal sealed class ProfileMemory
{
    private NoiseProfile[] _spares = [];
    private NoiseProfile? _kept;

    /// <summary>Gets what was learned; null while nothing was. [any-thread]</summary>
    public NoiseProfile? Kept => Volatile.Read(ref _kept);

    /// <summary>Makes room for profiles of a shape; allocates. [control-thread]</summary>
    public void Prepare(int sampleRate, int lanes, int bins)
    {
        // Two, as the one handed over last may still be read.
        _spares = [NoiseProfile.Empty(sampleRate, lanes, bins), NoiseProfile.Empty(sampleRate, lanes, bins)];
    }

    /// <summary>Gets a profile to write to. [audio-thread]</summary>
    public NoiseProfile Spare => ReferenceEquals(_kept, _spares[0]) ? _spares[1] : _spares[0];

    /// <summary>Hands a profile over, or nothing. [any-thread &amp; not both]</summary>
    public void Keep(NoiseProfile? profile) => Volatile.Write(ref _kept, profile);
}
