using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PluginHost.Engine;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Rendering;

public class PipeRunnerTests
{
    private const int Block = 64;

    [Theory]
    [InlineData(1, 10 * Block)]
    [InlineData(2, 10 * Block)]
    [InlineData(2, (10 * Block) + 17)]
    [InlineData(3, 5)]
    [InlineData(1, 0)]
    public void Every_frame_comes_out_block_by_block_as_late_as_the_chain(int channels, int frames)
    {
        float[] samples = Tone.Noise(frames * channels);
        ScriptedInput input = new(Bytes(samples), chunk: 1000);
        RecordedOutput output = new();
        using AudioEngine engine = Engine(channels, "late");
        Assert.Equal(frames, Run(engine, input, output));
        float[] late = [.. new float[TestLate.Frames * channels], .. samples];
        Assert.Equal(late[..samples.Length], output.Samples());
        Assert.Equal(Enumerable.Repeat(Block, frames / Block).Concat(frames % Block > 0 ? [frames % Block] : []),
            output.FlushedBytes.Select(bytes => bytes / 4 / channels));
    }

    [Fact]
    public void A_block_is_given_before_the_next_is_asked_for()
    {
        RecordedOutput output = new();
        ScriptedInput input = new(new byte[4 * Block * 4], chunk: int.MaxValue);
        input.BeforeRead = () => Assert.Equal(input.Position, output.Length);
        using AudioEngine engine = Engine(1, "gain");
        Run(engine, input, output);
        Assert.Equal(4, output.FlushedBytes.Count);
    }

    [Theory]
    [InlineData((Block * 8) + 3, 64, 3)]
    [InlineData(7, 0, 7)]
    [InlineData((Block * 8) + (5 * 8) + 4, 69, 4)]
    public void Bytes_that_make_no_frame_are_an_error_after_the_whole_frames(int bytes, int frames, int rest)
    {
        RecordedOutput output = new();
        using AudioEngine engine = Engine(2, "gain");
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Run(engine, new ScriptedInput(new byte[bytes], 11), output));
        Assert.Equal($"The input ended with {rest} bytes behind frame {frames}, but a frame has 8 bytes (2 x 32 bit float).", error.Message);
        Assert.Equal(frames * 8, output.Length);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(unchecked((int)0x8007006D))]
    public void A_reader_that_has_gone_ends_it_without_an_error(int code)
    {
        RecordedOutput output = new() { FailAfter = 3, Failure = new IOException("Broken pipe", code) };
        using AudioEngine engine = Engine(1, "gain");
        Assert.Equal(3 * Block, Run(engine, new ScriptedInput(new byte[Block * 40], 999), output));
    }

    [Fact]
    public void A_real_pipe_whose_reader_has_gone_ends_it_without_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "standard output is opened otherwise there");
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        pipe.ClientSafePipeHandle.Dispose();
        // As StandardStreams opens it.
        using FileStream output = new(new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, 0);
        using AudioEngine engine = Engine(1, "gain");
        Assert.Equal(0, Run(engine, new ScriptedInput(new byte[Block * 40], 999), output));
    }

    [Fact]
    public void A_full_disk_is_an_error()
    {
        RecordedOutput output = new() { FailAfter = 3, Failure = new IOException("No space left on device", 28) };
        using AudioEngine engine = Engine(1, "gain");
        Assert.Equal("No space left on device",
            Assert.Throws<IOException>(() => Run(engine, new ScriptedInput(new byte[Block * 40], 999), output)).Message);
    }

    [Fact]
    public void No_block_allocates()
    {
        ScriptedInput input = new(new byte[2000 * Block * 8], chunk: 300);
        long first = 0;
        long last = 0;
        int reads = 0;
        input.BeforeRead = () =>
        {
            reads++;
            last = GC.GetAllocatedBytesForCurrentThread();
            if (reads == 100)
                first = last;
        };
        RecordedOutput output = new(capacity: 2000 * Block * 8);
        using AudioEngine engine = Engine(2, "gain", "late", "echo");
        Assert.Equal(2000 * Block, Run(engine, input, output));
        Assert.InRange(reads, 3000, 10_000);
        Assert.Equal(0, last - first);
    }

    [Fact]
    public void Samples_that_are_no_number_become_zero_and_do_not_silence_the_chain()
    {
        RecordedOutput output = new();
        using AudioEngine engine = Engine(1, "gain");
        PipeRunner runner = new(engine, Block);
        runner.Run(new ScriptedInput(Bytes([0.5f, float.NaN, float.NegativeInfinity, 0.25f]), 99), output,
            TestContext.Current.CancellationToken);
        Assert.Equal([0.5f, 0, 0, 0.25f], output.Samples());
        Assert.Equal(2, runner.NonFiniteSamples);
        Assert.False(engine.Faults.TryRead(out _));
    }

    [Fact]
    public void Cancelling_ends_it_between_two_blocks()
    {
        using CancellationTokenSource cancel = new();
        RecordedOutput output = new();
        ScriptedInput input = new(new byte[Block * 40], chunk: int.MaxValue);
        int reads = 0;
        input.BeforeRead = () =>
        {
            if (++reads == 3)
                cancel.Cancel();
        };
        using AudioEngine engine = Engine(1, "gain");
        Assert.Equal(3 * Block, Run(engine, input, output, cancel.Token));
    }

    [Fact]
    public void A_block_out_of_range_is_named()
    {
        using AudioEngine engine = Engine(1, "gain");
        Assert.Contains("block is 0, but must be 1 to 65536 frames",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PipeRunner(engine, 0)).Message, StringComparison.Ordinal);
    }

    private static long Run(AudioEngine engine, Stream input, Stream output, CancellationToken? cancellation = null) =>
        new PipeRunner(engine, Block).Run(input, output, cancellation ?? TestContext.Current.CancellationToken);

    private static byte[] Bytes(float[] samples) => MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();

    private static AudioEngine Engine(int channels, params string[] effects)
    {
        EngineOptions options = RenderOptions.Offline(new AudioFormat(48000, channels, Block));
        return new AudioEngine(options, new TestRack().Builder.Build(Preset.OfEffects(effects), options));
    }
}
