using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// One pass equals random splits of it, sample for sample and note for note: at the defaults, at random values, and
/// with every parameter moved at a frame where all of the splits meet.
/// </summary>
internal sealed class SplitsCheck : ICheck
{
    private const int Frames = 16_384;
    private const int ChangeAt = 5_003;

    private static readonly AudioFormat Format = new(48_000, 2, Frames);

    public string Name => "splits";

    public Verdict Try(Bench bench)
    {
        AudioEffect effect = bench.Create().Effect;
        Setting defaults = Setting.Defaults(effect);
        Setting random = Setting.Random(effect, bench.Seed), next = Setting.Random(effect, bench.Seed + 1);
        (string, Setting, Setting)[] scenes =
        [
            ("the defaults", defaults, defaults),
            (random.Name, random, random),
            ($"parameters moved at frame {ChangeAt}", random, next),
        ];
        (string, Func<int, int>)[] cuts =
        [
            ("blocks of 64", Cuts.Of(64)),
            ("blocks of 7", Cuts.Of(7)),
            ("random blocks up to 256", Cuts.Random(bench.Seed, 256)),
            ("random blocks up to 8192", Cuts.Random(bench.Seed + 1, 8192)),
        ];

        foreach ((string scene, Setting before, Setting after) in scenes)
        {
            (Signal whole, List<NoteEvent> notes) = Render(bench, before, after, Cuts.Of(Frames));
            foreach ((string cut, Func<int, int> lengths) in cuts)
            {
                (Signal split, List<NoteEvent> splitNotes) = Render(bench, before, after, lengths);
                int frame = whole.FirstDifference(split);
                if (frame >= 0)
                    return Verdict.Failed($"{cut} differ from one pass at frame {frame} ({scene})");
                if (!notes.SequenceEqual(splitNotes))
                    return Verdict.Failed($"{cut} emit other notes than one pass ({scene})");
            }
        }
        return Verdict.Passed($"{scenes.Length} settings, {cuts.Length} ways to cut {Frames} frames, bit for bit");
    }

    private static (Signal Output, List<NoteEvent> Notes) Render(
        Bench bench, Setting before, Setting after, Func<int, int> cut)
    {
        Instance instance = bench.Prepared(Format, before);
        instance.PlaysNotes = true;
        Signal signal = Signal.Noise(Format.Channels, Frames, bench.Seed);
        instance.Process(signal, 0, ChangeAt, cut);
        after.ApplyTo(instance.Effect);
        instance.Process(signal, ChangeAt, Frames - ChangeAt, cut);
        return (signal, instance.Emitted);
    }
}
