using PluginHost.Neural.Random;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Encoding;

/// <summary>
/// Makes up somebody to play with, because no corpus has one. Drums and bass learn to meet the player: some of the piece's
/// own low, middle and high notes are the player's accents. A melody learns to make room: the player is busy in its rests.
/// </summary>
internal static class SimulatedPlayer
{
    private const float StrayShare = 0.03f;

    /// <returns>One grid a bar.</returns>
    public static OnsetGrid[] Play(Piece piece, PatternKind kind, ulong seed)
    {
        int bars = ((piece.FirstPosition + piece.Count - 1) / piece.StepsPerBar) + 1;
        ushort[] onsets = new ushort[bars * OnsetGrid.Bands];
        CounterRandom random = new(seed, 0, 0);
        float keep = 0.3f + (0.6f * random.NextSingle());
        for (int step = 0; step < piece.Count; step++)
        {
            int at = piece.FirstPosition + step;
            for (int band = 0; band < OnsetGrid.Bands; band++)
            {
                bool isStruck = piece.Steps[step].Any(note => BandOf(note.Note, kind) == band);
                float chance = kind is PatternKind.Drums or PatternKind.Bass ? (isStruck ? keep : StrayShare)
                    : piece.Steps[step].Length > 0 ? StrayShare : band == 1 ? keep / 2 : StrayShare;
                if (random.NextSingle() < chance)
                    onsets[(at / piece.StepsPerBar * OnsetGrid.Bands) + band] |= (ushort)(1 << (at % piece.StepsPerBar));
            }
        }
        OnsetGrid[] grids = new OnsetGrid[bars];
        for (int bar = 0; bar < bars; bar++)
            grids[bar] = new OnsetGrid(onsets[bar * OnsetGrid.Bands], onsets[(bar * OnsetGrid.Bands) + 1], onsets[(bar * OnsetGrid.Bands) + 2]);
        return grids;
    }

    private static int BandOf(int key, PatternKind kind) => kind != PatternKind.Drums ? 0 : DrumKit.PieceOf(key) switch
    {
        DrumKit.Kick => 0,
        DrumKit.Snare or 4 or 5 or 6 => 1,
        _ => 2,
    };
}
