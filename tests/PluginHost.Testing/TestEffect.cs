using PluginHost.Sdk;

namespace PluginHost.Testing;

/// <summary>What a <see cref="TestEffect"/> does with a block.</summary>
public delegate void BlockAction(in ProcessContext context);

/// <summary>An effect that does what the test says, and counts how it was used.</summary>
public sealed class TestEffect(BlockAction? onBlock = null) : AudioEffect
{
    /// <summary>Gets or sets what it does; null passes the samples through.</summary>
    public BlockAction? OnBlock { get; set; } = onBlock;

    /// <summary>Gets or sets what happens on a reset, if anything.</summary>
    public Action? OnResetting { get; set; }

    /// <summary>Gets or sets what happens on preparation, if anything.</summary>
    public Action? OnPreparing { get; set; }

    /// <summary>Gets or sets what happens on disposal, if anything.</summary>
    public Action? OnDisposing { get; set; }

    /// <summary>Gets or sets the latency it declares; it delays nothing by itself.</summary>
    public int Latency { get; set; }

    /// <summary>Gets or sets the most it says its latency can become; null for the latency itself.</summary>
    public int? MaxLatency { get; set; }

    /// <summary>Gets or sets the tail it declares.</summary>
    public int Tail { get; set; }

    /// <summary>Gets how often it was prepared.</summary>
    public int Prepared { get; private set; }

    /// <summary>Gets how often it was reset.</summary>
    public int WasReset { get; private set; }

    /// <summary>Gets how often it was disposed.</summary>
    public int Disposed { get; private set; }

    /// <summary>Gets how many blocks it ran.</summary>
    public int Blocks { get; private set; }

    /// <inheritdoc/>
    public override int LatencyFrames => Latency;

    /// <inheritdoc/>
    public override int MaxLatencyFrames => MaxLatency ?? Latency;

    /// <inheritdoc/>
    public override int TailFrames => Tail;

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        Blocks++;
        OnBlock?.Invoke(context);
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        Prepared++;
        OnPreparing?.Invoke();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        WasReset++;
        OnResetting?.Invoke();
    }

    /// <inheritdoc/>
    protected override void OnDispose()
    {
        Disposed++;
        OnDisposing?.Invoke();
    }
}
