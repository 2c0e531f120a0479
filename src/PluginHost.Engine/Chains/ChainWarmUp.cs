using PluginHost.Sdk;

namespace PluginHost.Engine.Chains;

/// <summary>
/// Runs the effects of a chain before it goes live, so that the audio thread meets no cold code: a trivial effect's first block
/// costs about a millisecond, its second some microseconds. Afterwards everything is as freshly prepared.
/// </summary>
internal static class ChainWarmUp
{
    private const int Rounds = 3;
    private static readonly NoteEvent[] Notes = [new(0, NoteKind.On, 0, 60, 0.1f), new(0, NoteKind.Off, 0, 60, 0)];

    /// <summary>Warms a prepared chain up. [control-thread]</summary>
    /// <param name="chain">The chain; a slot that fails stays set aside.</param>
    public static void Run(Chain chain)
    {
        AudioFormat format = chain.Options.Format;
        float[] samples = new float[format.Channels * format.MaxFrames];
        bool[] bypassed = [.. chain.Slots.Select(slot => slot.IsBypassed)];
        Random random = new(1);
        for (int round = 0; round < Rounds; round++)
        {
            foreach (int frames in (ReadOnlySpan<int>)[format.MaxFrames, Math.Min(64, format.MaxFrames), Math.Min(17, format.MaxFrames), 1])
            {
                foreach (ref float sample in samples.AsSpan())
                    sample = (random.NextSingle() - 0.5f) * 1e-3f;
                chain.Process(new AudioBuffer(samples, format.Channels, frames, format.MaxFrames),
                    new Transport(chain.Options.TempoBpm, 0, 0), Notes, null, null);
            }
            // In the second round a bypassed effect runs, too, and one that is not fades out.
            for (int i = 0; i < bypassed.Length; i++)
                chain.Slots[i].IsBypassed = bypassed[i] ^ (round == 0);
        }
        FaultKind[] faults = [.. chain.Slots.Select(slot => slot.Fault)];
        chain.Restart();
        for (int i = 0; i < faults.Length; i++)
        {
            if (faults[i] != FaultKind.None)
                chain.Slots[i].SetAside(faults[i]);
        }
    }
}
