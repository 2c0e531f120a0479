using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PluginHost.App.Tests.Queues;

/// <summary>The program, running; what it says is seen while it says it.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    public RunningProgram(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        _process = new Process { StartInfo = CommandLine.StartInfo(folder, arguments) };
        foreach ((string name, string value) in variables)
            _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Waits for something to be seen; fails when it has not been in two minutes, or the program ended.</summary>
    public void WaitUntil(Func<bool> isSeen)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSeen())
            Assert.False(_process.WaitForExit(10) || Stopwatch.GetElapsedTime(start) > Patience, $"it did not come; the program said: {Said}");
    }

    public void WaitUntilSaid(string text) => WaitUntil(() => Said.Contains(text, StringComparison.Ordinal));

    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end and gives its exit code.</summary>
    public int End()
    {
        Assert.True(_process.WaitForExit(Patience), $"it did not end; it said: {Said}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends it as a user would.</summary>
    public int Interrupt()
    {
        Signal("-TERM");
        return End();
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            _said.AppendLine(line.Data);
    }
}
