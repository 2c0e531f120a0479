using System.Numerics;
using PluginHost.Engine.Chains;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>One slot with settings that stay, and its mix, in one number type.</summary>
/// <param name="slot">The slot; its effect is <see cref="ITunable"/>.</param>
/// <param name="format">Rate, channels and the most frames.</param>
/// <param name="valueOf">Gives the value of a parameter.</param>
internal sealed class SlotPath<T>(Slot slot, AudioFormat format, Func<Parameter, T> valueOf)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly ITunableProcessor<T> _processor = ((ITunable)slot.Effect).CreateProcessor(format, valueOf);
    private readonly T[] _dry = slot.Mix == 1 ? [] : new T[format.Channels * format.MaxFrames];
    private readonly T _mix = T.CreateTruncating(slot.Mix);

    /// <summary>Runs some frames in place, going on where the last call ended. [control-thread]</summary>
    /// <param name="planar">Channel after channel, equally long.</param>
    public void Process(Span<T> planar)
    {
        Span<T> dry = _dry.Length == 0 ? [] : _dry.AsSpan(0, planar.Length);
        if (!dry.IsEmpty)
            planar.CopyTo(dry);
        _processor.Process(planar);
        for (int i = 0; i < dry.Length; i++)
            planar[i] = dry[i] + (_mix * (planar[i] - dry[i]));
    }
}
