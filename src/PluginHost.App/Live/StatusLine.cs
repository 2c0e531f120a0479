using System.Globalization;
using System.Text.Unicode;

namespace PluginHost.App.Live;

/// <summary>What the status line shows at one moment.</summary>
internal readonly record struct StatusReading(
    TimeSpan Elapsed, float InputPeakDb, float OutputPeakDb, double Load, double LatencyMs, long Xruns, string XrunCauses, string Note);

/// <summary>
/// One line on a terminal, rewritten in place ten times a second. Formats into its own buffer and writes bytes, because garbage
/// made here would stop the audio thread like any other.
/// </summary>
internal sealed class StatusLine(Stream terminal, bool inPlace)
{
    private const int BarWidth = 12;
    private const float BarFloorDb = -60;
    private readonly byte[] _buffer = new byte[1024];

    public void Show(in StatusReading reading)
    {
        int length = 0;
        Put(ref length, inPlace ? "\r\u001b[2K"u8 : ""u8);
        Utf8.TryWrite(_buffer.AsSpan(length), CultureInfo.InvariantCulture,
            $"{(int)reading.Elapsed.TotalMinutes:00}:{reading.Elapsed.Seconds:00}  in ", out int written);
        length += written;
        PutLevel(ref length, reading.InputPeakDb);
        Put(ref length, "  out "u8);
        PutLevel(ref length, reading.OutputPeakDb);
        Utf8.TryWrite(_buffer.AsSpan(length), CultureInfo.InvariantCulture,
            $"  load {reading.Load * 100,3:0} %  latency {reading.LatencyMs:0.0} ms  xruns {reading.Xruns}{reading.XrunCauses}{reading.Note}",
            out written);
        length += written;
        Put(ref length, inPlace ? ""u8 : "\n"u8);
        terminal.Write(_buffer, 0, length);
    }

    /// <summary>Leaves the line, so that a message can be printed below it.</summary>
    public void Break()
    {
        if (inPlace)
            terminal.Write("\r\u001b[2K"u8);
    }

    private void PutLevel(ref int length, float db)
    {
        int filled = (int)Math.Clamp((db - BarFloorDb) / -BarFloorDb * BarWidth, 0, BarWidth);
        for (int i = 0; i < BarWidth; i++)
            Put(ref length, i < filled ? "▮"u8 : "▯"u8);
        if (db <= BarFloorDb * 2)
            Put(ref length, "   -inf dB"u8);
        else
        {
            Utf8.TryWrite(_buffer.AsSpan(length), CultureInfo.InvariantCulture, $" {db,6:0.0} dB", out int written);
            length += written;
        }
    }

    private void Put(ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(length));
        length += text.Length;
    }
}
