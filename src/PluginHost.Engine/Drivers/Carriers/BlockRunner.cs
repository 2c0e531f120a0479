using PluginHost.Engine.Drivers.Resampling;

namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>
/// Runs an engine in blocks of a fixed size, with devices at its own or another rate on either side. Belongs to one thread.
/// </summary>
internal sealed class BlockRunner
{
    private readonly AudioEngine _engine;
    private readonly float[] _deviceInput;
    private readonly float[] _engineInput;
    private readonly float[] _engineOutput;
    private readonly float[] _deviceOutput;
    private readonly AdaptiveResampler? _fromInput;
    private int _made;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="engine">What to run.</param>
    /// <param name="blockFrames">Frames of a block, at the engine's rate.</param>
    /// <param name="input">The input device's end.</param>
    /// <param name="output">The output device's end.</param>
    /// <param name="isAdaptive">Whether the output's rate is to be varied.</param>
    public BlockRunner(AudioEngine engine, int blockFrames, DeviceEnd input, DeviceEnd output, bool isAdaptive = false)
    {
        _engine = engine;
        (BlockFrames, Input, Output) = (blockFrames, input, output);
        double inputRatio = (double)engine.Format.SampleRate / input.SampleRate;
        double outputRatio = (double)output.SampleRate / engine.Format.SampleRate;
        MaxInputFrames = (int)Math.Ceiling(blockFrames / inputRatio) + 2;
        int maxOutputFrames = (int)Math.Ceiling(blockFrames * outputRatio * 1.001) + 2;
        if (input.Channels > 0 && input.SampleRate != engine.Format.SampleRate)
            _fromInput = new AdaptiveResampler(input.Channels, inputRatio, MaxInputFrames + 1);
        if (output.Channels > 0 && (isAdaptive || output.SampleRate != engine.Format.SampleRate))
            ToOutput = new AdaptiveResampler(output.Channels, outputRatio, blockFrames);
        _deviceInput = new float[MaxInputFrames * Math.Max(1, input.Channels)];
        _engineInput = new float[blockFrames * input.Channels];
        _engineOutput = new float[blockFrames * output.Channels];
        _deviceOutput = new float[maxOutputFrames * output.Channels];
        Look();
        WarmUp();
    }

    /// <summary>Gets the frames of a block, at the engine's rate. [any-thread]</summary>
    public int BlockFrames { get; }

    /// <summary>Gets the input device's end. [any-thread]</summary>
    public DeviceEnd Input { get; }

    /// <summary>Gets the output device's end. [any-thread]</summary>
    public DeviceEnd Output { get; }

    /// <summary>Gets the engine. [any-thread]</summary>
    public AudioEngine Engine => _engine;

    /// <summary>Gets whether a device runs at another rate than the engine. [any-thread]</summary>
    public bool IsConverting => Input.SampleRate != _engine.Format.SampleRate || Output.SampleRate != _engine.Format.SampleRate;

    /// <summary>Gets the engine's rate / the input device's. [any-thread]</summary>
    public double EngineFramesPerInputFrame => (double)_engine.Format.SampleRate / Input.SampleRate;

    /// <summary>Gets the most frames that a block can need. [any-thread]</summary>
    public int MaxInputFrames { get; }

    /// <summary>Gets the resampler on the way out, if there is one. [DSP thread]</summary>
    public AdaptiveResampler? ToOutput { get; }

    /// <summary>Gets the device frames that the next block takes; without an input, as many as it will give. [DSP thread]</summary>
    public int NeededFrames { get; private set; }

    /// <summary>Gets where the next block's input goes: <see cref="NeededFrames"/> x input channels. [DSP thread]</summary>
    public Span<float> DeviceInput => _deviceInput.AsSpan(0, NeededFrames * Input.Channels);

    /// <summary>Gets what the last block gave, at the output device's rate. [DSP thread]</summary>
    public ReadOnlySpan<float> DeviceOutput => ToOutput is null ? _engineOutput : _deviceOutput.AsSpan(0, _made * Output.Channels);

    /// <summary>Gets the frames that the last block gave. [DSP thread]</summary>
    public int MadeFrames => ToOutput is null ? BlockFrames : _made;

    /// <summary>Gets the delay of the resamplers in frames of the engine. [any-thread]</summary>
    public double LatencyFrames =>
        (ToOutput?.LatencyFrames ?? 0) + ((_fromInput?.LatencyFrames ?? 0) * (double)_engine.Format.SampleRate / Input.SampleRate);

    /// <summary>Runs the block whose input was filled in. Never throws, allocates, locks or waits. [DSP thread]</summary>
    /// <param name="flags">What was lost since the last.</param>
    public void Compute(StreamFlags flags)
    {
        ReadOnlySpan<float> input = DeviceInput;
        if (_fromInput is not null)
        {
            _fromInput.Process(input, _engineInput);
            input = _engineInput;
        }
        _engine.Process(input, Input.Channels, _engineOutput, Output.Channels, BlockFrames, flags);
        if (ToOutput is not null)
            _made = ToOutput.Process(_engineOutput, _deviceOutput);
        Look();
    }

    /// <summary>Compiles the resampler before the first block needs it. The engine has warmed itself up.</summary>
    private void WarmUp()
    {
        if (_fromInput is null && ToOutput is null)
            return;
        AdaptiveResampler scratch = new(1, 1, 16);
        for (int round = 0; round < 4; round++)
            scratch.Process(new float[16], new float[scratch.OutputFramesFor(16)]);
    }

    private void Look() => NeededFrames =
        _fromInput is not null ? _fromInput.InputFramesFor(BlockFrames)
        : Input.Channels == 0 && ToOutput is not null ? ToOutput.OutputFramesFor(BlockFrames)
        : BlockFrames;
}

/// <summary>One end of the way through an engine.</summary>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">0 for no device.</param>
internal readonly record struct DeviceEnd(int SampleRate, int Channels);
