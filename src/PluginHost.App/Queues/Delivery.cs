namespace PluginHost.App.Queues;

/// <summary>A message that was handed to us and is ours until we settle it.</summary>
/// <param name="From">Whence it came.</param>
/// <param name="Tag">What the broker calls it.</param>
/// <param name="Kind">One of <see cref="MessageKinds"/>.</param>
/// <param name="Run">Its routing key.</param>
/// <param name="Attempt">How often it has been handed out, this time included.</param>
/// <param name="Body">Its content.</param>
internal sealed record Delivery(Subscription From, ulong Tag, string Kind, string Run, int Attempt, byte[] Body)
{
    public Task Accept() => From.Accept(Tag);

    /// <summary>Says that it failed: the broker hands it out once more or, else, puts it to the dead.</summary>
    public Task Reject(bool again) => From.Reject(Tag, again);
}
