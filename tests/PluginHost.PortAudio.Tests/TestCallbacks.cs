using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.PortAudio.Tests;

/// <summary>Counts blocks and keeps what a test asks about them.</summary>
internal class CountingCallback : IStreamCallback
{
    private long _blocks;
    private long _bytesAtStart;

    public long Blocks => Volatile.Read(ref _blocks);

    public int LastFrames { get; private set; }

    public int InputSamples { get; private set; }

    public int OutputSamples { get; private set; }

    /// <summary>Bytes allocated on the device's thread since its 100th block.</summary>
    public long AllocatedBytes { get; private set; }

    public int Thread { get; private set; }

    public bool FlushesDenormals { get; private set; }

    public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
    {
        (LastFrames, InputSamples, OutputSamples) = (frames, input.Length, output.Length);
        Process(input, output, frames);
        if (_blocks == 100)
        {
            _bytesAtStart = GC.GetAllocatedBytesForCurrentThread();
            Thread = Environment.CurrentManagedThreadId;
            FlushesDenormals = Threads.FloatingPoint.IsFlushing(1e-39f);
        }
        else if (_blocks > 100)
        {
            AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _bytesAtStart;
        }

        Volatile.Write(ref _blocks, _blocks + 1);
    }

    public void WaitForBlocks(long count) => Wait.Until(() => Blocks >= count, $"{count} blocks");

    protected virtual void Process(ReadOnlySpan<float> input, Span<float> output, int frames) => output.Clear();
}

/// <summary>
/// Plays the numbers 1, 2, 3, ... (exact in float32 up to 2^24), negated on every further channel, and looks how many come back
/// whole and in order at a stretch: the machine may lose a period now and then, a wrong binding breaks every stretch.
/// </summary>
internal sealed class CountingLoopback(int channels) : CountingCallback
{
    private int _played;
    private int _heard;
    private int _inOrder;

    /// <summary>Frames that came back in order since the last break.</summary>
    public int InOrder => Volatile.Read(ref _inOrder);

    /// <summary>Frames from playing a number to hearing it.</summary>
    public int RoundTrip { get; private set; }

    protected override void Process(ReadOnlySpan<float> input, Span<float> output, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            var number = (int)input[i * channels];
            var isWhole = number > 0 && number == _heard + 1;
            foreach (var sample in input.Slice(i * channels, channels)[1..])
                isWhole &= sample == -number;
            Volatile.Write(ref _inOrder, isWhole ? _inOrder + 1 : 0);
            _heard = number;
            RoundTrip = _played + i + 1 - number;
        }

        for (var i = 0; i < frames; i++)
        {
            _played++;
            output.Slice(i * channels, channels).Fill(-_played);
            output[i * channels] = _played;
        }
    }
}

internal static class Wait
{
    /// <summary>Waits for something that is sure to come, and fails only when it does not within 20 s.</summary>
    public static void Until(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(() => { Thread.Sleep(1); return condition(); }, 20_000), $"never came: {what}");
}
