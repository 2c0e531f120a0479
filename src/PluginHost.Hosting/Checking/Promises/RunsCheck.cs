namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// The effect can be made, prepared, run, reset and disposed of at all, without an exception and in finite time. When
/// it cannot, nothing else is tried.
/// </summary>
internal sealed class RunsCheck : ICheck
{
    private const int Frames = 8192;

    public string Name => "runs";

    /// <summary>Gets the type of the effect, once one was made. [any-thread]</summary>
    public Type? EffectType { get; private set; }

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Create();
        EffectType = instance.Effect.GetType();
        instance.Prepare(Instance.UsualFormat);
        instance.PlaysNotes = true;
        Signal signal = Signal.Noise(2, Frames, bench.Seed);
        instance.Process(signal, Cuts.Of(Instance.UsualFormat.MaxFrames));
        instance.Reset();
        instance.Process(new Signal(2, Frames), Cuts.Of(64));
        instance.SaveState();

        if (instance.Latency < 0)
            return Verdict.Failed($"LatencyFrames is {instance.Latency}, but must be 0 or more");
        if (instance.Tail < 0)
            return Verdict.Failed($"TailFrames is {instance.Tail}, but must be 0 or more");
        return Verdict.Passed($"{2 * Frames} frames without an exception");
    }
}
