using PluginHost.Testing;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class NoteBufferTests
{
    private static NoteEvent Note(int frame, byte key = 60) => new(frame, NoteKind.On, 0, key, 1);

    [Fact]
    public void Notes_are_kept_in_the_order_of_their_frames_and_then_of_their_coming()
    {
        NoteBuffer notes = new();
        notes.Add(Note(5, 1));
        notes.Add(Note(2, 2));
        notes.Add(Note(5, 3));
        notes.Add(Note(0, 4));
        Assert.Equal([4, 2, 1, 3], notes.Notes.ToArray().Select(note => note.Key));
    }

    [Fact]
    public void Notes_that_do_not_fit_are_counted()
    {
        NoteBuffer notes = new(2);
        for (int i = 0; i < 5; i++)
            notes.Add(Note(5 - i));
        Assert.Equal(3, notes.Dropped);
        Assert.Equal([4, 5], notes.Notes.ToArray().Select(note => note.Frame));
        notes.Clear();
        Assert.True(notes.Notes.IsEmpty);
        Assert.Equal(3, notes.Dropped);
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        NoteBuffer notes = new(16);
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 100; i++)
                notes.Add(Note(100 - i));
            notes.Clear();
        }));
    }
}
