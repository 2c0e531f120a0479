using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using PluginHost.Neural.Checkpoints;

namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bit red, green and blue, every row as its difference to the one above.</summary>
internal static class PngFile
{
    private const byte FilterUp = 2;

    /// <summary>Writes beside the file and renames.</summary>
    public static void Save(string file, Canvas canvas) => AtomicFile.Write(file, stream => stream.Write(Encode(canvas)));

    public static byte[] Encode(Canvas canvas)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, canvas.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], canvas.Height);
        // Depth, colour type, and three zeros for the only compression, filtering and order there are.
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compress(canvas));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(Canvas canvas)
    {
        int stride = 3 * canvas.Width;
        byte[] row = new byte[1 + stride];
        row[0] = FilterUp;
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < canvas.Height; y++)
            {
                ReadOnlySpan<byte> pixels = canvas.Row(y);
                for (int i = 0; i < stride; i++)
                    row[1 + i] = (byte)(pixels[i] - (y == 0 ? 0 : canvas.Row(y - 1)[i]));
                zlib.Write(row);
            }
        }
        return packed.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        file.Write(word);
        file.Write(type);
        file.Write(content);
        Crc32 crc = new();
        crc.Append(type);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, crc.GetCurrentHashAsUInt32());
        file.Write(word);
    }
}
