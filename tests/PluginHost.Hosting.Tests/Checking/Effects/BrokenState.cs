using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>Counts loud samples and turns the sound down a little for them; what it has counted is its state.</summary>
public abstract class Counter : AudioEffect
{
    protected byte Count { get; set; }

    public override void Process(in ProcessContext context)
    {
        for (int n = 0; n < context.Audio.Frames; n++)
        {
            for (int channel = 0; channel < context.Audio.Channels; channel++)
            {
                ref float sample = ref context.Audio[channel][n];
                if (sample > 0.999f && Count < 4)
                    Count++;
                sample *= 1 - (Count / 256f);
            }
        }
    }

    public override byte[] SaveState() => [(byte)'C', (byte)'N', (byte)'T', Count];

    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (state.Length != 4 || !state.StartsWith("CNT"u8))
            throw new InvalidDataException("That is no count.");
        Count = state[3];
    }
}

[AudioEffect("loses-state", "Broken")]
public sealed class LosesState : Counter
{
    public override byte[] SaveState() => [];

    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (!state.IsEmpty)
            throw new InvalidDataException("There is no state.");
    }
}

[AudioEffect("restores-early", "Broken")]
public sealed class RestoresOnlyBeforePrepare : Counter
{
    private byte? _loaded;

    public override void LoadState(ReadOnlySpan<byte> state)
    {
        byte before = Count;
        base.LoadState(state);
        (_loaded, Count) = (Count, before);
    }

    public override byte[] SaveState() => [(byte)'C', (byte)'N', (byte)'T', _loaded ?? Count];

    protected override void OnPrepare() => (Count, _loaded) = (_loaded ?? Count, null);
}

[AudioEffect("wrong-exception", "Broken")]
public sealed class WrongException : Counter
{
    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (state.Length != 4 || !state.StartsWith("CNT"u8))
            throw new FormatException("That is no count.");
        Count = state[3];
    }
}

[AudioEffect("takes-garbage", "Broken")]
public sealed class TakesGarbage : Counter
{
    public override void LoadState(ReadOnlySpan<byte> state) => Count = state.Length >= 4 ? state[3] : (byte)0;
}

[AudioEffect("changes-first", "Broken")]
public sealed class ChangesBeforeChecking : Counter
{
    public override void LoadState(ReadOnlySpan<byte> state)
    {
        Count = state[^1];
        base.LoadState(state);
    }
}
