using System.Net.Sockets;
using RabbitMQ.Client.Exceptions;

namespace PluginHost.App.Queues;

/// <summary>One line for whatever the client's library throws.</summary>
internal static class BrokerErrors
{
    public static bool IsOfBroker(Exception error) => error is RabbitMQClientException or IOException or SocketException or TimeoutException
        or ObjectDisposedException or OperationCanceledException;

    /// <summary>Says why there is no connection.</summary>
    public static string Reason(BrokerAddress address, BrokerUnreachableException error)
    {
        for (Exception? cause = error; cause is not null; cause = (cause as AggregateException)?.InnerExceptions[0] ?? cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return $"the broker {address} refuses the user '{address.User}' with that password";
                case OperationInterruptedException { ShutdownReason: { } reason }:
                    return $"the broker {address} refuses: {reason.ReplyText}";
                case SocketException socket:
                    return $"the broker {address} cannot be reached: {socket.Message}";
            }
        }
        return $"the broker {address} cannot be reached: {(error.InnerException ?? error).Message}";
    }

    /// <summary>Says why something failed on a connection.</summary>
    public static string Reason(Exception error) => error is OperationInterruptedException { ShutdownReason: { ReplyCode: not 320 } reason }
        ? $"the broker refuses: {reason.ReplyText}" : "the connection to the broker was lost";
}
