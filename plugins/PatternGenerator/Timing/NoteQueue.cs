namespace PluginHost.Plugins.Timing;

/// <summary>Notes that wait for their time, earliest first. Full, it takes no more and counts that.</summary>
internal sealed class NoteQueue
{
    private readonly Note[] _notes = new Note[256];
    private int _count;

    /// <summary>Gets how many found no room. [any-thread]</summary>
    public int Dropped { get; private set; }

    public bool IsEmpty => _count == 0;

    /// <summary>Gets the place of the earliest; infinity when there is none. [audio-thread]</summary>
    public double NextBeat => _count > 0 ? _notes[0].Beat : double.PositiveInfinity;

    public void Clear() => _count = 0;

    public void Reset() => (_count, Dropped) = (0, 0);

    /// <summary>Adds a note behind those of the same or an earlier time. [audio-thread]</summary>
    public void Add(in Note note)
    {
        if (_count == _notes.Length)
        {
            Dropped++;
            return;
        }
        int place = _count++;
        for (; place > 0 && _notes[place - 1].Beat > note.Beat; place--)
            _notes[place] = _notes[place - 1];
        _notes[place] = note;
    }

    /// <summary>Takes the earliest. [audio-thread]</summary>
    public Note Take()
    {
        Note first = _notes[0];
        Remove(0);
        return first;
    }

    /// <summary>Takes a role's note of a key, if it waits. [audio-thread]</summary>
    public bool TryRemove(Role role, byte key, out Note note)
    {
        for (int i = 0; i < _count; i++)
        {
            note = _notes[i];
            if (note.Role != role || note.Key != key)
                continue;
            Remove(i);
            return true;
        }
        note = default;
        return false;
    }

    /// <summary>Moves all to another time. [audio-thread]</summary>
    public void Shift(double beats)
    {
        for (int i = 0; i < _count; i++)
            _notes[i] = _notes[i] with { Beat = _notes[i].Beat + beats };
    }

    private void Remove(int place)
    {
        _count--;
        _notes.AsSpan(place + 1, _count - place).CopyTo(_notes.AsSpan(place));
    }
}
