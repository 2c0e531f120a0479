namespace PluginHost.Patterns.Corpus;

/// <summary>Reads what may be compressed without trusting how large it says it is.</summary>
internal static class BoundedStream
{
    private const int Piece = 1 << 16;

    /// <exception cref="InvalidDataException">There is more than the bound.</exception>
    public static MemoryStream ReadAll(Stream stream, int maxBytes)
    {
        MemoryStream all = new();
        byte[] piece = new byte[Piece];
        for (int read; (read = stream.Read(piece)) > 0;)
        {
            if (all.Length + read > maxBytes)
                throw new InvalidDataException($"more than {maxBytes} bytes when unpacked");
            all.Write(piece.AsSpan(0, read));
        }
        all.Position = 0;
        return all;
    }
}
