using System.Globalization;
using System.Text.Unicode;

namespace PluginHost.App.Live;

/// <summary>
/// One line on a terminal, rewritten in place ten times a second. Formats into its own buffer and writes bytes, because garbage
/// made here would stop the audio thread like any other.
/// </summary>
internal sealed class TerminalLine(Stream terminal, bool inPlace)
{
    private const int BarWidth = 12;
    private const float BarFloorDb = -60;
    private readonly byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>Where text can be formatted to, followed by <see cref="Advance"/>; what does not fit there is left out whole.</summary>
    public Span<byte> Rest => _buffer.AsSpan(_length, _buffer.Length - 1 - _length);

    public void Begin()
    {
        _length = 0;
        Put(inPlace ? "\r\u001b[2K"u8 : ""u8);
    }

    public void Advance(int written) => _length += written;

    public void Put(ReadOnlySpan<byte> text)
    {
        if (text.TryCopyTo(Rest))
            _length += text.Length;
    }

    public void PutLevel(float db)
    {
        int filled = (int)Math.Clamp((db - BarFloorDb) / -BarFloorDb * BarWidth, 0, BarWidth);
        for (int i = 0; i < BarWidth; i++)
            Put(i < filled ? "▮"u8 : "▯"u8);
        if (db <= BarFloorDb * 2)
            Put("   -inf dB"u8);
        else if (Utf8.TryWrite(Rest, CultureInfo.InvariantCulture, $" {db,6:0.0} dB", out int written))
            Advance(written);
    }

    public void End()
    {
        if (!inPlace)
            _buffer[_length++] = (byte)'\n';
        terminal.Write(_buffer, 0, _length);
    }

    /// <summary>Leaves the line, so that a message can be printed below it.</summary>
    public void Break()
    {
        if (inPlace)
            terminal.Write("\r\u001b[2K"u8);
    }
}
