namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Bytes that are not a state are refused: <c>LoadState</c> answers seeded garbage and truncated states with
/// <see cref="InvalidDataException"/> and nothing else, and changes nothing. A state with bits flipped may be a state
/// as well; it is refused in the same way or taken, and then still gives finite samples.
/// </summary>
internal sealed class UntrustedStateCheck : ICheck
{
    private const int Frames = 4_096;
    private const int Garbage = 64;
    private const int Truncations = 64;
    private const int Flips = 32;

    public string Name => "untrusted-state";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        instance.Process(Signal.Noise(2, Frames, bench.Seed), Cuts.Of(512));
        byte[] state = instance.SaveState();
        Signal before = Sound(instance, bench.Seed);
        var random = new Random(bench.Seed);

        foreach ((string what, byte[] bytes) in Refused(state, random))
        {
            string? fault = Load(instance, bytes);
            if (fault is not null)
                return Verdict.Failed($"{what}: {fault}");
            if (!instance.SaveState().AsSpan().SequenceEqual(state))
                return Verdict.Failed($"{what} was refused, but changed the state");
        }
        if (before.FirstDifference(Sound(instance, bench.Seed)) >= 0)
            return Verdict.Failed("refused bytes changed the sound");

        for (int flip = 0; flip < Flips && state.Length > 0; flip++)
        {
            byte[] flipped = [.. state];
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            string? fault = Load(instance, flipped, mayAccept: true);
            if (fault is not null)
                return Verdict.Failed($"a state with one bit flipped: {fault}");
            if (Sound(instance, bench.Seed).FirstBeyond(float.MaxValue) >= 0)
                return Verdict.Failed("a state with one bit flipped was taken and gives samples that are not finite");
        }
        return Verdict.Passed($"garbage and {state.Length} bytes of state cut short are refused and change nothing");
    }

    private static IEnumerable<(string What, byte[] Bytes)> Refused(byte[] state, Random random)
    {
        for (int i = 0; i < Garbage; i++)
        {
            byte[] bytes = new byte[random.Next(1, 1024)];
            random.NextBytes(bytes);
            if (bytes.Length != state.Length)
                yield return ($"{bytes.Length} random bytes", bytes);
        }
        // No bytes at all say that the parameters say everything, so cutting begins at one byte.
        int step = Math.Max(1, state.Length / Truncations);
        for (int length = 1; length < state.Length; length += step)
            yield return ($"the first {length} of {state.Length} bytes of its state", state[..length]);
        if (state.Length > 1)
            yield return ("its state without the last byte", state[..^1]);
    }

    private static string? Load(Instance instance, byte[] bytes, bool mayAccept = false)
    {
        try
        {
            instance.LoadState(bytes);
            return mayAccept ? null : "taken for a state";
        }
        catch (InvalidDataException)
        {
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"LoadState threw {CheckThread.Describe(fault)}, not InvalidDataException";
        }
    }

    private static Signal Sound(Instance instance, int seed)
    {
        instance.Prepare(Instance.UsualFormat);
        Signal signal = Signal.Noise(2, Frames, seed + 3);
        instance.Process(signal, Cuts.Of(512));
        return signal;
    }
}
