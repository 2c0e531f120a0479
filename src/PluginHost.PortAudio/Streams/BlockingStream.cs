using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio.Streams;

/// <summary>A stream over PortAudio's native ring, which fills and empties while every managed thread stands still.</summary>
internal sealed unsafe class BlockingStream : IBlockingStream
{
    private const int StopLimitMs = 1000;

    /// <summary>After so long without a frame the device counts as gone.</summary>
    private const int StallLimitMs = 1000;

    private readonly PortAudioLibrary _pa;
    private readonly StreamGate _gate = new();
    private readonly RingSide _input;
    private readonly RingSide _output;

    /// <summary>Takes over an open stream.</summary>
    /// <param name="native">Opened without a callback.</param>
    /// <param name="request">What the caller asked for; its channels may be fewer than the stream's.</param>
    /// <param name="ringFrames">Depth of a ring that does not itself tell when it ran over or dry, else 0.</param>
    public BlockingStream(NativeStream native, StreamRequest request, int ringFrames)
    {
        Native = native;
        _pa = native.Instance.Pa;
        var info = native.Info with { InputChannels = request.InputChannels, OutputChannels = request.OutputChannels };
        Info = info with { OutputLatencyFrames = info.OutputLatencyFrames + ringFrames };
        _input = new RingSide(native.Info.InputChannels, request.InputChannels, ringFrames);
        _output = new RingSide(native.Info.OutputChannels, request.OutputChannels, ringFrames);
    }

    public NativeStream Native { get; }

    public StreamInfo Info { get; }

    public bool IsActive => !_gate.IsShut && Native.IsActive;

    /// <summary>Starts, and leaves the output ring full of silence, so that the first block has all the time there is.</summary>
    public void Start()
    {
        Native.Start();
        // JACK's ring is born full. What it played since was as long as what came in: filling it up again would add latency.
        if (!Native.IsJack)
            FillOutput();
        _gate.Open();
    }

    public void Stop()
    {
        if (Native.Instance.Stuck)
            return;
        if (_gate.Shut(StopLimitMs))
            Native.Stop();
        else
            Native.Instance.AbandonStuck();
    }

    public void Dispose()
    {
        if (Native.IsClosed)
            return;
        Stop();
        Native.Close();
    }

    public StreamFlags Read(Span<float> interleaved)
    {
        Enter();
        try
        {
            // Only JACK's ring does not tell when it overflowed: found full, it did or is about to.
            var flags = _input.RingFrames > 0 && Filled >= _input.RingFrames ? StreamFlags.InputOverflow : StreamFlags.None;
            while (interleaved.Length > 0)
            {
                var frames = _input.Fit(interleaved.Length, Native.IsJack ? WaitFor(isInput: true) : int.MaxValue);
                PaError error;
                fixed (float* device = _input.FromDevice(interleaved, frames))
                    error = _pa.ReadStream(Native.Pointer, device, new CULong((uint)frames));
                _input.Take(interleaved, frames);
                flags |= Flag(error, PaError.InputOverflowed, StreamFlags.InputOverflow);
                interleaved = interleaved[(frames * _input.Channels)..];
            }

            return flags;
        }
        finally
        {
            _gate.Leave();
        }
    }

    public StreamFlags Write(ReadOnlySpan<float> interleaved)
    {
        Enter();
        try
        {
            // Found empty, JACK's ring ran dry or is about to.
            var flags = _output.RingFrames > 0 && Room >= _output.RingFrames ? StreamFlags.OutputUnderflow : StreamFlags.None;
            while (interleaved.Length > 0)
            {
                var frames = _output.Fit(interleaved.Length, Native.IsJack ? WaitFor(isInput: false) : int.MaxValue);
                PaError error;
                fixed (float* device = _output.ToDevice(interleaved, frames))
                    error = _pa.WriteStream(Native.Pointer, device, new CULong((uint)frames));
                flags |= Flag(error, PaError.OutputUnderflowed, StreamFlags.OutputUnderflow);
                interleaved = interleaved[(frames * _output.Channels)..];
            }

            return flags;
        }
        finally
        {
            _gate.Leave();
        }
    }

    private int Filled => (int)_pa.GetStreamReadAvailable(Native.Pointer).Value;

    private int Room => (int)_pa.GetStreamWriteAvailable(Native.Pointer).Value;

    private void FillOutput()
    {
        const int piece = 64;
        var silence = new float[piece * _output.DeviceChannels];
        fixed (float* samples = silence)
        {
            for (var room = Room; room >= piece; room -= piece)
                _ = _pa.WriteStream(Native.Pointer, samples, new CULong(piece));
        }
    }

    private void Enter()
    {
        if (!_gate.TryEnter())
            throw new AudioDeviceException($"{Native.Devices} is stopped.");
    }

    /// <summary>
    /// Waits until there is a frame to read or room for one. PortAudio's own wait over JACK has no end when the server dies.
    /// The millisecond between two looks is paid out of the ring.
    /// </summary>
    private int WaitFor(bool isInput)
    {
        for (var waited = 0; waited < StallLimitMs; waited++)
        {
            var frames = isInput ? Filled : Room;
            if (frames > 0)
                return frames;
            if (_gate.IsShut)
                throw new AudioDeviceException($"{Native.Devices} is stopped.");
            if (!Native.IsActive)
                throw new AudioDeviceException($"{Native.Devices} is gone.");
            Thread.Sleep(1);
        }

        throw new AudioDeviceException($"{Native.Devices} has stood still for {StallLimitMs} ms.");
    }

    private StreamFlags Flag(PaError error, PaError expected, StreamFlags flag)
    {
        if (error == PaError.NoError)
            return StreamFlags.None;
        return error == expected ? flag : throw new AudioDeviceException($"{Native.Devices} failed: {_pa.Explain(error)}.");
    }
}
