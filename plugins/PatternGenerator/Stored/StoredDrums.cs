using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Stored;

/// <summary>Bass drum on the first beats, snare on the back beats, hats between; the denser, the more there is of each.</summary>
internal sealed class StoredDrums() : StoredWriter(PatternKind.Drums)
{
    private const int Kick = 36, Snare = 38, ClosedHat = 42, OpenHat = 46, Crash = 49, Ride = 51;
    private const int HighTom = 50, MidTom = 47, LowTom = 43;

    /// <inheritdoc/>
    protected override void Write(in BarRequest request, in Dice dice, Bar bar)
    {
        float density = DensityOf(request);
        int fillFrom = request.Fill ? bar.Steps - (dice.Roll(1) < density ? 8 : 4) : bar.Steps;
        for (int step = 0; step < bar.Steps; step++)
        {
            if (step >= fillFrom)
                Fill(request, dice, bar, step, fillFrom, density);
            else
                Groove(request, dice, bar, step, density);
        }
    }

    private void Groove(in BarRequest request, in Dice dice, Bar bar, int step, float density)
    {
        int beat = step / 4, within = step % 4;
        bool isBackBeat = within == 0 && (bar.Steps == 12 ? beat > 0 : beat % 2 == 1);
        if (step == 0 || (within == 0 && !isBackBeat && density > 0.1f) || (step > 1 && !isBackBeat && dice.Roll(10 + step) < KickChance(within, density)))
            Add(bar, request, dice, step, Kick, step == 0 ? 0.85f : 0.72f, 1);
        if (isBackBeat)
            Add(bar, request, dice, step, Snare, 0.82f, 1);
        else if (within % 2 == 1 && dice.Roll(30 + step) < 0.25f * density * request.Complexity)
            Add(bar, request, dice, step, Snare, 0.26f, 1);
        if (step == 0 && request.Number % Math.Max(1, request.PhraseBars) == 0)
            Add(bar, request, dice, step, Crash, 0.7f, 4);
        else if (within % 2 == 0 ? density > 0.12f || within == 0 : density > 0.8f)
            Add(bar, request, dice, step, HatAt(dice, step, request.Complexity, density), within == 0 ? 0.6f : within == 2 ? 0.45f : 0.3f, 1);
    }

    private static float KickChance(int within, float density) => within switch
    {
        2 => 0.55f * density,
        3 => 0.3f * density * density,
        _ => 0.06f * density,
    };

    private static int HatAt(in Dice dice, int step, float complexity, float density) =>
        step % 4 == 2 && dice.Roll(60 + step) < 0.2f * complexity ? OpenHat : density > 0.92f && step % 2 == 0 ? Ride : ClosedHat;

    private void Fill(in BarRequest request, in Dice dice, Bar bar, int step, int from, float density)
    {
        if (step % 2 == 1 && dice.Roll(80 + step) > 0.35f + (0.6f * density))
            return;
        float way = (step - from) / (float)(bar.Steps - from);
        int drum = way < 0.3f ? Snare : way < 0.55f ? HighTom : way < 0.8f ? MidTom : LowTom;
        Add(bar, request, dice, step, drum, 0.55f + (0.35f * way), 1);
        if (step % 4 == 0)
            Add(bar, request, dice, step, Kick, 0.6f, 1);
    }
}
