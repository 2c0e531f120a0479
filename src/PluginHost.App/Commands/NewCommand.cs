using System.CommandLine;
using PluginHost.Hosting.Templates;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost new</c>: a plugin project that builds, tests and loads.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = "Name of the effect, as a C# class is named: Tremolo, TapeEcho" };
        Command command = new("new", """
            Make a plugin project in a new folder: an effect that works, a test that passes, and a README.

            Examples:
              pluginhost new TapeEcho && cd TapeEcho && dotnet build
            """) { name };
        command.SetAction(parsed =>
        {
            try
            {
                string folder = PluginTemplate.Create(parsed.GetValue(name)!, Directory.GetCurrentDirectory(), AppPaths.Program);
                Console.WriteLine($"made {folder}; next:  cd {Path.GetFileName(folder)} && dotnet build && dotnet test");
                return ExitCode.Done;
            }
            catch (ArgumentException exception)
            {
                throw new CommandError(exception.Message);
            }
        });
        return command;
    }
}
