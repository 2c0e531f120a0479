using System.CommandLine;
using PluginHost.App.Queues;

namespace PluginHost.App.Commands;

/// <summary>What both sides of a queue take.</summary>
internal static class QueueOptions
{
    public static Option<string?> Queue() => new("--queue")
    {
        Description = $"A RabbitMQ broker that shares the work out; alone, the address is that of {BrokerAddress.Variable}. What an address leaves out "
            + $"is taken from {BrokerAddress.UserVariable} and {BrokerAddress.PasswordVariable}",
        HelpName = "amqp://USER:PASSWORD@HOST:PORT/VHOST", Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Reads the address; null when no queue was asked for.</summary>
    public static BrokerAddress? Address(ParseResult parsed, Option<string?> queue) =>
        parsed.GetResult(queue) is null ? null : BrokerAddress.Parse(parsed.GetValue(queue));

    /// <summary>Finds the shared folder.</summary>
    public static string Folder(string root) => Directory.Exists(root) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))
        : throw new CommandError($"there is no folder '{root}' (--root)");
}
