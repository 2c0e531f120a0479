using System.Globalization;
using System.Text.Unicode;

namespace PluginHost.App.Live;

/// <summary>What the status line shows at one moment.</summary>
internal readonly record struct StatusReading(
    TimeSpan Elapsed, float InputPeakDb, float OutputPeakDb, double Load, double LatencyMs, long Xruns, string XrunCauses, string Note);

/// <summary>The status line of a live run.</summary>
internal sealed class StatusLine(Stream terminal, bool inPlace)
{
    private readonly TerminalLine _line = new(terminal, inPlace);

    public void Show(in StatusReading reading)
    {
        _line.Begin();
        Utf8.TryWrite(_line.Rest, CultureInfo.InvariantCulture,
            $"{(int)reading.Elapsed.TotalMinutes:00}:{reading.Elapsed.Seconds:00}  in ", out int written);
        _line.Advance(written);
        _line.PutLevel(reading.InputPeakDb);
        _line.Put("  out "u8);
        _line.PutLevel(reading.OutputPeakDb);
        Utf8.TryWrite(_line.Rest, CultureInfo.InvariantCulture,
            $"  load {reading.Load * 100,3:0} %  latency {reading.LatencyMs:0.0} ms  xruns {reading.Xruns}{reading.XrunCauses}{reading.Note}",
            out written);
        _line.Advance(written);
        _line.End();
    }

    /// <summary>Leaves the line, so that a message can be printed below it.</summary>
    public void Break() => _line.Break();
}
