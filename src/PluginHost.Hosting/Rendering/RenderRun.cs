using System.Buffers;
using PluginHost.Dsp.Levels;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Rings;
using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Rendering;

/// <summary>One file on its way through an engine: feeds it from a source, then silence; drops the latency, keeps the tail.</summary>
internal sealed class RenderRun
{
    // Half a megabyte: the system reads and writes large pieces in fewer steps, and larger ones would leave the processor's cache.
    private const int ChunkSamples = 1 << 17;

    private readonly AudioEngine _engine;
    private readonly IAudioSource _source;
    private readonly IAudioSink _sink;
    private readonly List<string> _coldFaults;
    private float[] _input = [];
    private float[] _output = [];
    private readonly int _chunkFrames;
    private readonly int _channels;
    private readonly TailEnd _tail;
    private readonly Action<PlayedNote>? _noteTaker;
    private readonly SpscRing<PlayedNote>? _notes;
    private int _latencyLeft;

    public RenderRun(AudioEngine engine, IAudioSource source, IAudioSink sink, RenderOptions options)
    {
        (_engine, _source, _sink, _channels) = (engine, source, sink, engine.Format.Channels);
        LatencyFrames = _latencyLeft = engine.Chain.LatencyFrames;
        _tail = new TailEnd(options.KeepTail ? engine.Chain.TailFrames : 0, engine.Format);
        _noteTaker = options.NoteTaker;
        // The engine cuts it into its own blocks; the file is spared as many calls. A second at most, for who watches the progress.
        int most = Math.Min(ChunkSamples / _channels, engine.Format.SampleRate);
        _chunkFrames = (int)Math.Max(engine.Format.MaxFrames, Math.Min(most, source.Frames ?? most));
        // A note a frame is more than a chain can play.
        if (_noteTaker is not null)
            engine.NoteTap = _notes = new SpscRing<PlayedNote>(_chunkFrames);
        // The engine reports what fails from the first block on; what failed while warming up is silent from the start.
        _coldFaults = [.. engine.Chain.Slots.Select((slot, i) => (slot, Number: i + 1))
            .Where(known => known.slot.Fault != FaultKind.None)
            .Select(known => $"slot {known.Number} ({known.slot.Id}) set aside before the first block: {known.slot.Fault}")];
    }

    public int LatencyFrames { get; }

    public long InputFrames { get; private set; }

    public float Peak { get; private set; }

    public long Overs { get; private set; }

    /// <summary>Runs to the end. [control-thread]</summary>
    public void Run(Action<RenderProgress>? progress, CancellationToken cancellation)
    {
        // Shared with the next run: many short files would make much garbage of them.
        _input = ArrayPool<float>.Shared.Rent(_chunkFrames * _channels);
        _output = ArrayPool<float>.Shared.Rent(_chunkFrames * _channels);
        try
        {
            Feed(progress, cancellation);
            _input.AsSpan().Clear();
            Flush(cancellation);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(_input);
            ArrayPool<float>.Shared.Return(_output);
        }
        progress?.Invoke(new RenderProgress(InputFrames, _source.Frames, _source.SampleRate));
    }

    /// <summary>Lists what went wrong. [control-thread]</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in _coldFaults)
            yield return fault;
        while (_engine.Faults.TryRead(out SlotFault fault))
            yield return $"{fault.Describe()} (at {(double)fault.FramePosition / _engine.Format.SampleRate:0.000} s)";
        if (_engine.SilencedBlocks > 0)
            yield return $"{_engine.SilencedBlocks} blocks were silenced, because they were not finite";
        if (_engine.InternalErrors > 0)
            yield return $"{_engine.InternalErrors} blocks were lost to an error of the engine";
    }

    private void Feed(Action<RenderProgress>? progress, CancellationToken cancellation)
    {
        long reportAt = 0;
        for (int frames; (frames = _source.ReadInterleaved(_input.AsSpan(0, _chunkFrames * _channels))) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            InputFrames += frames;
            Write(Process(frames));
            if (InputFrames < reportAt)
                continue;
            progress?.Invoke(new RenderProgress(InputFrames, _source.Frames, _source.SampleRate));
            reportAt = InputFrames + _engine.Format.SampleRate;
        }
    }

    /// <summary>The input still within the chain comes first, then the tail.</summary>
    private void Flush(CancellationToken cancellation)
    {
        long inputLeft = InputFrames - _sink.Frames;
        while (inputLeft > 0 || !_tail.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> output = Process(_engine.Format.MaxFrames);
            int rest = (int)Math.Min(inputLeft, output.Length / _channels);
            Write(output[..(rest * _channels)]);
            inputLeft -= rest;
            output = output[(rest * _channels)..];
            if (!output.IsEmpty)
                Write(output[..(_tail.Keep(output) * _channels)]);
        }
    }

    private ReadOnlySpan<float> Process(int frames)
    {
        int samples = frames * _channels;
        _engine.Process(_input.AsSpan(0, samples), _channels, _output.AsSpan(0, samples), _channels, frames);
        while (_notes is not null && _notes.TryRead(out PlayedNote note))
            _noteTaker!(note);
        int dropped = Math.Min(_latencyLeft, frames);
        _latencyLeft -= dropped;
        return _output.AsSpan(dropped * _channels, samples - (dropped * _channels));
    }

    private void Write(ReadOnlySpan<float> samples)
    {
        float peak = Level.Peak(samples);
        Peak = MathF.Max(Peak, peak);
        if (peak > 1)
            Overs += CountOvers(samples);
        _sink.Write(samples);
    }

    private static long CountOvers(ReadOnlySpan<float> samples)
    {
        long overs = 0;
        foreach (float sample in samples)
            overs += MathF.Abs(sample) > 1 ? 1 : 0;
        return overs;
    }
}
