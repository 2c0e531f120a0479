namespace PluginHost.Sdk;

/// <summary>Everything an effect gets for one block; valid during the call only.</summary>
public readonly ref struct ProcessContext
{
    private readonly ReadOnlySpan<NoteEvent> _notes;
    private readonly NoteBuffer? _emitted;

    /// <summary>Puts a block together. [audio-thread]</summary>
    /// <param name="audio">The samples, changed in place.</param>
    /// <param name="transport">Where the music is at the first frame.</param>
    /// <param name="notes">Notes of this block, earliest first.</param>
    /// <param name="emitted">Where <see cref="Emit"/> puts notes for later slots; null drops them.</param>
    public ProcessContext(AudioBuffer audio, in Transport transport, ReadOnlySpan<NoteEvent> notes = default,
        NoteBuffer? emitted = null)
    {
        Audio = audio;
        Transport = transport;
        _notes = notes;
        _emitted = emitted;
    }

    /// <summary>Gets the samples, planar, nominal range -1 to 1; the effect changes them in place. [audio-thread]</summary>
    public AudioBuffer Audio { get; }

    /// <summary>Gets where the music is at the first frame of this block. [audio-thread]</summary>
    public Transport Transport { get; }

    /// <summary>Gets the notes of this block, earliest first. [audio-thread]</summary>
    public ReadOnlySpan<NoteEvent> Notes => _notes;

    /// <summary>Hands a note to the slots behind this one, which also still see <see cref="Notes"/>. Does not allocate. [audio-thread]</summary>
    /// <param name="note">A note within this block.</param>
    public void Emit(in NoteEvent note) => _emitted?.Add(note);
}
