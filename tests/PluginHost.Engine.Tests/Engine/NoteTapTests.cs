using PluginHost.Engine.Rings;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class NoteTapTests
{
    [Fact]
    public void Every_note_that_leaves_the_chain_is_tapped_with_its_time()
    {
        TestEffect player = new((in ProcessContext context) =>
        {
            if (context.Transport.FramePosition == 64)
                context.Emit(new NoteEvent(32, NoteKind.On, 9, 36, 0.5f));
        });
        using EngineRig rig = new(EngineRig.Offline, player, new TestEffect());
        rig.Engine.NoteTap = new SpscRing<PlayedNote>(16);
        rig.Engine.Notes.TryWrite(new NoteEvent(0, NoteKind.On, 0, 60, 1));
        rig.Feed(_ => 0, 256);

        Assert.True(rig.Engine.NoteTap.TryRead(out PlayedNote outside));
        Assert.Equal((0L, 0.0, (byte)60), (outside.Frame, outside.Beat, outside.Note.Key));
        Assert.True(rig.Engine.NoteTap.TryRead(out PlayedNote emitted));
        Assert.Equal((96L, 120.0, (byte)36), (emitted.Frame, emitted.TempoBpm, emitted.Note.Key));
        Assert.Equal(96 * 2.0 / 48_000, emitted.Beat, 12);
        Assert.False(rig.Engine.NoteTap.TryRead(out _));
    }

    [Fact]
    public void A_full_tap_drops_and_counts()
    {
        TestEffect player = new((in ProcessContext context) => context.Emit(new NoteEvent(0, NoteKind.On, 0, 60, 1)));
        using EngineRig rig = new(EngineRig.Offline, player);
        rig.Engine.NoteTap = new SpscRing<PlayedNote>(4);
        rig.Feed(_ => 0, 640);

        Assert.Equal((4, 6L), (rig.Engine.NoteTap.Count, rig.Engine.NoteTap.Dropped));
    }
}
