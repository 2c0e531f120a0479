using PluginHost.Hosting.Checking;

namespace PluginHost.App.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_plugin_in_the_README_is_the_one_compiled_here()
    {
        string readme = File.ReadAllText(Path.Combine(CommandLine.Root, "README.md"));
        string compiled = File.ReadAllText(Path.Combine(CommandLine.Root, "tests", "PluginHost.App.Tests", "ReadmePlugin.cs"));

        Assert.Contains("```csharp\n" + compiled + "```", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plugin_in_the_README_keeps_every_promise()
    {
        CheckReport report = EffectCheck.Run(() => new MyEffects.Tremolo());

        Assert.True(report.Failed == 0, ReportText.Of(report));
        Assert.True(report.Passed >= 12);
    }
}
