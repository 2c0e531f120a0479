using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Tests.Corpus;
using PluginHost.Patterns.Training;

namespace PluginHost.Patterns.Tests.Generation;

/// <summary>Small nets with random weights: what they play is nonsense, but of every kind.</summary>
internal static class TestModels
{
    public static PatternModel Of(PatternKind kind, StepHead head = StepHead.Set) => new(Steps(kind, head), "test");

    public static StepModel Steps(PatternKind kind, StepHead head = StepHead.Set)
    {
        PatternNet net = new() { Hidden = 16, HeadWidth = 16, Head = head };
        return PatternTraining.Prepare(Corpus(kind), kind, net).NewModel(net, 5);
    }

    public static MusicCorpus Corpus(PatternKind kind)
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 4; i++)
            File.WriteAllBytes(folder.File($"{i}.mid"), MidiWriter.Bytes(MidiFolderTests.Band(bars: 8)));
        return MidiFolder.Read(folder.Path, kind);
    }

    public static List<Bar> Write(PatternModel model, int bars, BarRequest request, ulong seed = 1)
    {
        BarWriter writer = new(model);
        writer.Reset(seed);
        return Write(writer, 0, bars, request);
    }

    public static List<Bar> Write(BarWriter writer, int first, int bars, BarRequest request)
    {
        List<Bar> written = [];
        for (int number = first; number < first + bars; number++)
        {
            Bar bar = new();
            writer.Write(request with { Number = number }, bar);
            written.Add(bar);
        }
        return written;
    }

    public static PatternEvent[] Notes(IEnumerable<Bar> bars) => [.. bars.SelectMany(bar => bar.Events.Take(bar.Count))];

    public static string Text(IEnumerable<Bar> bars) =>
        string.Join('\n', bars.Select(bar => $"{bar.Number}/{bar.Steps}: " + string.Join(' ', bar.Events.Take(bar.Count))));
}
