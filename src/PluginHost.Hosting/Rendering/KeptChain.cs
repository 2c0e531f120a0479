using PluginHost.Engine;
using PluginHost.Engine.Chains;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// The chain of one worker, from file to file: reset where the next file has the same format, which costs microseconds, built anew
/// otherwise. What an effect learned from one file it does not know in the next.
/// </summary>
/// <param name="build">Builds a chain.</param>
/// <param name="isKept">False to build one for each file.</param>
internal sealed class KeptChain(Func<EngineOptions, Chain> build, bool isKept) : IDisposable
{
    private Chain? _chain;
    private byte[][]? _states;

    /// <summary>Gives a chain that has heard nothing yet. [control-thread]</summary>
    public Chain Take(EngineOptions options)
    {
        Chain? chain = Interlocked.Exchange(ref _chain, null);
        if (chain is not null && chain.Options == options && TryRestart(chain))
            return chain;
        chain?.Dispose();
        chain = build(options);
        _states = isKept ? States(chain) : null;
        return chain;
    }

    /// <summary>Takes the chain back. [control-thread]</summary>
    /// <param name="chain">What <see cref="Take"/> gave.</param>
    /// <param name="isSound">False when a slot failed or the work was broken off.</param>
    /// <returns>What disposing it threw, one line each.</returns>
    public IEnumerable<string> Return(Chain chain, bool isSound)
    {
        if (_states is not null && isSound)
        {
            _chain = chain;
            return [];
        }
        try
        {
            chain.Dispose();
            return [];
        }
        catch (AggregateException error)
        {
            return [.. error.InnerExceptions.Select(inner => inner.Message)];
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _chain, null)?.Dispose();

    /// <summary>Null when an effect cannot say its state: its chain is then not kept.</summary>
    private static byte[][]? States(Chain chain)
    {
        try
        {
            return [.. chain.Slots.Select(slot => slot.Effect.SaveState())];
        }
        catch (Exception)
        {
            return null;
        }
    }

    private bool TryRestart(Chain chain)
    {
        try
        {
            for (int i = 0; i < _states!.Length; i++)
                chain.Slots[i].Effect.LoadState(_states[i]);
            chain.Reset();
            return true;
        }
        catch (Exception)
        {
            // A plugin may throw anything. A new chain will show whether it can still work.
            return false;
        }
    }
}
