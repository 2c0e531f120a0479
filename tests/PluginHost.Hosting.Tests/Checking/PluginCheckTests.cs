using PluginHost.Hosting.Checking;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Checking;

/// <summary>Runs apart from other tests, which look at the contexts of the whole process.</summary>
[Collection(Alone.Name)]
public sealed class PluginCheckTests
{
    [Fact]
    public void Every_effect_of_a_plugin_is_checked_and_the_plugin_unloads()
    {
        using PluginSandbox sandbox = new("CounterV1");

        PluginCheckReport report = PluginCheck.Run(sandbox.At("CounterV1", "Counter.dll"));

        Assert.Equal("Counter", report.Plugin);
        Assert.Equal(sandbox.At("CounterV1", "Counter.dll"), report.File);
        Assert.Equal(["fixture-counter", "fixture-counter-v1"], report.Effects.Select(effect => effect.Id).Order());
        Assert.All(report.Effects, effect => Assert.Equal(CheckOutcome.Passed, effect.Checks[0].Outcome));
        Assert.Equal(new[] { ("loads", CheckOutcome.Passed), ("unloads", CheckOutcome.Passed) },
            report.Checks.Select(check => (check.Name, check.Outcome)));
    }

    [Fact]
    public void A_plugin_that_leaves_something_behind_fails_to_unload_and_one_flaw_fails_to_load()
    {
        using PluginSandbox sandbox = new("OddPlugins");
        try
        {
            PluginCheckReport report = PluginCheck.Run(sandbox.At("OddPlugins", "OddPlugins.dll"));

            Assert.Equal(("loads", CheckOutcome.Failed), (report.Checks[0].Name, report.Checks[0].Outcome));
            Assert.Contains("Fixture Malformed!", report.Checks[0].Detail, StringComparison.Ordinal);
            Assert.Equal(("unloads", CheckOutcome.Failed), (report.Checks[1].Name, report.Checks[1].Outcome));
            Assert.Contains("stays in memory", report.Checks[1].Detail, StringComparison.Ordinal);
        }
        finally
        {
            AppContext.SetData("odd-plugins-pin", null);
        }
    }

    [Fact]
    public void A_file_that_is_no_assembly_fails_to_load()
    {
        using PluginSandbox sandbox = new();
        string file = sandbox.Write("Text", "Text.dll", "no assembly"u8.ToArray());

        PluginCheckReport report = PluginCheck.Run(file);

        Assert.Equal((0, 1, 1), (report.Passed, report.Failed, report.Skipped));
        Assert.Equal("loads", report.Checks[0].Name);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using PluginSandbox sandbox = new();

        string file = sandbox.At("None", "None.dll");

        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => PluginCheck.Run(file));

        Assert.Equal($"There is no file '{file}'.", error.Message);
    }
}
