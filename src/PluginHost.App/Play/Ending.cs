using PluginHost.Engine;
using PluginHost.Hosting.Sessions;

namespace PluginHost.App.Play;

/// <summary>
/// Finds the moment when the last sound has left the loudspeaker: what is on its way through chain and device is heard out, and the
/// effects' tail for as long as it can be heard.
/// </summary>
internal sealed class Ending(Session session)
{
    private const double MostTailSeconds = 30;
    private const double QuietSeconds = 0.5;
    private const float QuietDb = -80;
    private long _since = -1;
    private long _loudUntil;

    /// <summary>Looks once; call it with every tick.</summary>
    /// <param name="isAtEnd">Whether the files are at their end.</param>
    public bool IsOver(bool isAtEnd)
    {
        AudioEngine engine = session.Engine;
        long now = engine.FramePosition;
        if (!isAtEnd)
            _since = -1;
        else if (_since < 0)
            (_since, _loudUntil) = (now, now);
        if (_since < 0)
            return false;
        if (engine.OutputMeter.RmsDb > QuietDb)
            _loudUntil = now;
        int rate = engine.Format.SampleRate;
        // A block of the device's may have been asked for already.
        long onTheWay = session.LatencyFrames + (2L * session.Driver.PeriodFrames * rate / Math.Max(1, session.Driver.Info!.Stream.SampleRate)) + engine.Format.MaxFrames;
        long tail = Math.Min(engine.Chain.TailFrames, (long)(MostTailSeconds * rate));
        bool isQuiet = now - _loudUntil > (long)(QuietSeconds * rate);
        return now - _since >= onTheWay + (isQuiet ? 0 : tail);
    }
}
