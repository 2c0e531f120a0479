using System.CommandLine;

namespace PluginHost.App.Commands;

/// <summary>What every command that runs a chain takes: a preset or effects, values, plugin folders.</summary>
internal sealed class ChainArguments
{
    private readonly Option<string?> _preset = new("--preset", "-p")
    {
        Description = "Name of a preset, or a .json file", HelpName = "NAME|FILE",
    };

    private readonly Option<string[]> _effects = new("--effect", "-e")
    {
        Description = "Id of an effect instead of a preset; repeat it to build a chain", HelpName = "ID", DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _values = new("--set")
    {
        Description = "Value for a parameter; the slot is its number from 1 or its effect's id", HelpName = "SLOT.PARAMETER=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _plugins = new("--plugins")
    {
        Description = "Another folder of plugins beside the shipped one", HelpName = "DIR", DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_preset);
        command.Options.Add(_effects);
        command.Options.Add(_values);
        command.Options.Add(_plugins);
    }
}
