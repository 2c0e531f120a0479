using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>Changes nothing: the base of effects that do one thing wrong.</summary>
public abstract class Through : AudioEffect
{
    public override void Process(in ProcessContext context)
    {
    }
}

[AudioEffect("throws-in-constructor", "Broken")]
public sealed class ThrowsInConstructor : Through
{
    public ThrowsInConstructor() => throw new FileNotFoundException("no model.bin");
}

[AudioEffect("throws-in-prepare", "Broken")]
public sealed class ThrowsInPrepare : Through
{
    protected override void OnPrepare() => throw new NotSupportedException("no such rate");
}

[AudioEffect("throws-in-process", "Broken")]
public sealed class ThrowsInProcess : Through
{
    public override void Process(in ProcessContext context) => throw new InvalidOperationException("lost the beat");
}

[AudioEffect("throws-in-dispose", "Broken")]
public sealed class ThrowsInDispose : Through
{
    protected override void OnDispose() => throw new ObjectDisposedException("twice");
}

[AudioEffect("negative-tail", "Broken")]
public sealed class NegativeTail : Through
{
    public override int TailFrames => -1;
}

[AudioEffect("never-returns", "Broken")]
public sealed class NeverReturns : Through
{
    public static readonly ManualResetEventSlim Release = new();

    public override void Process(in ProcessContext context) => Release.Wait();
}
