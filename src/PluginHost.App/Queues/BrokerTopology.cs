using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace PluginHost.App.Queues;

/// <summary>The exchanges and queues. All that matters is durable and, where a broker is a cluster, held by most of its nodes (quorum queues).</summary>
internal static class BrokerTopology
{
    /// <summary>How often a job is handed out before it is given up.</summary>
    public const int MostAttempts = 3;

    private const int MostDead = 100_000;
    private const long UnattendedMs = 30L * 24 * 60 * 60 * 1000;

    /// <summary>Declares what all runs share.</summary>
    public static async Task<bool> DeclareShared(IChannel channel)
    {
        await channel.ExchangeDeclareAsync(BrokerNames.Jobs, ExchangeType.Fanout, durable: true, autoDelete: false);
        await channel.ExchangeDeclareAsync(BrokerNames.Dead, ExchangeType.Topic, durable: true, autoDelete: false);
        await channel.ExchangeDeclareAsync(BrokerNames.Progress, ExchangeType.Direct, durable: true, autoDelete: false);
        await Declare(channel, BrokerNames.Dead, new() { ["x-max-length"] = MostDead });
        await channel.QueueBindAsync(BrokerNames.Dead, BrokerNames.Dead, "#");
        // What is given up leaves the queue only when it has arrived among the dead.
        await Declare(channel, BrokerNames.Jobs, new()
        {
            ["x-delivery-limit"] = MostAttempts - 1, ["x-dead-letter-exchange"] = BrokerNames.Dead,
            ["x-dead-letter-strategy"] = "at-least-once", ["x-overflow"] = "reject-publish",
        });
        await channel.QueueBindAsync(BrokerNames.Jobs, BrokerNames.Jobs, "");
        return true;
    }

    /// <summary>Declares the queue of a run. Only one follower at a time is served, and one nobody follows for a month is removed.</summary>
    public static Func<IChannel, Task<bool>> DeclareRun(string run) => async channel =>
    {
        await Declare(channel, BrokerNames.Run(run), new()
        {
            ["x-single-active-consumer"] = true, ["x-expires"] = UnattendedMs, ["x-delivery-limit"] = int.MaxValue,
        });
        await channel.QueueBindAsync(BrokerNames.Run(run), BrokerNames.Dead, run);
        return true;
    };

    /// <summary>Counts the followers of a run; null when there is no such run.</summary>
    public static Func<IChannel, Task<uint?>> CountFollowers(string run) => async channel =>
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(BrokerNames.Run(run))).ConsumerCount;
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    };

    /// <summary>Declares a queue for the progress of a run, which goes with the connection.</summary>
    public static Func<IChannel, Task<string>> DeclareProgress(string run) => async channel =>
    {
        string queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, BrokerNames.Progress, run);
        return queue;
    };

    /// <summary>Removes the queue of a run.</summary>
    public static Func<IChannel, Task<bool>> DeleteRun(string run) => async channel =>
    {
        await channel.QueueDeleteAsync(BrokerNames.Run(run), ifUnused: false, ifEmpty: false);
        return true;
    };

    private static Task<QueueDeclareOk> Declare(IChannel channel, string queue, Dictionary<string, object?> arguments)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
    }
}
