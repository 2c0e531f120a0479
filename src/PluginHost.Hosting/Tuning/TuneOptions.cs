namespace PluginHost.Hosting.Tuning;

/// <summary>What to tune by.</summary>
public sealed record TuneOptions
{
    /// <summary>The most <see cref="Steps"/>.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>Gets the recording that goes into the chain. [any-thread]</summary>
    public required string Dry { get; init; }

    /// <summary>Gets the recording of the same performance as it should come out; null with <see cref="Reference"/>. [any-thread]</summary>
    public string? Target { get; init; }

    /// <summary>Gets a recording of something else whose average spectrum and loudness are wanted; null with <see cref="Target"/>.
    /// [any-thread]</summary>
    public string? Reference { get; init; }

    /// <summary>Gets what is tuned, as <c>slot.parameter</c>; <c>*</c> stands for any letters. Empty for all that can be. [any-thread]</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Gets the steps of the descent on the whole, 1 to <see cref="MaxSteps"/>; none are taken where the waveform fits
    /// already. [any-thread]</summary>
    public int Steps { get; init; } = 250;

    /// <summary>Gets the seed of the starts; the same gives the same result. [any-thread]</summary>
    public ulong Seed { get; init; } = 1;
}
