using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class GeneratorTests
{
    private static readonly (string, string)[] All = [("chords", "on"), ("melody", "on"), ("output", "both"), ("density", "70")];

    [Fact]
    public void It_plays_in_time_from_the_first_frame()
    {
        using Rig rig = new(settings: [.. All, ("humanise", "0")]);
        rig.Play(4 * 96_000);
        Assert.All(rig.Notes.Where(note => note.Note.Kind == NoteKind.On), note => Assert.Equal(0, note.Frame % 6_000));
        Assert.Contains(rig.Notes, note => note.Frame == 0 && note.Note is { Channel: 9, Key: 36 });
        foreach (byte channel in new byte[] { 9, 1, 2, 3 })
            Assert.Contains(rig.Notes, note => note.Note.Channel == channel);
    }

    [Fact]
    public void Every_note_that_begins_ends()
    {
        using Rig rig = new(settings: [.. All, ("stop-after", "1")]);
        rig.Play(6 * 96_000, player: frame => frame < 200_000 ? MathF.Sin(frame * 0.05f) : 0);
        HashSet<(byte, byte)> sounding = [];
        foreach ((_, NoteEvent note) in rig.Notes)
        {
            bool changed = note.Kind == NoteKind.On ? sounding.Add((note.Channel, note.Key)) : sounding.Remove((note.Channel, note.Key));
            Assert.True(changed, note.ToString());
        }
        Assert.Empty(sounding);
        Assert.True(rig.Notes.Count > 50);
    }

    [Theory]
    [InlineData(8_000, 1)]
    [InlineData(44_100, 2)]
    [InlineData(192_000, 6)]
    public void Blocks_do_not_change_a_sample_or_a_note(int rate, int channels)
    {
        (float[] whole, List<(long, NoteEvent)> notes) = Play(0);
        foreach (int seed in new[] { 1, 2 })
        {
            (float[] cut, List<(long, NoteEvent)> others) = Play(seed);
            Assert.Equal(whole, cut);
            Assert.Equal(notes, others);
        }
        Assert.NotEmpty(notes);

        (float[], List<(long, NoteEvent)>) Play(int seed)
        {
            using Rig rig = new(rate, channels, settings: [.. All, ("swing", "61"), ("listen", "100")]);
            Random cuts = new(seed);
            List<float> heard = [];
            // Tempo, place and settings change where all of the cuts meet.
            for (int part = 0; part < 6; part++)
            {
                rig.TempoBpm = 97.3 + (31.7 * part);
                if (part == 3)
                    rig.Beat += 1.37;
                rig.Set("density", $"{15 * part}");
                for (int left = rate; left > 0;)
                {
                    int block = seed == 0 ? Math.Min(left, 4_000) : Math.Min(left, cuts.Next(1, 700));
                    heard.AddRange(rig.Play(block, block, frame => frame % (rate / 5) < rate / 20 ? 0.3f * MathF.Sin(frame * 0.07f) : 0));
                    left -= block;
                }
            }
            return ([.. heard], rig.Notes);
        }
    }

    [Fact]
    public void Live_and_offline_give_the_same_bits_while_the_worker_is_in_time()
    {
        float[] offline = Play(PlanService.AtOnce, out _);
        float[] live = Play(PlanService.OnCall, out float missed);
        Assert.Equal(0, missed);
        Assert.Equal(offline, live);

        static float[] Play(PlanService service, out float missed)
        {
            using Rig rig = new(service: service, settings: All);
            List<float> heard = [];
            for (int block = 0; block < 2_000; block++)
            {
                heard.AddRange(rig.Play(480, player: frame => frame % 20_000 < 3_000 ? 0.3f * MathF.Sin(frame * 0.06f) : 0));
                if (block % 20 == 19)
                    rig.Effect.Desk!.Serve();
            }
            missed = rig.Meter("bars-missed");
            return [.. heard];
        }
    }

    [Fact]
    public void The_first_bar_is_there_at_once_at_the_tempo_it_was_warmed_up_at()
    {
        using Rig rig = new(service: PlanService.OnCall, settings: All) { TempoBpm = 97 };
        rig.Play(4_800);
        rig.Effect.Prepare(rig.Effect.Format);
        rig.Beat = 0;
        rig.Play(48_000);
        Assert.Equal(0, rig.Meter("bars-missed"));
    }

    [Fact]
    public void Its_own_worker_keeps_ahead_and_changes_nothing()
    {
        float[] offline = Play(PlanService.AtOnce), live = Play(PlanService.Worker);
        Assert.Equal(offline, live);

        static float[] Play(PlanService service)
        {
            using Rig rig = new(rate: 8_000, service: service, settings: All);
            List<float> heard = [];
            for (int bar = 0; bar < 6; bar++)
            {
                heard.AddRange(rig.Play(15_000));
                // The worker has as long as it takes: how quick a loaded machine is, is not the question here.
                for (int patience = 0; service == PlanService.Worker && patience < 1_000 && !rig.Effect.Desk!.IsIdle; patience++)
                    Thread.Sleep(5);
                heard.AddRange(rig.Play(1_000));
            }
            Assert.Equal(0, rig.Meter("bars-missed"));
            return [.. heard];
        }
    }

    [Fact]
    public void Ten_minutes_of_jumps_and_a_worker_that_stops_for_up_to_three_seconds()
    {
        const int rate = 8_000;
        using Rig rig = new(rate, 1, PlanService.OnCall, null, [.. All, ("humanise", "0"), ("listen", "0")]);
        Random random = new(4);
        Timeline timeline = new(rate);
        float[] block = new float[64];
        long wakes = 0;
        int stops = 0;
        AllocationGate gate = new();
        while (rig.Frame < 600L * rate)
        {
            if (random.Next(1_500) == 0)
                rig.TempoBpm = 40 + (200 * random.NextDouble());
            if (random.Next(4_000) == 0)
                rig.Beat = random.Next(64) + (random.Next(16) / 16.0);
            timeline.Note(rig.Frame, rig.Beat, rig.TempoBpm);
            int frames = random.Next(1, 65);
            gate.Open();
            rig.Process(new AudioBuffer(block, 1, frames, 64));
            gate.Close();
            if (rig.Frame < wakes)
                continue;
            rig.Effect.Desk!.Serve();
            if (random.Next(400) != 0)
                continue;
            stops++;
            wakes = rig.Frame + (long)(3 * rate * random.NextDouble());
        }
        Assert.True(stops > 50, $"{stops} stops");
        Assert.True(rig.Meter("bars-missed") > 5, $"{rig.Meter("bars-missed")} bars missed");
        // What the list of this test itself grew by is not the effect's.
        Assert.InRange(gate.Bytes, 0, 64L * rig.Notes.Capacity);
        List<(long Frame, NoteEvent Note)> begun = [.. rig.Notes.Where(note => note.Note.Kind == NoteKind.On)];
        Assert.True(begun.Count > 5_000);
        Assert.All(begun, note => Assert.InRange(timeline.FramesFromStep(note.Frame), -1, 1));
        TestContext.Current.SendDiagnosticMessage($"{begun.Count} notes, {stops} stops, {rig.Meter("bars-missed")} bars repeated");
    }

    [Fact]
    public void A_bar_that_is_missing_is_the_last_one_again_over_the_next_chord()
    {
        using Rig rig = new(service: PlanService.OnCall, settings: [("output", "both"), ("progression", "am-f-c-g"), ("humanise", "0"), ("listen", "0"), ("fill", "off")]);
        rig.Play(90_000);
        rig.Play(90_000);
        Assert.Equal(1, rig.Meter("bars-missed"));
        byte[] first = Bass(0), again = Bass(96_000);
        Assert.Equal(first.Length, again.Length);
        // A minor to F major: the root falls by four semitones.
        Assert.Equal(first[0] - 4, again[0]);

        byte[] Bass(long from) =>
            [.. rig.Notes.Where(note => note.Note is { Channel: 1, Kind: NoteKind.On } && note.Frame >= from && note.Frame < from + 90_000).Select(note => note.Note.Key)];
    }

    [Fact]
    public void Nothing_is_late_and_nothing_is_allocated_while_parameters_move()
    {
        using Rig rig = new(service: PlanService.OnCall, settings: All);
        float[] samples = new float[2 * 64];
        NoteBuffer notes = new(512);
        Work(3_000);
        Assert.Equal(0, AllocationGate.Measure(() => Work(12_000)));

        void Work(int blocks)
        {
            for (int block = 0; block < blocks; block++)
            {
                for (int i = 0; block % 50 == 0 && i < rig.Effect.Parameters.Count; i++)
                {
                    Parameter parameter = rig.Effect.Parameters[i];
                    parameter.Target = parameter.FromNormalized(((block * 37) + (i * 11)) % 101 / 100f);
                }
                notes.Clear();
                rig.Effect.Process(new ProcessContext(new AudioBuffer(samples, 2, 64, 64), new Transport(140, block * 64 * 140 / 60.0 / 48_000, 0), default, notes));
                if (block % 1_000 == 999)
                    rig.Effect.Reset();
            }
        }
    }

    [Fact]
    public void It_has_no_latency_and_lets_the_player_through()
    {
        using Rig rig = new(settings: [("drums", "off"), ("bass", "off")]);
        Assert.Equal((0, 0), (rig.Effect.LatencyFrames, rig.Effect.MaxLatencyFrames));
        float[] player = Signals.WhiteNoise(48_000, 2);
        Assert.Equal(player, rig.Play(48_000, player: frame => player[frame]));
    }

    [Fact]
    public void It_stands_still_with_the_host_or_goes_on_by_itself()
    {
        using Rig host = new(settings: [.. All, ("clock", "host")]);
        host.Play(96_000);
        host.IsPlaying = false;
        host.Play(480);
        int notes = host.Notes.Count;
        host.Play(300_000);
        Assert.Equal(notes, host.Notes.Count);

        using Rig own = new(settings: [.. All, ("tempo", "180"), ("humanise", "0")]);
        own.IsPlaying = false;
        own.Play(200_000);
        Assert.All(own.Notes.Where(note => note.Note.Kind == NoteKind.On), note => Assert.Equal(0, note.Frame % 4_000));
        Assert.True(own.Notes.Count > 20);
    }

    [Fact]
    public void Taps_set_the_tempo()
    {
        using Rig rig = new(settings: [("output", "both"), ("humanise", "0")]);
        for (int tap = 0; tap < 5; tap++)
        {
            rig.Set("tap", tap % 2 == 0 ? "on" : "off");
            rig.Play(32_000, block: 1_000);
        }
        Assert.Equal(90, rig.Meter("tempo-now"), 3);
        // The last tap was a beat, and the time since then is one more: so the next falls here.
        int before = rig.Notes.Count;
        rig.Play(32_000);
        Assert.Contains(rig.Notes.Skip(before), note => note.Frame == 160_000);
        rig.Set("tempo", "100");
        rig.Play(48_000);
        Assert.Equal(120, rig.Meter("tempo-now"));
    }

    [Fact]
    public void It_waits_for_the_player_and_stops_when_he_has_gone()
    {
        using Rig rig = new(settings: [.. All, ("start", "with-player"), ("stop-after", "1")]);
        rig.Play(2 * 96_000);
        Assert.Empty(rig.Notes);
        float[] _ = rig.Play(4 * 96_000, player: frame => frame % 24_000 < 12_000 ? 0.4f * MathF.Sin(frame * 0.05f) : 0);
        Assert.NotEmpty(rig.Notes);
        Assert.InRange(rig.Notes[0].Frame, (3 * 96_000) - 3_000, 3 * 96_000);
        rig.Play(rig.Effect.TailFrames);
        int notes = rig.Notes.Count;
        Assert.Equal(0, Signals.Peak(rig.Play(96_000)));
        Assert.Equal(notes, rig.Notes.Count);
    }

    private sealed class Timeline(int rate)
    {
        private readonly List<(long Frame, double Beat, double Tempo)> _points = [];

        public void Note(long frame, double beat, double tempo)
        {
            if (_points.Count == 0 || _points[^1].Tempo != tempo || Math.Abs(BeatAt(frame) - beat) > 1e-6)
                _points.Add((frame, beat, tempo));
        }

        /// <summary>How far a frame is from the nearest sixteenth, or from where the time jumped there, in frames.</summary>
        public double FramesFromStep(long frame)
        {
            (long from, _, double tempo) = _points[Find(frame)];
            double steps = BeatAt(frame) * 4, off = (steps - Math.Round(steps)) / 4 / (tempo / 60 / rate);
            return Math.Abs(off) > 1 && frame == from ? 0 : off;
        }

        private double BeatAt(long frame)
        {
            (long from, double beat, double tempo) = _points[Find(frame)];
            return beat + ((frame - from) * (tempo / 60 / rate));
        }

        private int Find(long frame)
        {
            int at = _points.Count - 1;
            while (at > 0 && _points[at].Frame > frame)
                at--;
            return at;
        }
    }
}
