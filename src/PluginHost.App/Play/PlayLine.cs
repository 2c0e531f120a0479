using System.Globalization;
using System.Text;
using System.Text.Unicode;
using PluginHost.App.Live;
using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Sessions;

namespace PluginHost.App.Play;

/// <summary>What the user sees while files play: notices, and the progress line, ten times a second on a terminal, every five seconds else.</summary>
internal sealed class PlayLine
{
    private const int MostNameBytes = 120;
    private static readonly bool IsTerminal = !Console.IsErrorRedirected;
    private static readonly int EveryTicks = IsTerminal ? 2 : 125;
    private readonly TerminalLine _line = new(Console.OpenStandardError(), IsTerminal);
    private float _peakDb = float.NegativeInfinity;
    private float _reductionDb;
    private int _track = -1;
    private byte[] _name = [];

    public void Tell(string notice)
    {
        _line.Break();
        Console.Error.WriteLine("pluginhost: " + notice);
    }

    public void Show(Session session, Player player, PlaybackOutput output, long tick)
    {
        _peakDb = MathF.Max(_peakDb, session.Engine.OutputMeter.TakePeakDb());
        _reductionDb = MathF.Min(_reductionDb, output.TakeReductionDb());
        if (tick % EveryTicks != EveryTicks - 1)
            return;
        PlaybackReading at = player.Look();
        _line.Begin();
        PutName(player, at.Track);
        PutTime(at.Seconds);
        _line.Put(" / "u8);
        PutTime(at.LengthSeconds);
        _line.Put(player.IsPaused ? "  paused "u8 : "  "u8);
        _line.PutLevel(_peakDb);
        Put($"  buffer {at.Fill * 100,3:0} %  load {session.Engine.Observer.Load * 100,3:0} %");
        if (_reductionDb < -0.05f)
            Put($"  limit {_reductionDb:0.0} dB");
        if (player.Starvations > 0)
            Put($"  starved {player.Starvations} times");
        if (session.Xruns > 0)
            Put($"  xruns {session.Xruns}");
        _line.End();
        (_peakDb, _reductionDb) = (float.NegativeInfinity, 0);
    }

    private void PutName(Player player, int track)
    {
        if (track != _track)
        {
            byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(player.Files[track]));
            (_track, _name) = (track, name.Length <= MostNameBytes ? name : [.. name.AsSpan(0, MostNameBytes), .. "..."u8]);
        }
        if (player.Files.Count > 1)
            Put($"{track + 1}/{player.Files.Count} ");
        _line.Put(_name);
        _line.Put("  "u8);
    }

    private void PutTime(double seconds)
    {
        if (double.IsNaN(seconds))
            _line.Put("?"u8);
        else if (seconds >= 3600)
            Put($"{(int)seconds / 3600}:{(int)seconds / 60 % 60:00}:{(int)seconds % 60:00}");
        else
            Put($"{(int)seconds / 60}:{(int)seconds % 60:00}");
    }

    /// <summary>Formats without garbage; the handler writes into the line's own buffer.</summary>
    private void Put([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref LineText text) => _line.Advance(text.Written);

    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    private ref struct LineText
    {
        private Utf8.TryWriteInterpolatedStringHandler _handler;
        private readonly Span<byte> _rest;

        public LineText(int literals, int values, PlayLine line)
        {
            _rest = line._line.Rest;
            _handler = new Utf8.TryWriteInterpolatedStringHandler(literals, values, _rest, CultureInfo.InvariantCulture, out _);
        }

        public int Written => Utf8.TryWrite(_rest, ref _handler, out int written) ? written : 0;

        public bool AppendLiteral(string text) => _handler.AppendLiteral(text);

        public bool AppendFormatted<T>(T value, string? format = null) => _handler.AppendFormatted(value, format);

        public bool AppendFormatted<T>(T value, int alignment, string? format = null) => _handler.AppendFormatted(value, alignment, format);
    }
}
