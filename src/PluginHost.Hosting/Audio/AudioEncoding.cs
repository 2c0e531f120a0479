namespace PluginHost.Hosting.Audio;

/// <summary>What we write.</summary>
public enum AudioEncoding
{
    /// <summary>WAV, 32 bit float: nothing is lost, not even beyond full scale.</summary>
    WavFloat32,

    /// <summary>WAV, 24 bit.</summary>
    WavPcm24,

    /// <summary>WAV, 16 bit.</summary>
    WavPcm16,

    /// <summary>FLAC, 24 bit, at most 8 channels.</summary>
    FlacPcm24,
}

/// <summary>How encodings are chosen and what they can hold.</summary>
public static class AudioEncodings
{
    private static readonly (string Name, string Extension, AudioEncoding Encoding)[] Names =
    [
        ("wav", ".wav", AudioEncoding.WavFloat32),
        ("wav24", ".wav", AudioEncoding.WavPcm24),
        ("wav16", ".wav", AudioEncoding.WavPcm16),
        ("flac", ".flac", AudioEncoding.FlacPcm24),
    ];

    /// <summary>Chooses by the format the user asked for, else by the ending of the file. [any-thread]</summary>
    /// <param name="file">Path of the file to write.</param>
    /// <param name="format"><c>wav</c> (float), <c>wav24</c>, <c>wav16</c> or <c>flac</c>; null to go by the ending.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="AudioFileException">The format is unknown, the ending is, or they contradict each other.</exception>
    public static AudioEncoding Choose(string file, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        string ending = Path.GetExtension(file);
        foreach ((string name, string extension, AudioEncoding encoding) in Names)
        {
            bool isEnding = string.Equals(ending, extension, StringComparison.OrdinalIgnoreCase);
            if (format is null ? isEnding : string.Equals(format, name, StringComparison.OrdinalIgnoreCase))
                return isEnding ? encoding : throw new AudioFileException(file, $"the format {format} needs the ending {extension}");
        }
        throw new AudioFileException(file, format is null
            ? $"the ending '{ending}' is none we write; there are .wav and .flac"
            : $"there is no format '{format}'; there are {string.Join(", ", Names.Select(known => known.Name))}");
    }

    /// <summary>Finds an encoding by its name. [any-thread]</summary>
    /// <param name="format"><c>wav</c> (float), <c>wav24</c>, <c>wav16</c> or <c>flac</c>.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="AudioFileException">There is none of that name.</exception>
    public static AudioEncoding OfFormat(string format)
    {
        foreach ((string name, _, AudioEncoding encoding) in Names)
        {
            if (string.Equals(format, name, StringComparison.OrdinalIgnoreCase))
                return encoding;
        }
        throw new AudioFileException("--format", $"there is no format '{format}'; there are {string.Join(", ", Names.Select(known => known.Name))}");
    }

    /// <summary>Gets the ending of files with an encoding. [any-thread]</summary>
    /// <param name="encoding">The encoding.</param>
    /// <returns>With its dot.</returns>
    public static string Extension(this AudioEncoding encoding) => Names.First(known => known.Encoding == encoding).Extension;

    /// <summary>Gets the bits of a whole number; 0 for float. [any-thread]</summary>
    /// <param name="encoding">The encoding.</param>
    /// <returns>16 or 24, or 0.</returns>
    public static int IntegerBits(this AudioEncoding encoding) => encoding switch
    {
        AudioEncoding.WavPcm16 => 16,
        AudioEncoding.WavPcm24 or AudioEncoding.FlacPcm24 => 24,
        _ => 0,
    };

    // RF64 is WAV beyond 4 GB; told to downgrade, libsndfile writes a plain WAV header as long as that suffices. Unlike its plain
    // WAV writer it puts no time stamp in, so that the same samples give the same bytes; but it writes no loops and marks.
    internal static int NativeFormat(this AudioEncoding encoding, bool hasPlaces = false)
    {
        int wav = hasPlaces ? LibSndFile.FormatWavEx : LibSndFile.FormatRf64;
        return encoding switch
        {
            AudioEncoding.WavPcm16 => wav | LibSndFile.SubtypePcm16,
            AudioEncoding.WavPcm24 => wav | LibSndFile.SubtypePcm24,
            AudioEncoding.FlacPcm24 => LibSndFile.FormatFlac | LibSndFile.SubtypePcm24,
            _ => wav | LibSndFile.SubtypeFloat,
        };
    }
}
