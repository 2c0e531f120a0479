namespace PluginHost.Hosting.Checking;

/// <summary>How the check is made. The defaults suit everybody.</summary>
public sealed record CheckOptions
{
    /// <summary>Gets the seed of all noise, splits and parameter values: the same seed makes the same check.
    /// [any-thread]</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets how long one call into the effect may last before it counts as never returning. Default 10 s.
    /// [any-thread]</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long one check may last in all. Default 2 min. [any-thread]</summary>
    public TimeSpan CheckLimit { get; init; } = TimeSpan.FromMinutes(2);
}
