using PluginHost.Engine.Rings;

namespace PluginHost.Hosting.Audio;

/// <summary>
/// Records what an audio thread hands over: a ring takes it without waiting, a thread of its own carries it to the disk. A block
/// for which the ring has no room is dropped whole and counted.
/// </summary>
public sealed class TakeWriter : IDisposable
{
    private const double HeaderSeconds = 1;
    private const int PollMs = 20;
    private readonly SpscRing<float> _ring;
    private readonly AudioFileWriter _writer;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly float[] _block;
    private readonly long _headerFrames;
    private volatile AudioFileException? _error;
    private long _frames;
    private long _taken;

    /// <summary>Creates the file, in place, and starts the thread. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="encoding">
    /// What to write, null to go by the ending; the header of WAV is kept current, so that a crash costs at most a second.
    /// </param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="ringSeconds">How long the disk may stall without a loss, above 0 up to 60.</param>
    /// <exception cref="AudioFileException">The file is there already or cannot be written.</exception>
    public TakeWriter(string file, int sampleRate, int channels, AudioEncoding? encoding = null, bool overwrite = false,
        double ringSeconds = 4)
    {
        if (!(ringSeconds is > 0 and <= 60))
            throw new ArgumentOutOfRangeException(nameof(ringSeconds), ringSeconds, "A ring holds up to 60 s.");
        File = file;
        _writer = new AudioFileWriter(file, sampleRate, channels, encoding ?? AudioEncodings.Choose(file), overwrite, inPlace: true);
        _ring = new SpscRing<float>((int)Math.Ceiling(ringSeconds * sampleRate) * channels);
        _block = new float[4096 * channels];
        _headerFrames = (long)(HeaderSeconds * sampleRate);
        _thread = new Thread(Run) { Name = "take writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gets the path of the file, as the caller named it. [any-thread]</summary>
    public string File { get; }

    /// <summary>Gets the ring behind <see cref="Push"/>, fit for <see cref="Engine.AudioEngine.Tap"/>; one writer only. [any-thread]</summary>
    public SpscRing<float> Ring => _ring;

    /// <summary>Gets the frames on the disk. [any-thread]</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Gets the frames that were dropped because the disk was too slow, or had failed, when those still in the ring count, too. [any-thread]</summary>
    public long DroppedFrames =>
        (_ring.Dropped / _writer.Channels) + (_error is null ? 0 : Volatile.Read(ref _taken) - Frames + (_ring.Count / _writer.Channels));

    /// <summary>Gets why writing failed; null while it goes on. [any-thread]</summary>
    public AudioFileException? Error => _error;

    /// <summary>Hands a block over. Never waits, locks or allocates. [audio-thread]</summary>
    /// <param name="interleaved">Whole frames.</param>
    /// <returns>False when it was dropped.</returns>
    public bool Push(ReadOnlySpan<float> interleaved) => _ring.TryWrite(interleaved);

    /// <summary>Writes what is left and closes the file. The audio thread must have ended. [control-thread]</summary>
    /// <returns>Frames in the file.</returns>
    /// <exception cref="AudioFileException">Writing failed; what was written before is there.</exception>
    public long Finish()
    {
        Dispose();
        return _error is null ? Frames : throw _error;
    }

    /// <summary>Writes what is left and closes the file; failures are in <see cref="Error"/>. [control-thread]</summary>
    public void Dispose()
    {
        if (!_thread.IsAlive)
            return;
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        try
        {
            long headerAt = _headerFrames;
            // The order matters: what was pushed before the end was announced must be found by a last look.
            for (bool isLast = false; !isLast;)
            {
                isLast = _end.Wait(PollMs);
                for (int samples; (samples = _ring.Read(_block)) > 0;)
                {
                    Volatile.Write(ref _taken, _taken + (samples / _writer.Channels));
                    _writer.Write(_block.AsSpan(0, samples));
                    Volatile.Write(ref _frames, _writer.Frames);
                }
                if (_writer.Frames < headerAt)
                    continue;
                _writer.UpdateHeader();
                headerAt = _writer.Frames + _headerFrames;
            }
            _writer.Commit();
        }
        catch (AudioFileException error)
        {
            // The ring fills up and what comes is counted as dropped.
            _error = error;
        }
        finally
        {
            _writer.Dispose();
        }
    }
}
