using System.Runtime.InteropServices;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Audio.Resampling;

/// <summary>
/// Takes sound from one sample rate to another, as a stream: libsoxr at its best quality. Linear phase, no delay (the first
/// frame out is the first frame in), as many frames out as the ratio of the rates asks for.
/// </summary>
/// <remarks>
/// Why libsoxr: at 28 bit its aliases and images lie below -150 dB, it compensates its own latency, and it is faster than
/// libsamplerate's best quality by a multiple, which offline work over whole libraries is made of. Not for the audio thread: it may
/// allocate.
/// </remarks>
public sealed class Resampler : IDisposable
{
    private readonly SoxrHandle _handle;

    /// <summary>Creates a resampler. Allocates. [control-thread]</summary>
    /// <param name="inputRate">In Hz, 8000 to 192000.</param>
    /// <param name="outputRate">In Hz, likewise.</param>
    /// <param name="channels">Channels, 1 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="InvalidOperationException">libsoxr is not installed; the message holds the command that installs it.</exception>
    public Resampler(int inputRate, int outputRate, int channels)
    {
        new AudioFormat(inputRate, channels, 1).Validate();
        new AudioFormat(outputRate, channels, 1).Validate();
        if (!IsInstalled)
            throw new InvalidOperationException($"resampling needs libsoxr, which is not installed; run: {InstallCommand}");
        LibSndFile.SetResolver();
        SoxrQuality quality = LibSoxr.Quality(new CULong(LibSoxr.VeryHighQuality), new CULong(LibSoxr.NoRollOff));
        _handle = LibSoxr.Create(inputRate, outputRate, (uint)channels, out IntPtr error, IntPtr.Zero, quality, IntPtr.Zero);
        Require(error);
        Channels = channels;
    }

    /// <summary>Gets whether libsoxr is there. Loads it. [control-thread]</summary>
    public static bool IsInstalled => LibSoxr.Loaded is not null;

    /// <summary>Gets the command that installs it on this system. [any-thread]</summary>
    public static string InstallCommand =>
        OperatingSystem.IsMacOS() ? "brew install libsoxr"
        : OperatingSystem.IsWindows() ? "vcpkg install soxr, with soxr.dll put on the PATH"
        : "sudo apt-get install -y libsoxr0";

    /// <summary>Gets the channels of every frame. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Hands frames in and takes frames out. [control-thread]</summary>
    /// <param name="input">Interleaved, whole frames of finite samples; not empty.</param>
    /// <param name="output">Interleaved, filled from its start; must not overlap the input.</param>
    /// <returns>Frames that were taken from the input and given to the output; either may be 0, never both for long.</returns>
    public (int Consumed, int Produced) Process(ReadOnlySpan<float> input, Span<float> output)
    {
        Require(LibSoxr.Process(_handle, in MemoryMarshal.GetReference(input), (nuint)(input.Length / Channels), out nuint consumed,
            ref MemoryMarshal.GetReference(output), (nuint)(output.Length / Channels), out nuint produced));
        return ((int)consumed, (int)produced);
    }

    /// <summary>Takes out what is left when the input has ended; only <see cref="Reset"/> begins anew. [control-thread]</summary>
    /// <param name="output">Interleaved, filled from its start.</param>
    /// <returns>Frames; 0 when nothing is left.</returns>
    public int Drain(Span<float> output)
    {
        Require(LibSoxr.Drain(_handle, IntPtr.Zero, 0, IntPtr.Zero, ref MemoryMarshal.GetReference(output),
            (nuint)(output.Length / Channels), out nuint produced));
        return (int)produced;
    }

    /// <summary>Forgets the signal, as after a seek. [control-thread]</summary>
    public void Reset() => Require(LibSoxr.Clear(_handle));

    /// <summary>Frees it. [control-thread]</summary>
    public void Dispose() => _handle.Dispose();

    private static void Require(IntPtr error)
    {
        if (error != IntPtr.Zero)
            throw new InvalidOperationException($"libsoxr: {LibSndFile.Text(error)}");
    }
}
