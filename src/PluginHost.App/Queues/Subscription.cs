using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace PluginHost.App.Queues;

/// <summary>The messages of one queue, as they come.</summary>
internal sealed class Subscription
{
    private readonly BrokerSession _session;
    private readonly IChannel _channel;
    private readonly ChannelWriter<Delivery> _taker;
    private string _tag = "";

    private Subscription(BrokerSession session, IChannel channel, ChannelWriter<Delivery> taker)
    {
        _session = session;
        _channel = channel;
        _taker = taker;
    }

    /// <summary>Begins.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="channel">A channel for this alone.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="prefetch">The most messages that are ours at a time.</param>
    /// <param name="taker">Gets them; completed when the queue is deleted.</param>
    public static async Task<Subscription> Begin(BrokerSession session, IChannel channel, string queue, ushort prefetch, ChannelWriter<Delivery> taker)
    {
        Subscription subscription = new(session, channel, taker);
        await channel.BasicQosAsync(0, prefetch, global: false);
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += subscription.Take;
        consumer.UnregisteredAsync += (_, _) =>
        {
            taker.TryComplete();
            return Task.CompletedTask;
        };
        subscription._tag = await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        return subscription;
    }

    public Task Accept(ulong tag) => _session.Guard(() => _channel.BasicAckAsync(tag, multiple: false).AsTask());

    public Task Reject(ulong tag, bool again) => _session.Guard(() => _channel.BasicNackAsync(tag, multiple: false, requeue: again).AsTask());

    /// <summary>Takes no more; what was taken remains ours.</summary>
    public Task Stop() => _session.Guard(() => _channel.BasicCancelAsync(_tag));

    private Task Take(object sender, BasicDeliverEventArgs message)
    {
        int attempt = 1 + Number(message, BrokerSession.FailuresHeader) + Number(message, "x-delivery-count");
        // The body is the client's as soon as this returns.
        _taker.TryWrite(new Delivery(this, message.DeliveryTag, message.BasicProperties.Type ?? "", message.RoutingKey, attempt, message.Body.ToArray()));
        return Task.CompletedTask;
    }

    private static int Number(BasicDeliverEventArgs message, string header)
    {
        object? value = null;
        message.BasicProperties.Headers?.TryGetValue(header, out value);
        return value switch
        {
            int count => Math.Clamp(count, 0, 1000),
            long count => (int)Math.Clamp(count, 0, 1000),
            _ => 0,
        };
    }
}
