using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Corpus;

/// <summary>A stretch of a MIDI file in one metre.</summary>
/// <param name="FirstTick">Where its first bar begins.</param>
/// <param name="EndTick">Where it ends.</param>
/// <param name="StepsPerBar">16 or 12; 0 for a metre that is not learned.</param>
/// <param name="Metre">Such as "6/8".</param>
internal readonly record struct BarStretch(long FirstTick, long EndTick, int StepsPerBar, string Metre);

/// <summary>Cuts a MIDI file where its metre changes.</summary>
internal static class BarGrid
{
    public const int StepsPerQuarter = 4;

    public static List<BarStretch> Cut(MidiSong song)
    {
        long end = song.Length;
        List<BarStretch> stretches = [];
        (long Tick, string Name, int Steps) now = (0, "4/4", 16);
        foreach (MidiMetre metre in song.Metres)
        {
            string name = $"{metre.Beats}/{metre.Unit}";
            if (name == now.Name)
                continue;
            Add(metre.Tick);
            now = (metre.Tick, name, name switch { "4/4" or "2/2" => 16, "3/4" => 12, _ => 0 });
        }
        Add(Math.Max(end, now.Tick));
        return stretches;

        void Add(long to)
        {
            if (to > now.Tick)
                stretches.Add(new BarStretch(now.Tick, to, now.Steps, now.Name));
        }
    }
}
