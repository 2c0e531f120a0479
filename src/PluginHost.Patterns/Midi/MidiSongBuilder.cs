namespace PluginHost.Patterns.Midi;

/// <summary>Collects the events of one track after another into a song.</summary>
internal sealed class MidiSongBuilder(int ticksPerQuarter)
{
    private const int Keys = 128;
    private const int Channels = 16;

    private readonly List<MidiNote> _notes = [];
    private readonly List<MidiTempo> _tempos = [];
    private readonly List<MidiMetre> _metres = [];
    private readonly List<MidiKey> _keys = [];
    private readonly List<string> _names = [];
    private readonly byte[] _programs = new byte[Channels];

    /// <summary>Where in <see cref="_notes"/> a sounding key is, plus one; 0 when silent.</summary>
    private readonly int[] _sounding = new int[Channels * Keys];

    private long _tick;

    public int Tracks => _names.Count;

    public void BeginTrack()
    {
        _tick = 0;
        _names.Add("");
        Array.Clear(_programs);
        Array.Clear(_sounding);
    }

    public void Advance(int ticks) => _tick += ticks;

    public void SetTrackName(string name) => _names[^1] = name.Trim().TrimEnd('\0');

    public void SetProgram(int channel, byte program) => _programs[channel] = program;

    public void SetTempo(int microseconds) => _tempos.Add(new MidiTempo(_tick, microseconds));

    public void SetMetre(int beats, int unit) => _metres.Add(new MidiMetre(_tick, beats, unit));

    public void SetKey(int sharps, bool isMinor) => _keys.Add(new MidiKey(_tick, sharps, isMinor));

    public void Strike(int channel, byte key, byte velocity)
    {
        Release(channel, key);
        if (velocity == 0)
            return;
        _notes.Add(new MidiNote(_tick, 0, Tracks - 1, (byte)channel, _programs[channel], key, velocity));
        _sounding[(channel * Keys) + key] = _notes.Count;
    }

    public void Release(int channel, byte key)
    {
        ref int sounding = ref _sounding[(channel * Keys) + key];
        if (sounding == 0)
            return;
        MidiNote note = _notes[sounding - 1];
        _notes[sounding - 1] = note with { Length = _tick - note.Start };
        sounding = 0;
    }

    public void EndTrack()
    {
        for (int i = 0; i < _sounding.Length; i++)
            Release(i / Keys, (byte)(i % Keys));
    }

    /// <remarks>Sorting keeps the order of what is equal: the last tempo of a tick is the one that holds.</remarks>
    public MidiSong Build() => new()
    {
        TicksPerQuarter = ticksPerQuarter,
        Notes = [.. _notes.OrderBy(note => note.Start).ThenBy(note => note.Track).ThenBy(note => note.Key)],
        Tempos = [.. _tempos.OrderBy(tempo => tempo.Tick)],
        Metres = [.. _metres.OrderBy(metre => metre.Tick)],
        Keys = [.. _keys.OrderBy(key => key.Tick)],
        TrackNames = _names,
    };
}
