using PluginHost.Plugins.Plans;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class ReactionTests
{
    private const int BarFrames = 96_000;

    private static readonly (string, string)[] Everybody =
        [("chords", "on"), ("melody", "on"), ("output", "notes"), ("density", "70"), ("fill", "off"), ("humanise", "0")];

    [Fact]
    public void The_line_waits_while_the_player_plays_and_answers_when_he_rests()
    {
        // Sixteenths in every other bar, then a rest of a bar.
        (int playing, int resting) = Count(Play("100", Busy), 3);
        Assert.True(resting > 3 * Math.Max(1, playing), $"{playing} notes into his bars, {resting} into his rests");
        (int anyway, int there) = Count(Play("0", Busy), 3);
        Assert.True(anyway > there / 2, $"without listening {anyway} and {there}");
    }

    [Fact]
    public void Chords_make_room_for_a_busy_player_and_drums_go_along()
    {
        int lonely = Count(Play("100", _ => 0), 2).First, crowded = Count(Play("100", Always), 2).First;
        Assert.True(crowded < 0.7 * lonely, $"{crowded} chord notes beside a busy player, {lonely} alone");
        int quiet = Count(Play("100", _ => 0), 9).First, driven = Count(Play("100", Always), 9).First;
        Assert.True(driven > quiet, $"{driven} drum notes beside a busy player, {quiet} alone");
    }

    [Fact]
    public void Drums_fill_while_the_player_takes_breath()
    {
        static bool IsTom(NoteEvent note) => note is { Channel: 9, Key: 43 or 47 or 50, Kind: NoteKind.On };
        Assert.Contains(Play("100", Busy).Notes, note => IsTom(note.Note) && note.Frame / BarFrames % 2 == 1);
        Assert.DoesNotContain(Play("0", Busy).Notes, note => IsTom(note.Note));
        Assert.DoesNotContain(Play("100", Always).Notes, note => IsTom(note.Note));
    }

    [Fact]
    public void Swing_delays_every_other_sixteenth_by_its_share()
    {
        using Rig rig = new(settings: [.. Everybody, ("swing", "62.5"), ("density", "100")]);
        rig.Play(8 * BarFrames);
        int swung = 0;
        foreach ((long frame, NoteEvent note) in rig.Notes.Where(note => note.Note.Kind == NoteKind.On))
        {
            // A quarter of a step of 6000 frames.
            Assert.Contains(frame % 12_000, new long[] { 0, 6_000 + 1_500 });
            swung += frame % 12_000 == 0 ? 0 : 1;
        }
        Assert.True(swung > 20, $"{swung} swung notes");
    }

    [Theory]
    [InlineData(3, 72_000)]
    [InlineData(3.5, 84_000)]
    [InlineData(5, 120_000)]
    public void Bars_are_as_long_as_the_metre_says(double beatsPerBar, int frames)
    {
        using Rig rig = new(settings: [.. Everybody, ("variation", "0")]) { BeatsPerBar = beatsPerBar };
        rig.Play(6 * frames);
        long[] roots = [.. Enumerable.Range(0, 6).Select(bar => (long)bar * frames)];
        foreach (long at in roots)
            Assert.Contains(rig.Notes, note => note.Frame == at && note.Note is { Channel: 9, Key: 36, Kind: NoteKind.On });
        int[] bass = [.. roots.Select(at => (int)rig.Notes.First(note => note.Frame == at && note.Note is { Channel: 1, Kind: NoteKind.On }).Note.Key % 12)];
        Assert.Equal([9, 5, 0, 7, 9, 5], bass);
    }

    [Fact]
    public void With_its_own_time_it_comes_in_a_bar_after_the_first_strike()
    {
        using Rig rig = new(settings: [.. Everybody, ("start", "with-player"), ("clock", "own"), ("tempo", "100")]);
        rig.Play(500_000, player: frame => frame >= 50_000 ? Always(frame - 50_000) : 0);
        // Four beats of 28800 frames, and what the ear is unsure of.
        Assert.InRange(rig.Notes[0].Frame, 50_000 + 115_200 - 480, 50_000 + 115_200 + 480);
        Assert.All(rig.Notes.Where(note => note.Note.Kind == NoteKind.On), note => Assert.InRange((note.Frame - rig.Notes[0].Frame + 1) % 7_200, 0, 2));
        // The progression began with the player: A minor was his alone.
        Assert.Equal(5, rig.Notes.First(note => note.Note.Channel == 1).Note.Key % 12);
    }

    [Fact]
    public void Waiting_for_the_player_is_the_same_live_and_offline()
    {
        Assert.Equal(Run(PlanService.AtOnce), Run(PlanService.OnCall));

        static List<(long, NoteEvent)> Run(PlanService service)
        {
            using Rig rig = new(service: service, settings: [.. Everybody, ("start", "with-player"), ("stop-after", "1")]);
            for (int i = 0; i < 100; i++)
            {
                rig.Play(9_600, player: frame => frame is > 100_000 and < 500_000 ? Busy(frame % 96_000) : 0);
                rig.Effect.Desk!.Serve();
            }
            Assert.NotEmpty(rig.Notes);
            return rig.Notes;
        }
    }

    private static float Busy(long frame) => frame / BarFrames % 2 == 0 ? Always(frame) : 0;

    private static float Always(long frame) => frame % 6_000 < 4_000
        ? 0.4f * MathF.Sin(frame * 0.045f) * MathF.Exp(-(frame % 6_000) / 1_000f) : 0;

    private static Rig Play(string listen, Func<long, float> player)
    {
        Rig rig = new(settings: [.. Everybody, ("listen", listen)]);
        rig.Play(16 * BarFrames, player: player);
        rig.Dispose();
        return rig;
    }

    // Notes begun in the player's bars, and in his rests.
    private static (int First, int Second) Count(Rig rig, byte channel)
    {
        var begun = rig.Notes.Where(note => note.Note.Channel == channel && note.Note.Kind == NoteKind.On && note.Frame > 2 * BarFrames).ToList();
        return (begun.Count(note => note.Frame / BarFrames % 2 == 0), begun.Count(note => note.Frame / BarFrames % 2 == 1));
    }
}
