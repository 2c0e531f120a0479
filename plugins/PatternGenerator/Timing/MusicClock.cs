using PluginHost.Sdk;

namespace PluginHost.Plugins.Timing;

/// <summary>
/// Where the music is at every frame. It follows the host's transport but counts for itself from the last change of tempo or
/// place, so that a beat falls on the same frame however the stream is cut into blocks.
/// </summary>
internal sealed class MusicClock
{
    private const double StandardTempo = 120;

    // In frames: rounding of the host's arithmetic on this side, a real change of place on the other.
    private const double Noise = 0.25;

    // Ninety years at the slowest tempo: beyond, nobody is serious.
    private const double LastBeat = 1e9;

    // Of a frame: what falls on a frame but for rounding is due there, and not one later.
    private const double Slack = 1e-4;

    private int _rate = AudioFormat.MinSampleRate;
    private double _beatsPerFrame;
    private double _anchorBeat;
    private long _anchorFrame;
    private double _hostBeat;

    /// <summary>Gets frames since the reset. [audio-thread]</summary>
    public long Frame { get; private set; }

    /// <summary>Gets whether time moves. [audio-thread]</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Gets whether it counts by its own tempo, and not by the host's. [audio-thread]</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Gets quarter notes a minute. [audio-thread]</summary>
    public double TempoBpm { get; private set; } = StandardTempo;

    /// <summary>Gets quarter notes in a bar. [audio-thread]</summary>
    public double BeatsPerBar { get; private set; } = 4;

    /// <summary>Gets by how many quarter notes the place changed in the last jump. [audio-thread]</summary>
    public double JumpBeats { get; private set; }

    /// <summary>Gets the place at <see cref="Frame"/>, in quarter notes. [audio-thread]</summary>
    public double Beat => BeatAt(Frame);

    /// <summary>Sets the rate. [control-thread]</summary>
    public void Prepare(int rate) => _rate = rate;

    /// <summary>Starts over at beat 0, standing. [audio-thread]</summary>
    public void Reset()
    {
        (Frame, _anchorFrame, _anchorBeat, _hostBeat, JumpBeats) = (0, 0, 0, double.NaN, 0);
        (IsRunning, BeatsPerBar) = (false, 4);
        Run(StandardTempo);
    }

    /// <summary>Takes the transport at the beginning of a block into account. [audio-thread]</summary>
    /// <param name="host">The host's transport; what makes no sense in it is passed over.</param>
    /// <param name="source">Whose time counts; <see cref="ClockSource.Auto"/> is the host's when it plays.</param>
    /// <param name="ownTempo">The tempo when it is not the host's.</param>
    public ClockMove Begin(in Transport host, ClockSource source, double ownTempo)
    {
        bool byHost = source != ClockSource.Own && host.IsPlaying;
        IsOwn = !byHost;
        bool runs = byHost || source != ClockSource.Host;
        bool moves = byHost && host.BeatPosition != _hostBeat && host.BeatPosition is >= 0 and <= LastBeat;
        if (!byHost || moves)
            _hostBeat = byHost ? host.BeatPosition : double.NaN;
        BeatsPerBar = host.BeatsPerBar is >= 0.25 and <= 16 ? host.BeatsPerBar : 4;
        double tempo = byHost ? host.TempoBpm : ownTempo;
        // Not Math.Clamp, which would let NaN through.
        tempo = tempo >= Transport.MinTempoBpm ? Math.Min(tempo, Transport.MaxTempoBpm) : Transport.MinTempoBpm;

        double expected = IsRunning ? Beat : _anchorBeat;
        bool away = moves && Math.Abs(host.BeatPosition - expected) > Noise * _beatsPerFrame;
        if (runs == IsRunning && !away && tempo == TempoBpm)
            return ClockMove.None;
        // Whoever reports a place that stands still, though it plays, has none to report: then the count goes on.
        (_anchorBeat, _anchorFrame) = (moves ? host.BeatPosition : expected, Frame);
        Run(tempo);
        (bool ran, IsRunning, JumpBeats) = (IsRunning, runs, _anchorBeat - expected);
        return (ran, runs) switch
        {
            (false, true) => ClockMove.Started,
            (true, false) => ClockMove.Stopped,
            (true, true) when away => ClockMove.Jumped,
            _ => ClockMove.None,
        };
    }

    /// <summary>Moves on. [audio-thread]</summary>
    public void Advance(int frames) => Frame += frames;

    /// <summary>Moves the place as little as need be for a beat, or a bar, to begin at a frame. [audio-thread]</summary>
    /// <param name="frame">Where it is to begin.</param>
    /// <param name="beats">1 for a beat, those of a bar for a bar.</param>
    public void Align(long frame, double beats)
    {
        double beat = BeatAt(frame);
        JumpBeats = (Math.Max(0, Math.Round(beat / beats)) * beats) - beat;
        _anchorBeat += JumpBeats;
    }

    /// <summary>Gets the place at a frame, in quarter notes. [audio-thread]</summary>
    public double BeatAt(long frame) => IsRunning ? _anchorBeat + ((frame - _anchorFrame) * _beatsPerFrame) : _anchorBeat;

    /// <summary>Gets the first frame, from the present one on, at which a place is reached at this tempo. [audio-thread]</summary>
    public long FrameOf(double beat) =>
        Math.Max(Frame, _anchorFrame + (long)Math.Ceiling(((beat - _anchorBeat) / _beatsPerFrame) - Slack));

    private void Run(double tempo)
    {
        TempoBpm = tempo;
        _beatsPerFrame = tempo / 60 / _rate;
    }
}
