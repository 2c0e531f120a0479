using System.Buffers.Binary;

namespace PluginHost.Patterns.Midi;

/// <summary>Reads numbers from a file's bytes, and knows how to say where they went wrong.</summary>
internal ref struct MidiCursor
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _file;

    public MidiCursor(string file, ReadOnlySpan<byte> bytes)
    {
        _file = file;
        _bytes = bytes;
        End = bytes.Length;
    }

    /// <summary>Where the next byte is, from the beginning of the file.</summary>
    public int Position { get; private set; }

    /// <summary>Where the present chunk ends.</summary>
    public int End { get; set; }

    public readonly bool IsAtEnd => Position >= End;

    public readonly byte Peek() => Position < End ? _bytes[Position] : throw Error("the track ends in the middle of an event");

    public byte Byte()
    {
        byte value = Peek();
        Position++;
        return value;
    }

    public byte Data(string what)
    {
        byte value = Byte();
        return value < 0x80 ? value : throw Error($"0x{value:X2} is no {what} (0x00 to 0x7F)", Position - 1);
    }

    public ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > End - Position)
            throw Error($"{what} claims {count} bytes, but only {End - Position} are left");
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public ushort UInt16(string what) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, what));

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, what));

    /// <summary>A variable-length quantity: up to four bytes of seven bits.</summary>
    public int Variable(string what)
    {
        int start = Position;
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            byte next = Byte();
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80)
                return value;
        }
        throw Error($"{what} takes more than four bytes", start);
    }

    public readonly MidiException Error(string problem) => Error(problem, Position);

    public readonly MidiException Error(string problem, int position) =>
        new($"{_file}: not a readable MIDI file: at byte {position}: {problem}");
}
