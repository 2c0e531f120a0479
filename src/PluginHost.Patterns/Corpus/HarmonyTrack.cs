using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>Names the chord of every beat of a piece from all its pitched notes.</summary>
internal static class HarmonyTrack
{
    /// <param name="steps">All pitched notes.</param>
    /// <param name="stepsPerBeat">Steps in a beat, 1 and more.</param>
    /// <returns>The chord of each step; a beat in which nothing can be named goes on with the last one.</returns>
    public static Chord[] Detect(PieceNote[][] steps, int stepsPerBeat)
    {
        Chord[] chords = new Chord[steps.Length];
        float[] weights = new float[PitchClass.Count];
        List<(PieceNote Note, int Start)> sounding = [];
        Chord now = default;
        for (int beat = 0; beat < steps.Length; beat += stepsPerBeat)
        {
            int end = Math.Min(steps.Length, beat + stepsPerBeat);
            for (int step = beat; step < end; step++)
                sounding.AddRange(steps[step].Select(note => (note, step)));
            sounding.RemoveAll(one => one.Start + Math.Max(1, one.Note.LengthSteps) <= beat);
            Array.Clear(weights);
            int lowest = int.MaxValue;
            foreach ((PieceNote note, int start) in sounding)
            {
                float ends = Math.Min(start + Math.Max(1, note.LengthSteps), end);
                weights[PitchClass.Wrap(note.Note)] += ends - Math.Max(start, beat);
                lowest = Math.Min(lowest, note.Note);
            }
            Chord found = ChordDetector.Detect(weights, lowest == int.MaxValue ? -1 : PitchClass.Wrap(lowest));
            now = found.IsNone ? now : found;
            chords.AsSpan(beat..end).Fill(now);
        }
        return chords;
    }

    /// <returns>How long each pitch class sounds in the whole piece, in steps.</returns>
    public static double[] Weigh(PieceNote[][] steps)
    {
        double[] weights = new double[PitchClass.Count];
        foreach (PieceNote note in steps.SelectMany(step => step))
            weights[PitchClass.Wrap(note.Note)] += Math.Clamp(note.LengthSteps, 1, 16);
        return weights;
    }
}
