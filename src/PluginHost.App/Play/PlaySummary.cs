using System.Text.Json;
using PluginHost.Engine.Timing;
using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Sessions;

namespace PluginHost.App.Play;

/// <summary>What is said at the end of a run.</summary>
internal static class PlaySummary
{
    public static void Tell(Session session, Player player, PlaybackOutput output, Action<string> tell)
    {
        output.TakeReductionDb();
        tell(Reading(player));
        if (output.Reductions > 0)
        {
            tell(FormattableString.Invariant($"the limiter turned down {output.Reductions} times, ")
                + FormattableString.Invariant($"{output.ReducedFrames / (double)session.Engine.Format.SampleRate:0.0} s in all, by up to {-output.DeepestReductionDb:0.0} dB"));
        }
        else if (session.Engine.Overs > 0)
            tell($"{session.Engine.Overs} samples were beyond full scale and cut off");
        BlockObserver observer = session.Engine.Observer;
        tell(FormattableString.Invariant($"{observer.Blocks} blocks, {session.Xruns} late or lost, load mean {observer.LoadPerMille.Mean / 10:0.0} % ")
            + FormattableString.Invariant($"max {observer.LoadPerMille.Max / 10.0:0.0} %, {observer.AllocatedBytes} bytes allocated on the audio thread"));
    }

    /// <summary>Adds how the files were played to the statistics. The keys are a contract with scripts.</summary>
    public static void Write(Utf8JsonWriter json, Player player, PlaybackOutput output)
    {
        json.WriteStartObject("playback");
        json.WriteNumber("files", player.Files.Count);
        json.WriteNumber("failedFiles", player.FailedFiles);
        json.WriteNumber("starved", player.Starvations);
        json.WriteNumber("bridgedStalls", player.BridgedStalls);
        json.WriteNumber("lowestFill", Math.Round(player.LowestFill, 3));
        json.WriteNumber("limiterReductions", output.Reductions);
        json.WriteNumber("limiterFrames", output.ReducedFrames);
        json.WriteNumber("limiterDeepestDb", Math.Round(output.DeepestReductionDb, 2));
        json.WriteEndObject();
    }

    private static string Reading(Player player)
    {
        string starved = player.Starvations == 0 ? "never starved" : $"starved {player.Starvations} times: the disk was too slow";
        string bridged = player.BridgedStalls == 0 ? ""
            : FormattableString.Invariant($", {player.BridgedStalls} {(player.BridgedStalls == 1 ? "stall" : "stalls")} of the disk bridged, lowest fill {player.LowestFill * 100:0} %");
        return starved + bridged;
    }
}
