namespace PluginHost.Neural.Steps;

/// <summary>How a model is trained. Equal options, data and shards give equal weights, whatever the number of threads.</summary>
public sealed record TrainingOptions
{
    /// <summary>Gets the passes over the training pieces at most, 1 or more. [any-thread]</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Gets the pieces that are worked on at once, 1 to 256. [any-thread]</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Gets the parts of a batch that threads may share, 1 to <see cref="Batch"/>; part of the result, unlike the threads. [any-thread]</summary>
    public int Shards { get; init; } = 2;

    /// <summary>Gets the threads, 1 or more. [any-thread]</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Gets the steps through which gradients flow back at most, 1 or more. [any-thread]</summary>
    public int ChunkSteps { get; init; } = 100;

    /// <summary>Gets the highest learning rate. [any-thread]</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Gets the share of the training in which the rate rises, 0 to 1. [any-thread]</summary>
    public double Warmup { get; init; } = 0.02;

    /// <summary>Gets the share of the highest rate at which the cosine ends, 0 to 1. [any-thread]</summary>
    public double Floor { get; init; } = 0.02;

    /// <summary>Gets the decoupled weight decay. [any-thread]</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>Gets the longest gradient. [any-thread]</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Gets the dropout of recurrent outputs, 0 to 0.99. [any-thread]</summary>
    public float HiddenDropout { get; init; } = 0.4f;

    /// <summary>Gets the dropout inside the set head, 0 to 0.99. [any-thread]</summary>
    public float HeadDropout { get; init; } = 0.3f;

    /// <summary>Gets the probability with which each feature is left out, 0 to below 1. [any-thread]</summary>
    public float FeatureDropout { get; init; }

    /// <summary>Gets what a nat of loudness, timing or length counts beside one of the tokens. [any-thread]</summary>
    public float DetailWeight { get; init; } = 0.3f;

    /// <summary>Gets how much of the averaged weights stays at each step, 0 to below 1. [any-thread]</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Gets the epochs without a better validation after which training ends, 1 or more. [any-thread]</summary>
    public int Patience { get; init; } = 15;

    /// <summary>Gets what decides the order, the shifts and the dropout. [any-thread]</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gets how pieces are shifted. [any-thread]</summary>
    public StepShift Shift { get; init; } = StepShift.None;

    /// <summary>Gets where the state is kept after every epoch, so that training can go on after a kill; null for nowhere. [any-thread]</summary>
    public string? StatePath { get; init; }

    /// <summary>Gets whether to go on from <see cref="StatePath"/> if it exists. [any-thread]</summary>
    public bool Resume { get; init; }

    internal void Validate()
    {
        Check(Epochs >= 1, nameof(Epochs), Epochs);
        Check(Batch is >= 1 and <= 256, nameof(Batch), Batch);
        Check(Shards >= 1 && Shards <= Batch, nameof(Shards), Shards);
        Check(Threads >= 1, nameof(Threads), Threads);
        Check(ChunkSteps >= 1, nameof(ChunkSteps), ChunkSteps);
        Check(LearningRate is > 0 and < 1, nameof(LearningRate), LearningRate);
        Check(Warmup is >= 0 and <= 1, nameof(Warmup), Warmup);
        Check(Floor is >= 0 and <= 1, nameof(Floor), Floor);
        Check(Decay is >= 0 and < 100, nameof(Decay), Decay);
        Check(ClipNorm > 0, nameof(ClipNorm), ClipNorm);
        Check(HiddenDropout is >= 0 and <= 0.99f, nameof(HiddenDropout), HiddenDropout);
        Check(HeadDropout is >= 0 and <= 0.99f, nameof(HeadDropout), HeadDropout);
        Check(FeatureDropout is >= 0 and < 1, nameof(FeatureDropout), FeatureDropout);
        Check(DetailWeight is >= 0 and < 100, nameof(DetailWeight), DetailWeight);
        Check(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay);
        Check(Patience >= 1, nameof(Patience), Patience);
    }

    private static void Check(bool holds, string name, IFormattable value)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}, out of its range");
    }
}
