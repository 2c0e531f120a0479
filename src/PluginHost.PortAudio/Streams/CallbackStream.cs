using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;

namespace PluginHost.PortAudio.Streams;

/// <summary>A stream whose blocks come to <see cref="IStreamCallback"/> on the device's thread.</summary>
internal sealed unsafe class CallbackStream : IDeviceStream
{
    private const int StopLimitMs = 1000;

    /// <summary>Largest piece when the device withholds a buffer.</summary>
    private const int SpareFrames = 1024;

    private readonly IAudioThread _thread;
    private readonly IStreamCallback _callback;
    private readonly Action _onFault;
    private readonly StreamGate _gate = new();
    private readonly int _inputChannels;
    private readonly int _outputChannels;
    private readonly float[] _spareInput;
    private readonly float[] _spareOutput;
    private GCHandle<CallbackStream> _self;
    private int _periodFrames;

    private CallbackStream(StreamOpener opener, IAudioThread thread, IStreamCallback callback, Action onFault)
    {
        _thread = thread;
        _callback = callback;
        _onFault = onFault;
        _self = new GCHandle<CallbackStream>(this);
        try
        {
            var user = GCHandle<CallbackStream>.ToIntPtr(_self);
            delegate* unmanaged[Cdecl]<float*, float*, CULong, void*, CULong, nint, int> entry = &OnBlock;
            // Compiles the way in before the device takes it: a first block that waits for the compiler comes late.
            _ = entry(null, null, default, null, default, user);
            Native = opener.Open(new NativeCallback(entry, user));
        }
        catch
        {
            _self.Dispose();
            throw;
        }

        _inputChannels = Native.Info.InputChannels;
        _outputChannels = Native.Info.OutputChannels;
        _spareInput = new float[SpareFrames * _inputChannels];
        _spareOutput = new float[SpareFrames * _outputChannels];
    }

    public NativeStream Native { get; }

    /// <summary>What was granted; the usual block size is known from the first block on.</summary>
    public StreamInfo Info => Native.Info with
    {
        PeriodFrames = Math.Max(Native.Info.PeriodFrames, Volatile.Read(ref _periodFrames)),
    };

    public bool IsActive => !_gate.IsShut && Native.IsActive;

    public static CallbackStream Open(StreamOpener opener, IAudioThread thread, IStreamCallback callback, Action onFault) =>
        new(opener, thread, callback, onFault);

    public void Start()
    {
        _gate.Open();
        try
        {
            Native.Start();
        }
        catch
        {
            _gate.Shut(0);
            throw;
        }
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
        // A stream that was left alone may still call back, into silence.
        if (Native.ClosedForGood)
            _self.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBlock(float* input, float* output, CULong frames, void* time, CULong flags, nint user)
    {
        var stream = GCHandle<CallbackStream>.FromIntPtr(user).Target;
        stream.Process(input, output, (int)frames.Value, (StreamFlags)(flags.Value & 15));
        return 0;
    }

    private void Process(float* input, float* output, int frames, StreamFlags flags)
    {
        var toDevice = new Span<float>(output, output == null ? 0 : frames * _outputChannels);
        if (!_gate.TryEnter())
        {
            toDevice.Clear();
            return;
        }

        try
        {
            _thread.Enter(false);
            if (frames > _periodFrames)
                _periodFrames = frames;
            if ((input == null && _inputChannels > 0) || (output == null && _outputChannels > 0))
                ProcessWithSpares(input, output, frames, flags);
            else
                _callback.OnBlock(new ReadOnlySpan<float>(input, frames * _inputChannels), toDevice, frames, flags);
        }
        catch (Exception)
        {
            toDevice.Clear();
            _onFault();
        }

        _gate.Leave();
    }

    /// <summary>PortAudio hands over no buffer for a side that over- or underflowed; the callback is promised both.</summary>
    private void ProcessWithSpares(float* input, float* output, int frames, StreamFlags flags)
    {
        Array.Clear(_spareInput);
        for (var done = 0; done < frames; flags = StreamFlags.None)
        {
            var count = Math.Min(frames - done, SpareFrames);
            var (at, to) = (done * _inputChannels, done * _outputChannels);
            var source = input == null
                ? _spareInput.AsSpan(0, count * _inputChannels)
                : new Span<float>(input + at, count * _inputChannels);
            var target = output == null
                ? _spareOutput.AsSpan(0, count * _outputChannels)
                : new Span<float>(output + to, count * _outputChannels);
            _callback.OnBlock(source, target, count, flags);
            done += count;
        }
    }
}
