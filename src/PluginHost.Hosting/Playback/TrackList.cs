using System.Collections.Concurrent;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;

namespace PluginHost.Hosting.Playback;

/// <summary>The files to play. One that cannot be is told once and left out from then on. Belongs to the prefetch thread.</summary>
/// <param name="files">Their paths, in order.</param>
/// <param name="sampleRate">The rate they are taken to, in Hz.</param>
/// <param name="isLooped">Whether the first follows on the last.</param>
/// <param name="open">Opens one.</param>
internal sealed class TrackList(IReadOnlyList<string> files, int sampleRate, bool isLooped, Func<string, ISeekableSource> open)
{
    private readonly HashSet<int> _failed = [];
    private int _failures;

    /// <summary>Gets what was wrong with files, one line each, for the control thread.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    /// <summary>Gets the files that were left out.</summary>
    public int Failed => Volatile.Read(ref _failures);

    /// <summary>Opens the first playable file from a place on.</summary>
    /// <param name="index">Where to begin; moved to the file that was opened.</param>
    /// <returns>Null when there is none, after one round at most.</returns>
    public ISeekableSource? Open(ref int index)
    {
        for (int tried = 0; tried < files.Count && (isLooped || index < files.Count); tried++, index++)
        {
            index %= files.Count;
            if (!_failed.Contains(index) && TryOpen(index) is { } track)
                return track;
        }
        return null;
    }

    /// <summary>Leaves a file out.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="reason">One line that names the file.</param>
    public void Fail(int index, string reason)
    {
        if (!_failed.Add(index))
            return;
        Volatile.Write(ref _failures, _failed.Count);
        Errors.Enqueue(reason);
    }

    /// <summary>Leaves a file out.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="exception">What went wrong.</param>
    public void Fail(int index, Exception exception) =>
        Fail(index, exception is AudioFileException ? exception.Message : $"{files[index]}: {exception.Message}");

    /// <summary>Leaves a file out that holds not a frame.</summary>
    /// <param name="index">Its place.</param>
    public void FailEmpty(int index) => Fail(index, $"{files[index]}: there is no sound in it");

    private ISeekableSource? TryOpen(int index)
    {
        try
        {
            ISeekableSource track = open(files[index]);
            if (track.Frames == 0)
                FailEmpty(index);
            else if (track.SampleRate != sampleRate && !Resampler.IsInstalled)
                Fail(index, $"{files[index]}: it has {track.SampleRate} Hz, and resampling needs libsoxr; run: {Resampler.InstallCommand}");
            else
                return track;
            track.Dispose();
        }
        catch (Exception exception) when (exception is AudioFileException or IOException or UnauthorizedAccessException)
        {
            Fail(index, exception);
        }
        return null;
    }
}
