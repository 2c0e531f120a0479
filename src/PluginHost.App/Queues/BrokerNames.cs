namespace PluginHost.App.Queues;

/// <summary>What things are called at the broker.</summary>
internal static class BrokerNames
{
    /// <summary>Exchange and queue of all jobs, whatever their run; the routing key is the run.</summary>
    public const string Jobs = "pluginhost.jobs";

    /// <summary>Exchange and queue of the jobs that were given up.</summary>
    public const string Dead = "pluginhost.dead";

    /// <summary>Exchange of what nobody misses when it is lost.</summary>
    public const string Progress = "pluginhost.progress";

    /// <summary>Queue that holds all there is to know of a run, until its report is written.</summary>
    public static string Run(string run) => "pluginhost.run." + run;
}

/// <summary>What a message is, by its <c>type</c>.</summary>
internal static class MessageKinds
{
    public const string Job = "job";
    public const string Plan = "plan";
    public const string Published = "published";
    public const string Result = "result";
    public const string Results = "results";
    public const string Probe = "probe";
    public const string Progress = "progress";
}
