using System.Text.Json;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Timing;

namespace PluginHost.Hosting.Sessions;

/// <summary>Writes what a session measured as JSON, for <c>--stats</c>. The keys are a contract with scripts: add, never rename.</summary>
internal static class SessionStatistics
{
    /// <summary>Writes beside the file and renames, so that a reader never sees half of it. [control-thread]</summary>
    public static void Save(string file, Session session, Action<Utf8JsonWriter>? more)
    {
        string temporary = file + ".tmp";
        using (FileStream stream = File.Create(temporary))
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            Write(json, session, more);
        }
        File.Move(temporary, file, overwrite: true);
    }

    private static void Write(Utf8JsonWriter json, Session session, Action<Utf8JsonWriter>? more)
    {
        AudioEngine engine = session.Engine;
        BlockObserver observer = engine.Observer;
        json.WriteStartObject();
        json.WriteString("mode", session.Driver.Mode.ToString().ToLowerInvariant());
        json.WriteString("device", session.Driver.DeviceName);
        json.WriteNumber("rate", engine.Format.SampleRate);
        json.WriteNumber("periodFrames", session.Driver.PeriodFrames);
        json.WriteNumber("seconds", Math.Round(engine.FramePosition / (double)engine.Format.SampleRate, 3));
        json.WriteNumber("blocks", observer.Blocks);
        json.WriteNumber("lostBlocks", observer.LostBlocks);
        json.WriteNumber("lateBlocks", observer.LateBlocks);
        json.WriteNumber("missedPeriods", observer.MissedPeriods);
        WriteXruns(json, session);
        WriteGaps(json, observer.GapsNs);
        WriteLoad(json, observer.LoadPerMille);
        WriteSlots(json, engine.Chain);
        json.WriteNumber("allocatedBytesAudioThread", observer.AllocatedBytes);
        json.WriteNumber("allocatedBytesProcess", session.AllocatedBytes);
        json.WriteNumber("gcCount0", session.Collections(0));
        json.WriteNumber("gcCount1", session.Collections(1));
        json.WriteNumber("gcCount2", session.Collections(2));
        json.WriteNumber("gcPauseTotalMs", Math.Round(session.GcPause.TotalMilliseconds, 3));
        json.WriteNumber("reportedLatencyFrames", session.LatencyFrames);
        json.WriteNumber("chainLatencyFrames", engine.Chain.LatencyFrames);
        json.WriteNumber("oversSamples", engine.Overs);
        json.WriteNumber("silencedBlocks", engine.SilencedBlocks);
        json.WriteNumber("internalErrors", engine.InternalErrors);
        WriteDriver(json, session.Driver.Counters);
        WriteTexts(json, "faults", session.Faults);
        WriteTexts(json, "notices", session.Notices);
        more?.Invoke(json);
        json.WriteEndObject();
    }

    private static void WriteDriver(Utf8JsonWriter json, DriverCounters counters)
    {
        json.WriteStartObject("driver");
        json.WriteNumber("deviceBlocks", counters.DeviceBlocks);
        json.WriteNumber("ringEmpty", counters.RingEmpty);
        json.WriteNumber("ringFull", counters.RingFull);
        json.WriteNumber("discardedFrames", counters.DiscardedFrames);
        json.WriteNumber("realigned", counters.Realigned);
        json.WriteNumber("driftPpm", Math.Round(counters.DriftPpm, 2));
        json.WriteNumber("allocatedBytesCallback", counters.CallbackAllocatedBytes);
        json.WriteEndObject();
    }

    private static void WriteXruns(Utf8JsonWriter json, Session session)
    {
        (string Key, XrunCause Cause)[] causes =
        [
            ("slot", XrunCause.Slot), ("gc", XrunCause.GarbageCollection), ("scheduler", XrunCause.Scheduler),
            ("device", XrunCause.Device), ("ring", XrunCause.Ring),
        ];
        // Read once: the audio thread may count on meanwhile, and the causes are to add up.
        long[] counts = [.. causes.Select(cause => session.Engine.Observer.XrunsBy(cause.Cause))];
        json.WriteStartObject("xruns");
        json.WriteNumber("total", counts.Sum());
        foreach ((long count, (string key, _)) in counts.Zip(causes))
            json.WriteNumber(key, count);
        json.WriteStartArray("latest");
        foreach (Xrun xrun in session.LatestXruns)
            json.WriteStringValue($"block {xrun.Block}: {xrun.Describe()}{(xrun.IsLost ? ", lost" : "")}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGaps(Utf8JsonWriter json, Histogram gaps)
    {
        json.WriteStartObject("callbackGapUs");
        json.WriteNumber("p50", Math.Round(gaps.Percentile(50) / 1e3, 1));
        json.WriteNumber("p99", Math.Round(gaps.Percentile(99) / 1e3, 1));
        json.WriteNumber("p99.9", Math.Round(gaps.Percentile(99.9) / 1e3, 1));
        json.WriteNumber("max", Math.Round(gaps.Max / 1e3, 1));
        json.WriteEndObject();
    }

    private static void WriteLoad(Utf8JsonWriter json, Histogram load)
    {
        json.WriteStartObject("dspLoad");
        json.WriteNumber("mean", Math.Round(load.Mean / 1e3, 4));
        json.WriteNumber("p99", Math.Round(load.Percentile(99) / 1e3, 4));
        json.WriteNumber("max", Math.Round(load.Max / 1e3, 4));
        json.WriteEndObject();
    }

    private static void WriteSlots(Utf8JsonWriter json, Chain chain)
    {
        json.WriteStartArray("slots");
        foreach (Slot slot in chain.Slots)
        {
            json.WriteStartObject();
            json.WriteString("effect", slot.Id);
            json.WriteNumber("meanUs", Math.Round(slot.Timing.MeanUs, 3));
            json.WriteNumber("maxUs", Math.Round(slot.Timing.MaxUs, 3));
            json.WriteNumber("latencyFrames", slot.LatencyFrames);
            json.WriteNumber("allocatedBytes", slot.Timing.AllocatedBytes);
            json.WriteBoolean("bypass", slot.IsBypassed);
            json.WriteString("fault", slot.Fault.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
