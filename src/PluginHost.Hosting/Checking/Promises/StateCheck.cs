namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// State survives a round trip: parameters and <c>SaveState</c> of a used instance, given to a new one before or after
/// <c>Prepare</c>, make it sound bit for bit like the used one prepared anew.
/// </summary>
internal sealed class StateCheck : ICheck
{
    private const int Frames = 12_000;

    public string Name => "state";

    public Verdict Try(Bench bench)
    {
        int bytes = 0;
        for (int round = 0; round < 2; round++)
        {
            Instance used = bench.Prepared();
            Setting.Random(used.Effect, bench.Seed + round).ApplyTo(used.Effect);
            used.Process(Signal.Noise(2, Frames, bench.Seed + round), Cuts.Of(512));
            byte[] state = used.SaveState();
            Setting setting = Setting.Of(used.Effect);
            used.Prepare(Instance.UsualFormat);
            bytes = Math.Max(bytes, state.Length);

            Instance early = bench.Prepared(setting: setting, state: state);
            Instance late = bench.Prepared(setting: setting);
            if (state.Length > 0)
                late.LoadState(state);
            late.Reset();

            Signal expected = Signal.Noise(2, Frames, bench.Seed + 5);
            Signal fromEarly = expected.Copy(), fromLate = expected.Copy();
            used.Process(expected, Cuts.Of(64));
            early.Process(fromEarly, Cuts.Of(64));
            late.Process(fromLate, Cuts.Of(64));
            if (expected.FirstDifference(fromEarly) is >= 0 and int frame)
                return Verdict.Failed($"restored before Prepare, it sounds different from frame {frame} on");
            if (expected.FirstDifference(fromLate) is >= 0 and int lateFrame)
                return Verdict.Failed($"restored after Prepare, it sounds different from frame {lateFrame} on");
        }
        return Verdict.Passed($"parameters and {bytes} bytes of state restore the sound bit for bit");
    }
}
