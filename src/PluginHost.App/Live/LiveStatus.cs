using PluginHost.Engine.Timing;
using PluginHost.Hosting.Sessions;

namespace PluginHost.App.Live;

/// <summary>What the user sees while it plays: notices, and the status line, ten times a second on a terminal, every five seconds else.</summary>
internal sealed class LiveStatus
{
    private static readonly bool IsTerminal = !Console.IsErrorRedirected;
    private static readonly int EveryTicks = IsTerminal ? 2 : 125;
    private readonly StatusLine _line = new(Console.OpenStandardError(), IsTerminal);
    private float _inputPeakDb = float.NegativeInfinity;
    private float _outputPeakDb = float.NegativeInfinity;
    private long _xruns;
    private string _causes = "";

    public void Tell(string notice)
    {
        _line.Break();
        Console.Error.WriteLine("pluginhost: " + notice);
    }

    public void Show(Session session, TimeSpan elapsed, long tick)
    {
        _inputPeakDb = MathF.Max(_inputPeakDb, session.Engine.InputMeter.TakePeakDb());
        _outputPeakDb = MathF.Max(_outputPeakDb, session.Engine.OutputMeter.TakePeakDb());
        if (tick % EveryTicks != EveryTicks - 1)
            return;
        if (session.Xruns != _xruns)
            (_xruns, _causes) = (session.Xruns, Causes(session));
        _line.Show(new StatusReading(elapsed, _inputPeakDb, _outputPeakDb, session.Engine.Observer.Load,
            session.LatencyFrames * 1000.0 / session.Engine.Format.SampleRate, _xruns, _causes, ""));
        (_inputPeakDb, _outputPeakDb) = (float.NegativeInfinity, float.NegativeInfinity);
    }

    public void End(Session session)
    {
        BlockObserver observer = session.Engine.Observer;
        Tell(FormattableString.Invariant($"{observer.Blocks} blocks, {session.Xruns} late or lost ({observer.LostBlocks} lost)")
            + Causes(session)
            + FormattableString.Invariant($", load mean {observer.LoadPerMille.Mean / 10:0.0} % max {observer.LoadPerMille.Max / 10.0:0.0} %, ")
            + FormattableString.Invariant($"{observer.AllocatedBytes} bytes allocated on the audio thread"));
    }

    private static string Causes(Session session)
    {
        string[] names = ["slot", "gc", "scheduler", "device", "ring"];
        string[] counted = [.. names
            .Select((name, cause) => (Name: name, Count: session.Engine.Observer.XrunsBy((XrunCause)cause)))
            .Where(cause => cause.Count > 0)
            .Select(cause => $"{cause.Name} {cause.Count}")];
        if (counted.Length == 0)
            return "";
        string latest = session.LatestXruns.Count > 0 ? "; last: " + session.LatestXruns.Last().Describe() : "";
        return $" ({string.Join(", ", counted)}{latest})";
    }
}
