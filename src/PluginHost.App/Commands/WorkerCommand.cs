using System.CommandLine;
using PluginHost.App.Queues;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost worker</c>: renders what <c>render --queue</c> submits, on any machine that sees the same folder.</summary>
internal static class WorkerCommand
{
    private static readonly Option<string?> Queue = QueueOptions.Queue();

    private static readonly Option<string> Root = new("--root")
    {
        Description = "The shared folder, wherever it lies on this machine; nothing outside of it is read or written", HelpName = "DIR", Required = true,
    };

    private static readonly Option<int> Jobs = Options.Whole("--jobs", "Files rendered at a time (default: one for each core)", Environment.ProcessorCount, 1, 1024);

    public static Command Create()
    {
        ChainArguments chain = new();
        Command command = new("worker", $"""
            Render what others submit to a RabbitMQ broker, file by file. A file is acknowledged when it has its name; what a worker leaves
            unfinished goes to another, and what fails three times goes to the queue pluginhost.dead. Ctrl-C gives back what was begun.

            Examples:
              pluginhost worker --queue amqp://user:password@broker --root /mnt/recordings
              {BrokerAddress.Variable}=amqp://user:password@broker pluginhost worker --queue --root . --jobs 2
            """) { Queue, Root, Jobs };
        chain.AddPluginsTo(command);
        command.SetAction(parsed =>
        {
            BrokerAddress address = QueueOptions.Address(parsed, Queue)
                ?? throw new CommandError($"name the broker: --queue amqp://user@host, or --queue alone with {BrokerAddress.Variable} set");
            string root = QueueOptions.Folder(parsed.GetValue(Root)!);
            using ChainPlan plan = chain.ReadPlugins(parsed);
            using Interruption interruption = new();
            return new QueueWorker(address, plan, root, parsed.GetValue(Jobs)).Run(interruption.Token).GetAwaiter().GetResult();
        });
        return command;
    }
}
