using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>Keeps tempo and position. Beats are counted from the last change of tempo, so cutting the stream differently changes nothing.</summary>
internal sealed class TransportClock
{
    private readonly int _sampleRate;
    private double _wantedTempo;
    private double _tempo;
    private double _anchorBeat;
    private long _anchorFrame;
    private long _frame;

    /// <summary>Starts at frame 0, beat 0. [control-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="tempoBpm">Quarter notes per minute.</param>
    public TransportClock(int sampleRate, double tempoBpm)
    {
        _sampleRate = sampleRate;
        TempoBpm = _tempo = tempoBpm;
    }

    /// <summary>Gets or sets the tempo, from the next block on. [any-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tempo is out of range.</exception>
    public double TempoBpm
    {
        get => Volatile.Read(ref _wantedTempo);
        set
        {
            if (!(value is >= Transport.MinTempoBpm and <= Transport.MaxTempoBpm))
                throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"tempo is {value}, but must be {Transport.MinTempoBpm} to {Transport.MaxTempoBpm} quarter notes a minute.");
            Volatile.Write(ref _wantedTempo, value);
        }
    }

    /// <summary>Gets the frames since the start. [any-thread]</summary>
    public long FramePosition => Volatile.Read(ref _frame);

    /// <summary>Gets where the next block begins and moves behind it. [audio-thread]</summary>
    /// <param name="frames">Length of the block.</param>
    /// <returns>Tempo and position at its first frame.</returns>
    public Transport Next(int frames)
    {
        double wanted = Volatile.Read(ref _wantedTempo);
        if (wanted != _tempo)
            (_anchorBeat, _anchorFrame, _tempo) = (Beat(), _frame, wanted);
        Transport transport = new(_tempo, Beat(), _frame);
        Volatile.Write(ref _frame, _frame + frames);
        return transport;
    }

    private double Beat() => _anchorBeat + ((_frame - _anchorFrame) * (_tempo / 60 / _sampleRate));
}
