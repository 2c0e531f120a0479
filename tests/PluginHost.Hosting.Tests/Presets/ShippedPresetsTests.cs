using PluginHost.Hosting.Presets;
using Xunit;

namespace PluginHost.Hosting.Tests.Presets;

public class ShippedPresetsTests
{
    [Fact]
    public void Every_shipped_preset_is_read()
    {
        IReadOnlyList<PresetListing> presets = new PresetLibrary(Path.Combine(Root(), "presets")).List();
        Assert.NotEmpty(presets);
        Assert.All(presets, preset => Assert.Null(preset.Problem));
        Assert.All(presets, preset => Assert.NotEmpty(preset.Description));
    }

    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Directory.Packages.props above the tests");
    }
}
