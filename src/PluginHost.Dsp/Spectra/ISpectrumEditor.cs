namespace PluginHost.Dsp.Spectra;

/// <summary>Changes spectra between analysis and synthesis; usually the effect itself.</summary>
public interface ISpectrumEditor
{
    /// <summary>Changes the spectra of one instant in place, all channels at once; must not allocate.
    /// [audio-thread]</summary>
    /// <param name="spectra">Of the last samples, as many as the analysis window has.</param>
    void Edit(ChannelSpectra spectra);
}
