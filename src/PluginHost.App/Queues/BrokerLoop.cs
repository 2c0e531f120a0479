using PluginHost.App.Commands;

namespace PluginHost.App.Queues;

/// <summary>Keeps work going over the broker's restarts.</summary>
internal static class BrokerLoop
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Does work on a connection; on another, from the start, when that is lost.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="work">What to do; it knows what it has done before.</param>
    /// <param name="say">Tells the user.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandError">Not even the first connection could be made.</exception>
    public static async Task Run(BrokerAddress address, Func<BrokerSession, Task> work, Action<string> say, CancellationToken cancellation)
    {
        bool wasConnected = false;
        bool isSaid = false;
        while (true)
        {
            try
            {
                await using BrokerSession session = await BrokerSession.Open(address, cancellation);
                if (isSaid)
                    say($"connected to {address} again");
                isSaid = false;
                wasConnected = true;
                await work(session);
                return;
            }
            catch (BrokerException error)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!wasConnected)
                    throw new CommandError(error.Message);
                if (!isSaid)
                    say($"{error.Message}; trying again");
                isSaid = true;
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
