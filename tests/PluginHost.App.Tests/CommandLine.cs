using System.Diagnostics;

namespace PluginHost.App.Tests;

/// <summary>What a run of the program gave.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error, byte[] Bytes)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built program as a process in a folder of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public CommandLine() => Folder = Directory.CreateTempSubdirectory("pluginhost-test-").FullName;

    public static string Root { get; } = FindRoot();

    public string Folder { get; }

    public static string Demo => Path.Combine(Root, "assets", "demo-guitar.flac");

    public string File(string name) => Path.Combine(Folder, name);

    public Outcome Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs until something is seen, then sends a signal and waits for the end.</summary>
    public Outcome RunUntil(Func<bool> isSeen, string signal, params string[] arguments) => Run([], process =>
    {
        while (!isSeen() && !process.WaitForExit(10))
        {
        }
        using Process kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }, arguments);

    public Outcome Run(byte[] input, params string[] arguments) => Run(input, _ => { }, arguments);

    public static ProcessStartInfo StartInfo(string folder, params string[] arguments)
    {
        // The folder of this test assembly is .../PluginHost.App.Tests/<configuration>, and the program's is beside it.
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(Root, "artifacts", "bin", "PluginHost.App", configuration, "pluginhost.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // A server of that name does not run: what the machine's own JACK does is no matter of these tests.
        start.Environment["JACK_DEFAULT_SERVER"] = "pluginhost-no-server";
        return start;
    }

    private Outcome Run(byte[] input, Action<Process> meanwhile, string[] arguments)
    {
        using Process process = Process.Start(StartInfo(Folder, arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<byte[]> output = ReadAll(process.StandardOutput.BaseStream);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading, as it may.
        }
        meanwhile(process);
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"pluginhost {string.Join(' ', arguments)} did not end; it said: {error.Result}");
        }
        return new Outcome(process.ExitCode, System.Text.Encoding.UTF8.GetString(output.Result), error.Result, output.Result);
    }

    /// <summary>Starts the program, for a test that ends it in a way of its own.</summary>
    public Process Start(params string[] arguments) => Process.Start(Describe(arguments))!;

    /// <summary>Describes how the program is started.</summary>
    public ProcessStartInfo Describe(params string[] arguments) => StartInfo(Folder, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests must lie in the checkout.");
    }
}
