using System.Buffers.Binary;
using PluginHost.Plugins.Guard;

namespace PluginHost.Plugins.State;

/// <summary>Locked notches as bytes: a mark, a version, the count of each channel, three little-endian floats a notch
/// (Hz, dB, octaves), and a checksum. What does not add up is refused.</summary>
internal static class NotchBytes
{
    /// <summary>Channels that may be kept.</summary>
    public const int MostChannels = 32;

    private const uint Mark = 0x48435446;
    private const uint Version = 1;
    private const int HeaderBytes = 12;
    private const int NotchSize = 3 * sizeof(float);

    /// <summary>Writes notches; nothing when there are none. Allocates. [control-thread]</summary>
    public static byte[] Write(NotchInfo[][] channels)
    {
        int notches = channels.Sum(channel => channel.Length);
        if (notches == 0)
            return [];
        byte[] bytes = new byte[Length(channels.Length, notches)];
        Span<byte> rest = bytes;
        foreach (uint value in (ReadOnlySpan<uint>)[Mark, Version, (uint)channels.Length])
            Put(ref rest, value);
        foreach (NotchInfo[] channel in channels)
            Put(ref rest, (uint)channel.Length);
        foreach (NotchInfo notch in channels.SelectMany(channel => channel))
        {
            foreach (float value in (ReadOnlySpan<float>)[notch.FrequencyHz, notch.DepthDb, notch.WidthOctaves])
                Put(ref rest, BitConverter.SingleToUInt32Bits(value));
        }
        Put(ref rest, Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>Reads notches. Allocates no more than the bytes ask for. [control-thread]</summary>
    /// <exception cref="InvalidDataException">The bytes are no notches; the message says why.</exception>
    public static NotchInfo[][] Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + 4 || Get(bytes, 0) != Mark)
            throw new InvalidDataException($"{bytes.Length} bytes are no locked notches.");
        if (Get(bytes, 4) != Version)
            throw new InvalidDataException($"The locked notches are of version {Get(bytes, 4)}, but this program reads version {Version}.");
        uint channels = Get(bytes, 8);
        if (channels is < 1 or > MostChannels)
            throw new InvalidDataException($"Locked notches of {channels} channels cannot be.");
        if (bytes.Length < Length((int)channels, 0))
            throw new InvalidDataException($"The locked notches have {bytes.Length} bytes, but must have {Length((int)channels, 0)} or more.");
        var all = new NotchInfo[channels][];
        int notches = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            uint count = Get(bytes, HeaderBytes + (channel * sizeof(uint)));
            if (count > NotchBank.Capacity)
                throw new InvalidDataException($"{count} locked notches in a channel cannot be.");
            all[channel] = new NotchInfo[count];
            notches += (int)count;
        }
        if (bytes.Length != Length((int)channels, notches))
            throw new InvalidDataException($"The locked notches have {bytes.Length} bytes, but must have {Length((int)channels, notches)}.");
        if (Get(bytes, bytes.Length - 4) != Checksum(bytes[..^4]))
            throw new InvalidDataException("The locked notches are damaged: their checksum differs.");
        int at = HeaderBytes + ((int)channels * sizeof(uint));
        foreach (NotchInfo[] channel in all)
        {
            for (int i = 0; i < channel.Length; i++)
                channel[i] = ReadNotch(bytes, ref at);
        }
        return all;
    }

    private static NotchInfo ReadNotch(ReadOnlySpan<byte> bytes, ref int at)
    {
        float hertz = Float(bytes, ref at, 20, 20_000);
        float depth = Float(bytes, ref at, -48, 0);
        return new NotchInfo(hertz, depth, Float(bytes, ref at, 0.01f, 0.5f), 0, Proven: true, Locked: true);
    }

    private static int Length(int channels, int notches) =>
        HeaderBytes + (channels * sizeof(uint)) + (notches * NotchSize) + 4;

    private static float Float(ReadOnlySpan<byte> bytes, ref int at, float least, float most)
    {
        float value = BitConverter.UInt32BitsToSingle(Get(bytes, at));
        at += sizeof(float);
        return value >= least && value <= most ? value : throw new InvalidDataException($"A locked notch holds {value}, which cannot be.");
    }

    private static void Put(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[sizeof(uint)..];
    }

    private static uint Get(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    // FNV-1a: against damage, not against malice; every value is checked against its range as well.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2_166_136_261;
        foreach (byte value in bytes)
            hash = (hash ^ value) * 16_777_619;
        return hash;
    }
}
