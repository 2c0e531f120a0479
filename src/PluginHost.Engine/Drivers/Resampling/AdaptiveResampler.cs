using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Engine.Drivers.Resampling;

/// <summary>
/// Changes the sample rate by a ratio that may vary from block to block, without a click: for devices at another rate, and for two
/// devices whose clocks differ a little. Flat within 0.1 dB to 0.41 of the lower rate; images and aliases are 80 dB down or more
/// up to 0.375 of it.
/// </summary>
/// <remarks>
/// Polyphase windowed sinc, see <see cref="SincTable"/>. The position of each output frame is computed from the first one of the
/// call, not summed up. Belongs to one thread; allocates in the constructor only.
/// </remarks>
public sealed class AdaptiveResampler
{
    private readonly SincTable _table;
    private readonly float[] _history;
    private readonly float[] _kernel;
    private readonly int _capacity;
    private readonly int _taps;
    private int _held;
    private double _position;
    private double _step;

    /// <summary>Computes the filter. Slow; allocates. [control-thread]</summary>
    /// <param name="channels">Channels of every frame, at least 1.</param>
    /// <param name="ratio">Output rate / input rate, 1/16 to 16. <see cref="Ratio"/> may later leave it by some thousandths.</param>
    /// <param name="maxInputFrames">The most frames ever handed over in one call.</param>
    public AdaptiveResampler(int channels, double ratio, int maxInputFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxInputFrames, 1);
        if (!(ratio is >= 1.0 / 16 and <= 16))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"ratio is {ratio}, but must be 1/16 to 16.");
        Channels = channels;
        MaxInputFrames = maxInputFrames;
        _table = new SincTable(ratio);
        _taps = _table.Taps;
        _kernel = new float[_taps];
        // What one call may leave behind is less than a step and the filter's length.
        _capacity = maxInputFrames + (2 * _taps) + 32;
        _history = new float[channels * _capacity];
        Ratio = ratio;
        Reset();
    }

    /// <summary>Gets the channels of every frame. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Gets the most frames that one call takes. [any-thread]</summary>
    public int MaxInputFrames { get; }

    /// <summary>Gets or sets output rate / input rate, from the next frame on. [audio-thread]</summary>
    public double Ratio
    {
        get => 1 / _step;
        set => _step = 1 / value;
    }

    /// <summary>Gets the delay in input frames: output frame n is heard <c>n / Ratio - LatencyFrames</c> input frames after the first. [any-thread]</summary>
    public int LatencyFrames => _taps / 2;

    /// <summary>
    /// Gets how much input has been taken beyond what the output so far stands for, in frames and fractions: output comes in whole
    /// frames only. [audio-thread]
    /// </summary>
    internal double PendingFrames => _held - (_taps - 1) - _position;

    /// <summary>Gets the input frames that are needed to make so many output frames at the present ratio. [audio-thread]</summary>
    /// <param name="outputFrames">At least 1.</param>
    /// <returns>Frames, 0 or more.</returns>
    public int InputFramesFor(int outputFrames) => Math.Max(0, FirstTap(outputFrames - 1) + _taps - _held);

    /// <summary>Gets the output frames that so many input frames will make at the present ratio. [audio-thread]</summary>
    /// <param name="inputFrames">0 or more.</param>
    /// <returns>Frames.</returns>
    public int OutputFramesFor(int inputFrames)
    {
        int room = _held + inputFrames - _taps;
        if (room < 0)
            return 0;
        int frames = Math.Max(0, (int)((room + 1 - _position) / _step));
        // The quotient may be off by one where a frame falls on the edge.
        while (frames > 0 && FirstTap(frames - 1) > room)
            frames--;
        while (FirstTap(frames) <= room)
            frames++;
        return frames;
    }

    /// <summary>Takes all input and makes what output it allows. Does not allocate. [audio-thread]</summary>
    /// <param name="input">Interleaved, at most <see cref="MaxInputFrames"/> frames.</param>
    /// <param name="output">
    /// Interleaved; filled with at most as many frames as fit. It must have room for what <see cref="OutputFramesFor"/> says, except
    /// when the input is what <see cref="InputFramesFor"/> said.
    /// </param>
    /// <returns>The frames made.</returns>
    /// <exception cref="ArgumentException">More input than can be held.</exception>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        Append(input);
        int frames = Math.Min(output.Length / Channels, OutputFramesFor(0));
        for (int frame = 0; frame < frames; frame++)
        {
            double position = _position + (frame * _step);
            int first = (int)position;
            SetKernel(position - first);
            for (int channel = 0; channel < Channels; channel++)
                output[(frame * Channels) + channel] = Dot(_history.AsSpan((channel * _capacity) + first, _taps));
        }
        Forget(frames);
        return frames;
    }

    /// <summary>Forgets the signal; the ratio stays. [audio-thread]</summary>
    public void Reset()
    {
        _history.AsSpan().Clear();
        // With so much silence before it, the first input frame makes the first output frame, and the delay is whole.
        _held = _taps - 1;
        _position = 0;
    }

    private int FirstTap(int outputFrame) => (int)(_position + (outputFrame * _step));

    private void Append(ReadOnlySpan<float> input)
    {
        int frames = input.Length / Channels;
        if (frames > _capacity - _held)
            throw new ArgumentException($"{frames} frames do not fit: {_held} of {_capacity} are held.", nameof(input));
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<float> row = _history.AsSpan((channel * _capacity) + _held, frames);
            for (int frame = 0, at = channel; frame < row.Length; frame++, at += Channels)
                row[frame] = input[at];
        }
        _held += frames;
    }

    private void Forget(int outputFrames)
    {
        double position = _position + (outputFrames * _step);
        int used = Math.Min((int)position, _held);
        for (int channel = 0; channel < Channels; channel++)
        {
            Span<float> row = _history.AsSpan(channel * _capacity, _held);
            row[used..].CopyTo(row);
        }
        _held -= used;
        _position = position - used;
    }

    private void SetKernel(double fraction)
    {
        double place = fraction * SincTable.Phases;
        int phase = (int)place;
        float share = (float)(place - phase);
        ReadOnlySpan<Vector<float>> row = MemoryMarshal.Cast<float, Vector<float>>(_table.Rows.AsSpan(phase * _taps, _taps));
        ReadOnlySpan<Vector<float>> next = MemoryMarshal.Cast<float, Vector<float>>(_table.Rows.AsSpan((phase + 1) * _taps, _taps));
        Span<Vector<float>> kernel = MemoryMarshal.Cast<float, Vector<float>>(_kernel.AsSpan());
        for (int i = 0; i < kernel.Length && i < row.Length && i < next.Length; i++)
            kernel[i] = row[i] + ((next[i] - row[i]) * share);
    }

    private float Dot(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<Vector<float>> history = MemoryMarshal.Cast<float, Vector<float>>(samples);
        ReadOnlySpan<Vector<float>> kernel = MemoryMarshal.Cast<float, Vector<float>>(_kernel);
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < history.Length && i < kernel.Length; i++)
            sum += history[i] * kernel[i];
        return Vector.Sum(sum);
    }
}
