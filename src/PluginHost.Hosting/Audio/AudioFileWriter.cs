using System.Runtime.InteropServices;
using PluginHost.Hosting.Audio.Metadata;

namespace PluginHost.Hosting.Audio;

/// <summary>
/// Writes a sound file. Usually beside its name first, so that only <see cref="Commit"/> makes it appear, whole; a take is written
/// in place, so that what was played survives a crash.
/// </summary>
public sealed class AudioFileWriter : IAudioSink, IDisposable
{
    private const int PcmFrames = 4096;
    private readonly SndFileHandle _handle;
    private readonly string _file;
    private readonly string _path;
    private readonly bool _overwrite;
    private readonly int _bits;
    private readonly int[] _pcm;
    private bool _isClosed;

    /// <summary>Opens a file for writing. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file; its folder must be there.</param>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="encoding">What to write.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="inPlace">Whether to write under that name from the first sample on.</param>
    /// <param name="metadata">Tags, loops and marks to write along; with loops or marks a WAV may have 4 GB at most.</param>
    /// <exception cref="AudioFileException">The file is there already or cannot be written, or the encoding cannot hold the format.</exception>
    public AudioFileWriter(string file, int sampleRate, int channels, AudioEncoding encoding, bool overwrite = false,
        bool inPlace = false, AudioMetadata? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        AudioLibrary.Require(file);
        SfInfo info = new() { SampleRate = sampleRate, Channels = channels, Format = encoding.NativeFormat(metadata?.HasPlaces == true) };
        if (LibSndFile.CheckFormat(info) == 0)
            throw new AudioFileException(file, $"{encoding.Extension()[1..]} cannot hold {channels} channels at {sampleRate} Hz");
        RequireFree(file, overwrite);
        (_file, _overwrite, Channels, _bits) = (file, overwrite, channels, encoding.IntegerBits());
        _pcm = new int[_bits == 0 ? 0 : PcmFrames * channels];
        _path = inPlace ? file : PartFiles.Beside(file);
        Create(inPlace && overwrite ? FileMode.Create : FileMode.CreateNew);
        _handle = LibSndFile.Open(_path, LibSndFile.ModeWrite, ref info, out string reason) ?? throw Failed(reason);
        _ = LibSndFile.Command(_handle, LibSndFile.CommandRf64AutoDowngrade, IntPtr.Zero, 1);
        // There a plain WAV would keep the time of day. RF64 does not, and being told not to would make it.
        if (metadata?.HasPlaces == true)
            _ = LibSndFile.Command(_handle, LibSndFile.CommandAddPeakChunk, IntPtr.Zero, 0);
        metadata?.Write(_handle);
    }

    /// <summary>Gets the channels of every frame. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Gets the frames written so far. [control-thread]</summary>
    public long Frames { get; private set; }

    /// <summary>Gets the samples that a whole-number encoding cut at full scale; always 0 for float. [control-thread]</summary>
    public long ClippedSamples { get; private set; }

    private bool IsInPlace => ReferenceEquals(_path, _file);

    /// <summary>Appends frames. Does I/O. [control-thread]</summary>
    /// <param name="interleaved">Whole frames of finite samples.</param>
    /// <exception cref="ArgumentException">The samples are not whole frames.</exception>
    /// <exception cref="AudioFileException">Writing failed, e.g. the disk is full.</exception>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        if (interleaved.Length % Channels != 0)
            throw new ArgumentException($"{interleaved.Length} samples are no whole frames of {Channels} channels.", nameof(interleaved));
        int frames = interleaved.Length / Channels;
        if (_bits == 0)
            RequireAll(frames, frames == 0 ? 0 : LibSndFile.WriteFrames(_handle, in MemoryMarshal.GetReference(interleaved), frames));
        for (int done = 0; _bits > 0 && done < interleaved.Length;)
        {
            int piece = Math.Min(_pcm.Length, interleaved.Length - done);
            ClippedSamples += PcmQuantizer.Convert(interleaved.Slice(done, piece), _pcm, _bits);
            RequireAll(piece / Channels, LibSndFile.WriteFrames(_handle, in _pcm[0], piece / Channels));
            done += piece;
        }
        Frames += frames;
    }

    /// <summary>Makes the header say what was written so far, as far as the encoding can. Does I/O. [control-thread]</summary>
    public void UpdateHeader() => _ = LibSndFile.Command(_handle, LibSndFile.CommandUpdateHeader, IntPtr.Zero, 0);

    /// <summary>Closes the file and gives it its name. Does I/O. [control-thread]</summary>
    /// <exception cref="AudioFileException">Writing failed, or another file took the name meanwhile.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        LibSndFile.Flush(_handle);
        int error = LibSndFile.Error(_handle);
        string reason = error == 0 ? "the file could not be closed" : LibSndFile.Reason(_handle);
        _handle.Dispose();
        if (error != 0 || _handle.CloseError != 0)
            throw Failed(reason);
        try
        {
            if (!IsInPlace)
                File.Move(_path, _file, _overwrite);
            _isClosed = true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Failed(refused.Message);
        }
    }

    /// <summary>Closes the file; without <see cref="Commit"/>, what was written beside its name is removed. [control-thread]</summary>
    public void Dispose()
    {
        _handle.Dispose();
        if (!_isClosed && !IsInPlace)
            File.Delete(_path);
        _isClosed = true;
    }

    private static void RequireFree(string file, bool overwrite)
    {
        if (Directory.Exists(file))
            throw new AudioFileException(file, "it cannot be written: this is a folder");
        if (!overwrite && File.Exists(file))
            throw new AudioFileException(file, "the file is there already; say --overwrite to replace it");
    }

    private void Create(FileMode mode)
    {
        try
        {
            // libsndfile would follow a link that somebody put there; creating it first does not.
            using FileStream created = new(_path, mode, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AudioFileException(_file, $"it cannot be written: {error.Message}");
        }
    }

    private void RequireAll(int frames, long written)
    {
        if (written != frames)
            throw Failed(LibSndFile.Reason(_handle));
    }

    private AudioFileException Failed(string reason)
    {
        if (!IsInPlace)
            File.Delete(_path);
        return new AudioFileException(_file, $"it cannot be written: {reason}");
    }
}
