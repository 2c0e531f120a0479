using System.Text.Json;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Tests.Plugins;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Sessions;

public sealed class SessionStatisticsTests
{
    [Fact]
    public void The_file_holds_every_promised_key_and_the_causes_add_up()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using TempFolder folder = new();
        using SessionRig rig = new(sandbox, ["fixture-good", "fixture-sleeps"], DriverMode.Ring, SessionRig.Offline with { IsRealTime = true });
        rig.Run(20);
        rig.Set(1, "sleep-ms", 5);
        rig.RunUntil(() => rig.Session.Faults.Count > 0, "the sleeping slot is set aside");
        rig.Run(20);
        File.WriteAllText(folder.File("stats.json"), "an older run");
        // The last block may be under way still.
        long blocks = rig.Session.Engine.Observer.Blocks;
        rig.Session.SaveStatistics(folder.File("stats.json"));

        Assert.Equal(["stats.json"], folder.Names());
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(folder.File("stats.json")));
        JsonElement stats = document.RootElement;
        Assert.Equal("ring", stats.GetProperty("mode").GetString());
        Assert.Equal("Virtual: virtual", stats.GetProperty("device").GetString());
        Assert.Equal((48_000, 64), (stats.GetProperty("rate").GetInt32(), stats.GetProperty("periodFrames").GetInt32()));
        Assert.InRange(stats.GetProperty("blocks").GetInt64(), blocks, rig.Session.Engine.Observer.Blocks);
        Assert.Equal(64, stats.GetProperty("reportedLatencyFrames").GetInt32());

        JsonElement xruns = stats.GetProperty("xruns");
        string[] causes = ["slot", "gc", "scheduler", "device", "ring"];
        Assert.Equal(xruns.GetProperty("total").GetInt64(), causes.Sum(cause => xruns.GetProperty(cause).GetInt64()));
        Assert.True(xruns.GetProperty("total").GetInt64() >= 5);
        Assert.All(Rising(stats.GetProperty("callbackGapUs"), "p50", "p99", "p99.9", "max"), Assert.True);
        Assert.All(Rising(stats.GetProperty("dspLoad"), "mean", "max"), Assert.True);
        Assert.True(stats.GetProperty("dspLoad").GetProperty("p99").GetDouble() > 0);

        JsonElement slots = stats.GetProperty("slots");
        Assert.Equal(["fixture-good", "fixture-sleeps"], slots.EnumerateArray().Select(slot => slot.GetProperty("effect").GetString()));
        Assert.True(slots[1].GetProperty("maxUs").GetDouble() >= 5000);
        Assert.All(slots.EnumerateArray(), slot => Assert.True(Rising(slot, "meanUs", "maxUs")[0]));
        Assert.Contains("slot 2 (fixture-sleeps) set aside: it kept missing the block's deadline",
            stats.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()));
        Assert.All((string[])["allocatedBytesAudioThread", "gcCount0", "gcCount1", "gcCount2", "gcPauseTotalMs"],
            key => Assert.True(stats.GetProperty(key).GetDouble() >= 0));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_older_one_as_it_was()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using TempFolder folder = new();
        using SessionRig rig = new(sandbox, ["fixture-good"]);
        File.WriteAllText(folder.File("stats.json"), "an older run");
        Directory.CreateDirectory(folder.File("stats.json.tmp"));

        Assert.ThrowsAny<SystemException>(() => rig.Session.SaveStatistics(folder.File("stats.json")));
        Assert.Equal("an older run", File.ReadAllText(folder.File("stats.json")));
    }

    private static bool[] Rising(JsonElement owner, params string[] keys)
    {
        double[] values = [.. keys.Select(key => owner.GetProperty(key).GetDouble())];
        return [.. values.Zip(values.Skip(1), (lower, higher) => lower <= higher)];
    }
}
