using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Tests.Playback;

/// <summary>A file that is none: samples in memory, read from a disk that can be made to stall or to fail.</summary>
internal sealed class MemoryTrack(float[] samples, int sampleRate, int channels, Disk? disk = null) : ISeekableSource
{
    private long _at;

    public int SampleRate => sampleRate;

    public int Channels => channels;

    public long? Frames => samples.Length / channels;

    public int ReadInterleaved(Span<float> interleaved)
    {
        disk?.Wait();
        int count = (int)Math.Min(interleaved.Length / channels * channels, samples.Length - _at);
        samples.AsSpan((int)_at, count).CopyTo(interleaved);
        _at += count;
        return count / channels;
    }

    public void Seek(long frame) => _at = frame * channels;

    public void Dispose()
    {
    }
}

/// <summary>Delivers until it is told to stall, and again when it is told so.</summary>
internal sealed class Disk : IDisposable
{
    private readonly ManualResetEventSlim _delivers = new(true);
    private int _waiting;

    /// <summary>Gets whether somebody is kept waiting.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    public void Stall() => _delivers.Reset();

    public void Deliver() => _delivers.Set();

    public void Wait()
    {
        Interlocked.Increment(ref _waiting);
        _delivers.Wait(TimeSpan.FromSeconds(60));
        Interlocked.Decrement(ref _waiting);
    }

    public void Dispose() => _delivers.Dispose();
}
