using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Corpus;

/// <summary>Finds who plays which role in a MIDI file: by channel, by program, by name, and else by who is lowest or highest.</summary>
internal static class Voices
{
    private const int FirstBassProgram = 32;
    private const int LastBassProgram = 39;
    private const int HighestBass = 55;
    private const int LowestMelody = 48;

    private static readonly string[] MelodyNames = ["melod", "vocal", "voice", "lead", "solo", "sing"];

    public static bool IsDrum(MidiNote note) => note.Channel == MidiNote.DrumChannel;

    public static IEnumerable<MidiNote> Pitched(MidiSong song) => song.Notes.Where(note => !IsDrum(note));

    /// <summary>The busiest bass, or nothing when no track says it is one.</summary>
    public static IReadOnlyList<MidiNote> Bass(MidiSong song) =>
        Busiest(song, note => note.Program is >= FirstBassProgram and <= LastBassProgram || IsNamed(song, note, "bass"));

    public static IReadOnlyList<MidiNote> Melody(MidiSong song) =>
        Busiest(song, note => MelodyNames.Any(name => IsNamed(song, note, name)));

    /// <summary>One note a step at most: the lowest that is struck, when it is low.</summary>
    public static PieceNote[][] Lowest(PieceNote[][] steps) =>
        [.. steps.Select(step => step.Length > 0 && step[0].Note <= HighestBass ? step[..1] : [])];

    /// <summary>One note a step at most: the highest that is struck, unless a higher one still sounds.</summary>
    public static PieceNote[][] Highest(PieceNote[][] steps)
    {
        PieceNote[][] melody = new PieceNote[steps.Length][];
        (int Note, double End) holding = (0, 0);
        for (int step = 0; step < steps.Length; step++)
        {
            PieceNote top = steps[step].Length > 0 ? steps[step][^1] : default;
            bool isHeard = top.Note >= LowestMelody && (top.Note >= holding.Note || step + 0.5 >= holding.End);
            melody[step] = isHeard ? [top] : [];
            if (isHeard)
                holding = (top.Note, step + top.LengthSteps);
        }
        return melody;
    }

    private static MidiNote[] Busiest(MidiSong song, Func<MidiNote, bool> plays) =>
        Pitched(song).Where(plays).GroupBy(note => (note.Track, note.Channel))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault()?.ToArray() ?? [];

    private static bool IsNamed(MidiSong song, MidiNote note, string part) =>
        note.Track < song.TrackNames.Count && song.TrackNames[note.Track].Contains(part, StringComparison.OrdinalIgnoreCase);
}
