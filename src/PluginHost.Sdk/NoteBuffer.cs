namespace PluginHost.Sdk;

/// <summary>A bounded list of the notes of one block in the order of their frames. One thread at a time.</summary>
/// <param name="capacity">The most notes it holds; further ones are counted in <see cref="Dropped"/>.</param>
public sealed class NoteBuffer(int capacity = 256)
{
    private readonly NoteEvent[] _notes = new NoteEvent[capacity];
    private int _count;

    /// <summary>Gets the notes, earliest first. [audio-thread]</summary>
    public ReadOnlySpan<NoteEvent> Notes => _notes.AsSpan(0, _count);

    /// <summary>Gets how many notes did not fit since the start. [any-thread]</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds a note behind those of the same or an earlier frame. Does not allocate. [audio-thread]</summary>
    /// <param name="note">The note.</param>
    public void Add(in NoteEvent note)
    {
        if (_count == _notes.Length)
        {
            Dropped++;
            return;
        }
        int place = _count++;
        for (; place > 0 && _notes[place - 1].Frame > note.Frame; place--)
            _notes[place] = _notes[place - 1];
        _notes[place] = note;
    }

    /// <summary>Forgets all notes. [audio-thread]</summary>
    public void Clear() => _count = 0;
}
