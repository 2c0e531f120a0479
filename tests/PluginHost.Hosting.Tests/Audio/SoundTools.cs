using System.Diagnostics;

namespace PluginHost.Hosting.Tests.Audio;

/// <summary>Other people's programs, to make and to check real files.</summary>
internal static class SoundTools
{
    /// <summary>Runs a program and gives what it said; skips the test when it is not installed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, program))), $"{program} is not installed");
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
        return output.Result + error;
    }
}
