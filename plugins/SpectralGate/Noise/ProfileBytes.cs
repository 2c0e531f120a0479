using System.Buffers.Binary;
using PluginHost.Plugins.Gain;

namespace PluginHost.Plugins.Noise;

/// <summary>A noise profile as bytes: a mark, a version, the shape, little-endian floats, and a checksum. What does not
/// add up is refused.</summary>
internal static class ProfileBytes
{
    private const uint Mark = 0x4E504753;
    private const uint Version = 1;
    private const int HeaderBytes = 20;
    private const int MostLanes = 32;
    private const int MostBins = 32_769;

    /// <summary>Writes a profile. Allocates. [control-thread]</summary>
    public static byte[] Write(NoiseProfile profile)
    {
        int lanes = profile.Powers.Length;
        byte[] bytes = new byte[Length(lanes, profile.Bins)];
        Span<byte> rest = bytes;
        foreach (uint value in (ReadOnlySpan<uint>)[Mark, Version, (uint)profile.SampleRate, (uint)lanes, (uint)profile.Bins])
            Put(ref rest, value);
        for (int lane = 0; lane < lanes; lane++)
        {
            Put(ref rest, BitConverter.SingleToUInt32Bits(profile.Strays[lane].Long));
            Put(ref rest, BitConverter.SingleToUInt32Bits(profile.Strays[lane].Short));
            foreach (float power in profile.Powers[lane])
                Put(ref rest, BitConverter.SingleToUInt32Bits(power));
        }
        Put(ref rest, Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>Reads a profile. Allocates no more than the bytes ask for. [control-thread]</summary>
    /// <exception cref="InvalidDataException">The bytes are no profile; the message says why.</exception>
    public static NoiseProfile Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + 4 || Get(bytes, 0) != Mark)
            throw new InvalidDataException($"{bytes.Length} bytes are no noise profile.");
        if (Get(bytes, 4) != Version)
            throw new InvalidDataException($"The noise profile is of version {Get(bytes, 4)}, but this program reads version {Version}.");
        (uint rate, uint lanes, uint bins) = (Get(bytes, 8), Get(bytes, 12), Get(bytes, 16));
        if (rate is < 8_000 or > 192_000 || lanes is < 1 or > MostLanes || bins is < 9 or > MostBins)
            throw new InvalidDataException($"A noise profile of {rate} Hz, {lanes} lanes, {bins} bins cannot be.");
        if (bytes.Length != Length((int)lanes, (int)bins))
            throw new InvalidDataException($"The noise profile has {bytes.Length} bytes, but must have {Length((int)lanes, (int)bins)}.");
        if (Get(bytes, bytes.Length - 4) != Checksum(bytes[..^4]))
            throw new InvalidDataException("The noise profile is damaged: its checksum differs.");
        NoiseProfile profile = NoiseProfile.Empty((int)rate, (int)lanes, (int)bins);
        int at = HeaderBytes;
        for (int lane = 0; lane < lanes; lane++)
        {
            profile.Strays[lane] = (Float(bytes, ref at, 1e-3f, Presence.MostThreshold), Float(bytes, ref at, 1e-3f, Presence.MostThreshold));
            for (int bin = 0; bin < bins; bin++)
                profile.Powers[lane][bin] = Float(bytes, ref at, 0, 1e12f);
        }
        return profile;
    }

    private static int Length(int lanes, int bins) => HeaderBytes + (lanes * (bins + 2) * sizeof(float)) + 4;

    private static float Float(ReadOnlySpan<byte> bytes, ref int at, float least, float most)
    {
        float value = BitConverter.UInt32BitsToSingle(Get(bytes, at));
        at += sizeof(float);
        return value >= least && value <= most ? value : throw new InvalidDataException($"The noise profile holds {value}, which cannot be.");
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
