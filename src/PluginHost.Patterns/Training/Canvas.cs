using System.Buffers.Binary;
using System.IO.Compression;

namespace PluginHost.Patterns.Training;

/// <summary>A small picture with lines and digits, saved as PNG (ISO/IEC 15948: 8-bit RGB, one filter byte a row, zlib).</summary>
internal sealed class Canvas
{
    private const int Channels = 3;
    private const int GlyphWidth = 3;
    private const int GlyphHeight = 5;

    /// <summary>Glyphs of 3 x 5 dots, 5 rows of 3 bits, for what axes need.</summary>
    private static readonly Dictionary<char, int> Glyphs = new()
    {
        ['0'] = 0b111_101_101_101_111, ['1'] = 0b010_110_010_010_111, ['2'] = 0b111_001_111_100_111, ['3'] = 0b111_001_111_001_111,
        ['4'] = 0b101_101_111_001_001, ['5'] = 0b111_100_111_001_111, ['6'] = 0b111_100_111_101_111, ['7'] = 0b111_001_001_010_010,
        ['8'] = 0b111_101_111_101_111, ['9'] = 0b111_101_111_001_111, ['.'] = 0b000_000_000_000_010, ['-'] = 0b000_000_111_000_000,
        ['a'] = 0b000_011_101_101_011, ['b'] = 0b100_110_101_101_110, ['c'] = 0b000_011_100_100_011, ['d'] = 0b001_011_101_101_011,
        ['e'] = 0b000_011_111_100_011, ['h'] = 0b100_110_101_101_101, ['i'] = 0b010_000_010_010_010, ['l'] = 0b110_010_010_010_111,
        ['n'] = 0b000_110_101_101_101, ['o'] = 0b000_111_101_101_111, ['p'] = 0b000_110_101_110_100, ['r'] = 0b000_101_110_100_100,
        ['s'] = 0b000_011_110_011_110, ['t'] = 0b010_111_010_010_011, ['v'] = 0b000_101_101_101_010, ['g'] = 0b011_101_011_001_110,
        ['u'] = 0b000_101_101_101_011, ['m'] = 0b000_111_111_101_101, ['y'] = 0b101_101_011_001_110, ['/'] = 0b001_001_010_100_100,
    };

    private readonly byte[] _pixels;

    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        _pixels = new byte[width * height * Channels];
        Array.Fill(_pixels, (byte)0xFF);
    }

    public int Width { get; }

    public int Height { get; }

    public void Dot(int x, int y, int rgb)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        int at = ((y * Width) + x) * Channels;
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    }

    /// <summary>A filled square around a place.</summary>
    public void Square(int x, int y, int radius, int rgb)
    {
        for (int row = y - radius; row <= y + radius; row++)
        {
            for (int column = x - radius; column <= x + radius; column++)
                Dot(column, row, rgb);
        }
    }

    /// <summary>A line two dots thick (Bresenham 1965).</summary>
    public void Line(int x0, int y0, int x1, int y1, int rgb)
    {
        int dx = Math.Abs(x1 - x0);
        int dy = -Math.Abs(y1 - y0);
        for (int error = dx + dy; ;)
        {
            Dot(x0, y0, rgb);
            Dot(x0, y0 + 1, rgb);
            if (x0 == x1 && y0 == y1)
                return;
            int twice = 2 * error;
            if (twice >= dy)
            {
                error += dy;
                x0 += Math.Sign(x1 - x0);
            }
            if (twice <= dx)
            {
                error += dx;
                y0 += Math.Sign(y1 - y0);
            }
        }
    }

    /// <summary>Letters without a glyph leave a gap.</summary>
    public void Text(string text, int x, int y, int rgb, int scale = 2)
    {
        foreach (char letter in text)
        {
            int glyph = Glyphs.GetValueOrDefault(letter);
            for (int dot = 0; dot < GlyphWidth * GlyphHeight * scale * scale; dot++)
            {
                int column = dot % (GlyphWidth * scale);
                int row = dot / (GlyphWidth * scale);
                if ((glyph >> ((GlyphWidth * GlyphHeight) - 1 - (row / scale * GlyphWidth) - (column / scale)) & 1) != 0)
                    Dot(x + column, y + row, rgb);
            }
            x += (GlyphWidth + 1) * scale;
        }
    }

    public byte[] ToPng()
    {
        using MemoryStream png = new();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR"u8, header);
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < Height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(_pixels.AsSpan(row * Width * Channels, Width * Channels));
            }
        }
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(name);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(0xFFFFFFFF, name), data));
        png.Write(number);
    }

    /// <summary>The CRC of annex D of the standard, bit by bit.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return crc;
    }
}
