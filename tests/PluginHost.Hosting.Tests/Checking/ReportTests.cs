using System.Text;
using PluginHost.Hosting.Checking;

namespace PluginHost.Hosting.Tests.Checking;

public class ReportTests
{
    private static readonly CheckReport Effect = new("fuzz", "Fuzz",
    [
        new CheckResult("runs", CheckOutcome.Passed, "16384 frames"),
        new CheckResult("clicks", CheckOutcome.Failed, "gain \"jumps\""),
        new CheckResult("tail", CheckOutcome.Skipped, "endless"),
    ], new EffectTiming(12.346, 0.0593));

    private static readonly PluginCheckReport Plugin = new("Fuzz", "/plugins/Fuzz/Fuzz.dll", [Effect],
        [new CheckResult("unloads", CheckOutcome.Passed, "gone")]);

    [Fact]
    public void The_text_has_one_line_per_check_and_ends_with_the_counts() => Assert.Equal(
        """
        /plugins/Fuzz/Fuzz.dll
        effect fuzz (Fuzz)
          passed   runs             16384 frames
          FAILED   clicks           gain "jumps"
          skipped  tail             endless
          time     12.3 ns a frame, 0.06 % of a 64-frame block
        plugin Fuzz
          passed   unloads          gone
        2 passed, 1 failed, 1 skipped
        """, Plugin.ToString());

    [Fact]
    public void The_json_has_stable_keys()
    {
        using var json = new MemoryStream();
        ReportJson.Write(Plugin, json);

        Assert.Equal(
            """
            {
              "plugin": "Fuzz",
              "file": "/plugins/Fuzz/Fuzz.dll",
              "effects": [
                {
                  "id": "fuzz",
                  "name": "Fuzz",
                  "checks": [
                    {
                      "name": "runs",
                      "outcome": "passed",
                      "detail": "16384 frames"
                    },
                    {
                      "name": "clicks",
                      "outcome": "failed",
                      "detail": "gain \u0022jumps\u0022"
                    },
                    {
                      "name": "tail",
                      "outcome": "skipped",
                      "detail": "endless"
                    }
                  ],
                  "timing": {
                    "nanosecondsPerFrame": 12.35,
                    "blockLoadPercent": 0.059
                  }
                }
              ],
              "checks": [
                {
                  "name": "unloads",
                  "outcome": "passed",
                  "detail": "gone"
                }
              ],
              "passed": 2,
              "failed": 1,
              "skipped": 1
            }
            """, Encoding.UTF8.GetString(json.ToArray()));
    }

    [Fact]
    public void The_json_of_an_effect_that_does_not_run_has_no_timing()
    {
        using var json = new MemoryStream();
        ReportJson.Write(Plugin with { Effects = [Effect with { Timing = null }] }, json);

        Assert.Contains("\"timing\": null", Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
    }
}
