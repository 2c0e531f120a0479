using System.CommandLine;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary>Options that check their range while the command line is read.</summary>
internal static class Options
{
    public static Option<int> Whole(string name, string description, int standard, int least, int most)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < least || value > most))
                result.AddError($"{name} is {value}, but must be {least} to {most}");
        });
        return option;
    }

    public static Option<double> Tempo()
    {
        Option<double> option = new("--tempo")
        {
            Description = $"Tempo in beats per minute, {Transport.MinTempoBpm} to {Transport.MaxTempoBpm} (default 120)",
            HelpName = "BPM", DefaultValueFactory = _ => 120,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, out double value)
                && !(value is >= Transport.MinTempoBpm and <= Transport.MaxTempoBpm))
                result.AddError($"--tempo is {value}, but must be {Transport.MinTempoBpm} to {Transport.MaxTempoBpm}");
        });
        return option;
    }
}
