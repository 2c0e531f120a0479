using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using PluginHost.Hosting.Audio.Metadata;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Audio;

/// <summary>
/// Reads a sound file (WAV, AIFF, FLAC, Ogg, Opus, MP3 and more) from beginning to end as float samples. A header is never
/// trusted: values are checked, and a file that ends early is an error, not a shorter file.
/// </summary>
public sealed partial class AudioFileReader : ISeekableSource
{
    // 66 days at 192 kHz; what says more is no recording but a damaged header.
    private const long MostFrames = 1L << 40;
    private const int LogBytes = 8192;
    private readonly SndFileHandle _handle;
    private long _framesRead;

    /// <summary>Opens a file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file; messages repeat it.</param>
    /// <exception cref="AudioFileException">It is not there, no sound file, damaged, or of a rate or channel count we do not take.</exception>
    public AudioFileReader(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        AudioLibrary.Require(file);
        if (!File.Exists(file))
            throw new AudioFileException(file, Directory.Exists(file) ? "this is a folder" : "there is no such file");
        SfInfo info = default;
        _handle = LibSndFile.Open(file, LibSndFile.ModeRead, ref info, out string reason)
            ?? throw new AudioFileException(file, $"it cannot be read as sound: {reason}");
        try
        {
            Info = Check(file, info);
            RequireWhole(file);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Gets rate, channels, length and format. [any-thread]</summary>
    public AudioFileInfo Info { get; }

    /// <inheritdoc/>
    public int SampleRate => Info.SampleRate;

    /// <inheritdoc/>
    public int Channels => Info.Channels;

    /// <inheritdoc/>
    public long? Frames => Info.Frames;

    /// <summary>Reads tags, loops and marks. [control-thread]</summary>
    /// <returns>What the file has of them.</returns>
    public AudioMetadata ReadMetadata() => AudioMetadata.Read(_handle);

    /// <summary>Gets the samples that were infinite or no number, and became 0. [control-thread]</summary>
    public long NonFiniteSamples { get; private set; }

    /// <summary>Reads the next frames. Does I/O. [control-thread]</summary>
    /// <param name="interleaved">Filled from its start with as many whole frames as fit, fewer only at the end of the file.</param>
    /// <returns>Frames read; 0 at the end.</returns>
    /// <exception cref="ArgumentException">Not even one frame fits.</exception>
    /// <exception cref="AudioFileException">The file is damaged or ends before the length in its header.</exception>
    public int ReadInterleaved(Span<float> interleaved)
    {
        int wanted = interleaved.Length / Info.Channels;
        if (wanted == 0)
            throw new ArgumentException($"{interleaved.Length} samples hold no frame of {Info.Channels} channels.", nameof(interleaved));
        int frames = (int)LibSndFile.ReadFrames(_handle, ref MemoryMarshal.GetReference(interleaved), wanted);
        _framesRead += frames;
        if (frames < wanted)
            RequireEnd();
        NonFiniteSamples += FiniteSamples.Clean(interleaved[..(frames * Info.Channels)]);
        return frames;
    }

    /// <inheritdoc/>
    public void Seek(long frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        if (LibSndFile.Seek(_handle, frame, LibSndFile.SeekFromStart) != frame)
            throw new AudioFileException(Info.File, $"frame {frame} cannot be reached: {LibSndFile.Reason(_handle)}");
        _framesRead = frame;
    }

    /// <summary>Closes the file. [control-thread]</summary>
    public void Dispose() => _handle.Dispose();

    private static AudioFileInfo Check(string file, in SfInfo info)
    {
        if (info.SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
            throw new AudioFileException(file,
                $"its sample rate is {info.SampleRate} Hz, but must be {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz");
        if (info.Channels is < 1 or > AudioFormat.MaxChannels)
            throw new AudioFileException(file, $"it has {info.Channels} channels, but may have 1 to {AudioFormat.MaxChannels}");
        // libsndfile gives the largest number there is for a stream of unknown length.
        long? frames = info.Frames == long.MaxValue ? null : info.Frames;
        if (frames is < 0 or > MostFrames)
            throw new AudioFileException(file, $"its header says {frames} frames, which no recording has");
        return new AudioFileInfo(file, info.SampleRate, info.Channels, frames,
            $"{FormatName(info.Format & LibSndFile.FormatTypeMask)}, {FormatName(info.Format & LibSndFile.FormatSubMask)}");
    }

    private static string FormatName(int format)
    {
        SfFormatInfo info = new() { Format = format };
        return LibSndFile.Command(IntPtr.Zero, LibSndFile.CommandGetFormatInfo, ref info, Unsafe.SizeOf<SfFormatInfo>()) == 0
            ? LibSndFile.Text(info.Name) : $"format 0x{format:x}";
    }

    [GeneratedRegex(@"^ *(data|SSND) *: (\d+) \(should be (\d+)\)", RegexOptions.Multiline)]
    private static partial Regex WrongLength();

    /// <summary>libsndfile shortens a cut-off file in silence, and says so in its log alone.</summary>
    private void RequireWhole(string file)
    {
        byte[] log = new byte[LogBytes];
        int length = LibSndFile.Command(_handle, LibSndFile.CommandGetLog, ref log[0], log.Length);
        Match match = WrongLength().Match(Encoding.UTF8.GetString(log, 0, Math.Clamp(length, 0, log.Length)));
        // Programs that write into a pipe put in a length of 2 or 4 GB, less the header: no promise that could be broken.
        if (match.Success && long.TryParse(match.Groups[2].Value, out long promised) && promised < 0x7FFF_0000
            && long.TryParse(match.Groups[3].Value, out long there) && there < promised)
            throw new AudioFileException(file, $"it is cut off: its header says {promised} bytes of sound, it has {there}");
    }

    private void RequireEnd()
    {
        if (LibSndFile.Error(_handle) != 0)
            throw new AudioFileException(Info.File, $"it is damaged behind frame {_framesRead}: {LibSndFile.Reason(_handle)}");
        if (_framesRead < Info.Frames)
            throw new AudioFileException(Info.File, $"it is cut off: its header says {Info.Frames} frames, it has {_framesRead}");
    }
}
