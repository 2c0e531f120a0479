using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

[AudioEffect("stereo-only", "Broken")]
public sealed class StereoOnly : Through
{
    // Only at one rate, so that no other check meets it.
    public override void Process(in ProcessContext context)
    {
        if (Format.SampleRate == 192_000)
            context.Audio[1][0] += 0;
    }
}

[AudioEffect("no-8-khz", "Broken")]
public sealed class NoLowRates : Through
{
    protected override void OnPrepare()
    {
        if (Format.SampleRate == 11_025)
            throw new NotSupportedException("rates below 16 kHz");
    }
}

[AudioEffect("small-blocks", "Broken")]
public sealed class SmallBlocksOnly : Through
{
    private readonly float[] _work = new float[16_384];

    public override void Process(in ProcessContext context) => context.Audio[0].CopyTo(_work);
}

[AudioEffect("block-rate", "Broken")]
public sealed class BlockRate : AudioEffect
{
    private float _level;

    public override void Process(in ProcessContext context)
    {
        // Follows the level once per block instead of once per frame.
        _level = (0.9f * _level) + (0.1f * Math.Abs(context.Audio[0][0]));
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            foreach (ref float sample in context.Audio[channel])
                sample *= 1 - (0.1f * _level);
        }
    }

    protected override void OnReset() => _level = 0;
}

[AudioEffect("block-notes", "Broken")]
public sealed class BlockNotes : Through
{
    public override void Process(in ProcessContext context)
    {
        foreach (NoteEvent note in context.Notes)
            context.Emit(note with { Frame = 0 });
    }
}

[AudioEffect("sticky", "Broken")]
public sealed class ForgetsToReset : AudioEffect
{
    private float[] _last = [];

    public override void Process(in ProcessContext context)
    {
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            foreach (ref float sample in context.Audio[channel])
                (sample, _last[channel]) = (sample + (0.5f * _last[channel]), sample);
        }
    }

    public override int TailFrames => 1;

    protected override void OnPrepare() => _last = new float[Format.Channels];
}

[AudioEffect("first-format", "Broken")]
public sealed class RemembersFirstFormat : AudioEffect
{
    private int _rate;

    public override void Process(in ProcessContext context)
    {
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            foreach (ref float sample in context.Audio[channel])
                sample *= _rate / 200_000f;
        }
    }

    protected override void OnPrepare() => _rate = _rate == 0 ? Format.SampleRate : _rate;
}
