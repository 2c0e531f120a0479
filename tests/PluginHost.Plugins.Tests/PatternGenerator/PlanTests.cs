using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Stored;
using PluginHost.Plugins.Timing;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class PlanTests
{
    [Fact]
    public void A_plan_is_there_once_it_was_written_and_then_stays()
    {
        using PlanDesk desk = new(Writer(), PlanService.OnCall);
        desk.Ask(Request(1, 0));
        Assert.Null(desk.TryGet(new PlanNumber(1, 0)));
        desk.Serve();
        Assert.Equal(new PlanNumber(1, 0), desk.TryGet(new PlanNumber(1, 0))!.Number);
        desk.Ask(Request(1, 1));
        desk.Serve();
        Assert.Equal(new PlanNumber(1, 0), desk.TryGet(new PlanNumber(1, 0))!.Number);
        Assert.Null(desk.TryGet(new PlanNumber(2, 1)));
    }

    [Fact]
    public void The_first_bar_lies_ready_if_it_was_foreseen()
    {
        using PlanDesk desk = new(Writer(), PlanService.OnCall);
        desk.WriteFirst(Request(-2, 0));
        desk.Ask(Request(1, 0));
        Assert.NotNull(desk.TryGet(new PlanNumber(1, 0)));
        desk.Ask(Request(2, 0) with { Seed = 99 });
        Assert.Null(desk.TryGet(new PlanNumber(2, 0)));
    }

    [Fact]
    public void A_worker_that_never_comes_loses_requests_and_counts_them()
    {
        using PlanDesk desk = new(Writer(), PlanService.OnCall);
        for (int bar = 0; bar < 20; bar++)
            desk.Ask(Request(1, bar));
        Assert.Equal(4, desk.Lost);
        desk.Serve();
        Assert.NotNull(desk.TryGet(new PlanNumber(1, 15)));
    }

    [Fact]
    public void Plans_that_cross_threads_are_whole()
    {
        using PlanDesk desk = new(Writer(), PlanService.Worker);
        BarPlan expected = new();
        PlanWriter alone = Writer();
        int got = 0;
        for (int bar = 0; bar < 300; bar++)
        {
            desk.Ask(Request(1, bar));
            alone.Write(Request(1, bar), expected);
            for (int patience = 0; patience < 2_000; patience++)
            {
                if (desk.TryGet(new PlanNumber(1, bar)) is not { } plan)
                {
                    Thread.Sleep(1);
                    continue;
                }
                got++;
                Assert.Equal(expected[Role.Drums].Notes.ToArray(), plan[Role.Drums].Notes.ToArray());
                Assert.Equal(expected[Role.Melody].Notes.ToArray(), plan[Role.Melody].Notes.ToArray());
                break;
            }
        }
        Assert.Equal(300, got);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        PlanWriter writer = Writer();
        BarPlan plan = new();
        writer.Write(Request(1, 0), plan);
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int bar = 0; bar < 100; bar++)
                writer.Write(Request(1, bar), plan);
        }));
    }

    [Fact]
    public void The_same_seed_writes_the_same_and_another_another()
    {
        Assert.Equal(Bars(5), Bars(5));
        Assert.NotEqual(Bars(5), Bars(6));

        static PatternEvent[] Bars(ulong seed)
        {
            PlanWriter writer = Writer();
            BarPlan plan = new();
            List<PatternEvent> all = [];
            for (int bar = 0; bar < 8; bar++)
            {
                writer.Write(Request(1, bar) with { Seed = seed }, plan);
                all.AddRange(plan[Role.Drums].Notes);
                all.AddRange(plan[Role.Bass].Notes);
            }
            return [.. all];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5f)]
    [InlineData(1)]
    public void Variation_says_how_much_changes(float variation)
    {
        StoredBass bass = new();
        bass.Reset(3);
        Bar last = new(), bar = new();
        int same = 0;
        for (int number = 0; number < 60; number++)
        {
            BarRequest request = Request(1, number).Bar with { Variation = variation };
            bass.Write(request, bar);
            same += number > 0 && bar.Notes.SequenceEqual(last.Notes) ? 1 : 0;
            last.CopyFrom(bar);
        }
        Assert.InRange(same, variation == 0 ? 59 : 0, variation == 0 ? 59 : 10);
    }

    [Fact]
    public void Denser_means_more_notes_for_every_role()
    {
        foreach (IBarWriter writer in new IBarWriter[] { new StoredDrums(), new StoredBass(), new StoredChords(), new StoredMelody() })
        {
            int last = -1;
            foreach (float density in new[] { 0, 0.25f, 0.5f, 0.75f, 1 })
            {
                Bar bar = new();
                int notes = 0;
                for (int number = 0; number < 40; number++)
                {
                    writer.Write(Request(1, number).Bar with { Density = density }, bar);
                    notes += bar.Count;
                    Assert.All(bar.Notes.ToArray(), note => Assert.InRange(note.Step, 0, 15));
                }
                Assert.True(notes > last, $"{writer.Kind} at {density}: {notes} after {last}");
                last = notes;
            }
        }
    }

    [Theory]
    [InlineData("C", "G", 60, 55)]
    [InlineData("C", "Am", 64, 60)]
    [InlineData("C", "F", 67, 72)]
    [InlineData("Am", "F", 62, 59)]
    [InlineData("Cmaj7", "Dm7", 71, 72)]
    public void Notes_move_to_the_same_degree_of_another_chord(string from, string to, byte key, byte expected) =>
        Assert.Equal(expected, ChordMover.Move(key, Chord.Parse(from), Chord.Parse(to)));

    [Fact]
    public void Chord_tones_stay_chord_tones_wherever_they_move()
    {
        Chord[] chords = [.. Enumerable.Range(0, 12).SelectMany(root => Enumerable.Range(1, 15).Select(quality => new Chord(root, (ChordQuality)quality)))];
        foreach (Chord from in chords)
        {
            foreach (Chord to in chords)
            {
                for (int key = 40; key < 52; key++)
                {
                    byte moved = ChordMover.Move((byte)key, from, to);
                    Assert.True(!from.Contains(key) || to.Contains(moved), $"{key} of {from} became {moved} of {to}");
                }
            }
        }
    }

    [Fact]
    public void A_writer_that_fails_gives_way_to_the_stored_patterns()
    {
        PlanWriter writer = new([[new Scribe(new Broken())], [], [], []], []);
        BarPlan plan = new(), stored = new();
        writer.Write(Request(1, 0), plan);
        Writer().Write(Request(1, 0), stored);
        Assert.Equal(stored[Role.Drums].Notes.ToArray(), plan[Role.Drums].Notes.ToArray());
        Assert.False(writer.IsLearned(Role.Drums));
    }

    internal static PlanWriter Writer() => new([[], [], [], []], []);

    internal static PlanRequest Request(int epoch, int bar) => new(new PlanNumber(epoch, bar), 7,
        new BarRequest { Number = bar, Chord = Chord.Parse("Am"), NextChord = Chord.Parse("F"), Density = 0.6f }, 0.6f, default(RoleModels) with { Harmony = -1 });

    private sealed class Broken : IBarWriter
    {
        public PatternKind Kind => PatternKind.Drums;

        public void Reset(ulong seed)
        {
        }

        public void Write(in BarRequest request, Bar bar) => throw new InvalidOperationException("a damaged model");

        public bool Rewind(int bar) => false;
    }
}
