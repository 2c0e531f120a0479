using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace PluginHost.App.Queues;

/// <summary>
/// One connection to RabbitMQ, from its opening to its loss: what is lost is not mended but opened anew, because the broker has then given
/// what we held to others. With <see cref="Subscription"/> and <see cref="BrokerTopology"/> all that knows the client's library.
/// </summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    /// <summary>How often a job had failed when it was given back.</summary>
    public const string FailuresHeader = "failures";

    // The client slows down from half of this on; nobody here has as many under way.
    private const int MostUnconfirmed = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly IConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly List<ChannelWriter<Delivery>> _takers = [];
    private IChannel _confirmed = null!;
    private IChannel _loose = null!;

    private BrokerSession(IConnection connection) => _connection = connection;

    /// <summary>Gets what is cancelled when the connection is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Connects and declares what all runs share.</summary>
    /// <exception cref="BrokerException">It cannot be reached or refuses us.</exception>
    public static async Task<BrokerSession> Open(BrokerAddress address, CancellationToken cancellation)
    {
        ConnectionFactory factory = new()
        {
            HostName = address.Host, Port = address.Port, VirtualHost = address.VirtualHost, UserName = address.User, Password = address.Password,
            Ssl = new SslOption(address.Host, enabled: address.IsEncrypted),
            AutomaticRecoveryEnabled = false, TopologyRecoveryEnabled = false,
            // A machine that vanished without a word keeps its jobs for twice as long.
            RequestedHeartbeat = TimeSpan.FromSeconds(20), RequestedConnectionTimeout = Patience, ContinuationTimeout = Patience, HandshakeContinuationTimeout = Patience,
            ClientProvidedName = $"pluginhost {Environment.MachineName}:{Environment.ProcessId}",
        };
        try
        {
            BrokerSession session = new(await factory.CreateConnectionAsync(cancellation));
            session._connection.ConnectionShutdownAsync += session.Lose;
            try
            {
                await session.Guard(session.Begin);
                return session;
            }
            catch (BrokerException)
            {
                await session.DisposeAsync();
                throw;
            }
        }
        catch (BrokerUnreachableException error)
        {
            throw new BrokerException(BrokerErrors.Reason(address, error));
        }
    }

    /// <summary>Sends what must not be lost; returns when the broker has it safe.</summary>
    /// <returns>False when there is no queue for it.</returns>
    public async Task<bool> Publish(string exchange, string key, string kind, byte[] body, int failures = 0)
    {
        BasicProperties properties = new() { Persistent = true, ContentType = "application/json", Type = kind };
        if (failures > 0)
            properties.Headers = new Dictionary<string, object?> { [FailuresHeader] = failures };
        try
        {
            await Guard(() => _confirmed.BasicPublishAsync(exchange, key, mandatory: true, properties, body).AsTask().WaitAsync(Lost));
            return true;
        }
        catch (PublishException error) when (error.IsReturn)
        {
            return false;
        }
    }

    /// <summary>Sends what nobody misses.</summary>
    public void PublishLoosely(string exchange, string key, string kind, byte[] body) =>
        _ = Guard(() => _loose.BasicPublishAsync(exchange, key, mandatory: false, new BasicProperties { Type = kind }, body).AsTask())
            .ContinueWith(sent => sent.Exception, TaskScheduler.Default);

    /// <summary>Takes the messages of a queue.</summary>
    public async Task<Subscription> Subscribe(string queue, ushort prefetch, ChannelWriter<Delivery> taker)
    {
        lock (_takers)
            _takers.Add(taker);
        Subscription? subscription = null;
        await Guard(async () => subscription = await Subscription.Begin(this, await OpenChannel(), queue, prefetch, taker));
        return subscription!;
    }

    /// <summary>Works on the structure of the broker.</summary>
    public async Task<T> Structure<T>(Func<IChannel, Task<T>> work)
    {
        T result = default!;
        await Guard(async () =>
        {
            // A refusal closes the channel; it must not be one that others need.
            await using IChannel channel = await _connection.CreateChannelAsync();
            result = await work(channel);
        });
        return result;
    }

    /// <summary>Says the loss of the connection in one way.</summary>
    internal async Task Guard(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (Lost.IsCancellationRequested)
        {
            throw new BrokerException("the connection to the broker was lost");
        }
        catch (Exception error) when (error is not PublishException { IsReturn: true } && BrokerErrors.IsOfBroker(error))
        {
            throw new BrokerException(BrokerErrors.Reason(error));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection.ConnectionShutdownAsync -= Lose;
        try
        {
            await _connection.CloseAsync(Constants.ReplySuccess, "done", TimeSpan.FromSeconds(1), abort: true);
            await _connection.DisposeAsync();
        }
        catch (Exception error) when (BrokerErrors.IsOfBroker(error))
        {
            // It was gone already.
        }
        _lost.Dispose();
    }

    private async Task Begin()
    {
        _confirmed = await OpenChannel(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true,
            new ThrottlingRateLimiter(MostUnconfirmed)));
        _loose = await OpenChannel();
        await Structure(BrokerTopology.DeclareShared);
    }

    private async Task<IChannel> OpenChannel(CreateChannelOptions? options = null)
    {
        IChannel channel = await _connection.CreateChannelAsync(options);
        // Nothing we do closes a channel: one that closes is as bad as a connection that does.
        channel.ChannelShutdownAsync += Lose;
        return channel;
    }

    private async Task Lose(object sender, ShutdownEventArgs reason)
    {
        lock (_takers)
            _takers.ForEach(taker => taker.TryComplete(new BrokerException("the connection to the broker was lost")));
        await _lost.CancelAsync();
    }
}
