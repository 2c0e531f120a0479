using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace PluginHost.App.Tests.Queues;

/// <summary>A RabbitMQ of our own: on the loopback, on free ports, in a folder of its own, ended by its process id.</summary>
public sealed class RabbitServer : IAsyncLifetime
{
    public const string User = "tester";
    public const string Password = "s3cret/word";
    private const string Script = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-rabbit-").FullName;
    private readonly int[] _ports = FreePorts(3);
    private Process? _names;
    private Process? _server;

    public static bool IsInstalled { get; } = File.Exists(Script) && Find("epmd") is not null;

    public string Host => $"127.0.0.1:{Port}";

    public string Url => $"amqp://{User}:{Uri.EscapeDataString(Password)}@{Host}";

    private int Port => _ports[0];

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled)
            return;
        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[].");
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), $"default_user = {User}\ndefault_pass = {Password}\n");
        // Erlang would start one by itself, and leave it behind.
        _names = Start(Find("epmd")!, "-port", Text(_ports[1]), "-address", "127.0.0.1");
        await Start();
    }

    /// <summary>Starts it, with all it knew.</summary>
    public async Task Start()
    {
        _server = Start(Script);
        ConnectionFactory factory = new() { Uri = new Uri(Url), RequestedConnectionTimeout = TimeSpan.FromSeconds(5) };
        while (true)
        {
            try
            {
                await using IConnection connection = await factory.CreateConnectionAsync();
                return;
            }
            catch (Exception error) when (error is RabbitMQ.Client.Exceptions.BrokerUnreachableException && !_server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Ends it without a word.</summary>
    public void Kill()
    {
        _server!.Kill(entireProcessTree: true);
        _server.WaitForExit();
    }

    public Task<IConnection> Connect() => new ConnectionFactory { Uri = new Uri(Url) }.CreateConnectionAsync();

    /// <summary>Asks how many bytes it has sent to those that are connected.</summary>
    public async Task<long> CountSent()
    {
        using Process control = Process.Start(Command(Control, "--quiet", "list_connections", "send_oct"))!;
        string said = await control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        Assert.Equal(0, control.ExitCode);
        return said.Split('\n').Sum(line => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0);
    }

    public ValueTask DisposeAsync()
    {
        foreach (Process process in new[] { _server, _names }.OfType<Process>())
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return ports;
    }

    private Process Start(string program, params string[] arguments)
    {
        Process process = Process.Start(Command(program, arguments))!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (string, string)[] variables =
        [
            ("HOME", _folder), ("ERL_EPMD_PORT", Text(_ports[1])), ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODENAME", $"pluginhost{Port}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", Text(Port)),
            ("RABBITMQ_DIST_PORT", Text(_ports[2])), ("RABBITMQ_MNESIA_BASE", Path.Combine(_folder, "data")), ("RABBITMQ_LOG_BASE", Path.Combine(_folder, "log")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(_folder, "enabled_plugins")), ("RABBITMQ_CONFIG_FILE", Path.Combine(_folder, "rabbitmq")),
            ("RABBITMQ_CONF_ENV_FILE", Path.Combine(_folder, "no-such-file")),
            // The script then becomes the server, instead of waiting for it.
            ("RUNNING_UNDER_SYSTEMD", "true"),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        ];
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        return start;
    }
}
