namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// <c>Reset</c> equals fresh: after noise, notes and moving parameters, a reset instance sounds bit for bit like a new
/// one with the same parameters and the same saved state.
/// </summary>
internal sealed class ResetCheck : ICheck
{
    private const int Frames = 12_000;

    public string Name => "reset";

    public Verdict Try(Bench bench)
    {
        Instance used = bench.Prepared();
        used.PlaysNotes = true;
        for (int round = 0; round < 3; round++)
        {
            Setting.Random(used.Effect, bench.Seed + round).ApplyTo(used.Effect);
            used.Process(Signal.Noise(2, Frames, bench.Seed + round), Cuts.Random(bench.Seed, 512));
        }

        Setting[] settings = [Setting.Defaults(used.Effect), Setting.Random(used.Effect, bench.Seed + 9)];
        foreach (Setting setting in settings)
        {
            // The targets move just before the reset, so that a value still on its way would be heard.
            setting.ApplyTo(used.Effect);
            used.Reset();
            Instance fresh = bench.Prepared(setting: setting, state: used.SaveState());
            fresh.PlaysNotes = true;
            Signal signal = Signal.Noise(2, Frames, bench.Seed + 7), expected = signal.Copy();
            used.Process(signal, Cuts.Of(64));
            fresh.Process(expected, Cuts.Of(64));
            int frame = signal.FirstDifference(expected);
            if (frame >= 0)
                return Verdict.Failed($"differs from a fresh instance {frame} frames after Reset ({setting.Name})");
        }
        return Verdict.Passed($"{Frames} frames after Reset equal those of a fresh instance");
    }
}
