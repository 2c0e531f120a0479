using System.CommandLine;

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
}
