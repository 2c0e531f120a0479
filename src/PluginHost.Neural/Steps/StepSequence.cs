namespace PluginHost.Neural.Steps;

/// <summary>One piece as a model sees it: for every step what is known before it sounds, and the set of tokens that sounds. Not to be changed once made. [any-thread]</summary>
public sealed class StepSequence
{
    /// <summary>Gets what errors call the piece. [any-thread]</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the steps. [any-thread]</summary>
    public int Count => Tokens.Length;

    /// <summary>Gets the features that are there at each step: indices, all known before the step sounds. [any-thread]</summary>
    public required int[][] Inputs { get; init; }

    /// <summary>Gets the tokens that sound at each step, ascending and without repeats; may be empty. [any-thread]</summary>
    public required int[][] Tokens { get; init; }

    /// <summary>Gets the loudness class of each token, or null. [any-thread]</summary>
    public byte[][]? Velocities { get; init; }

    /// <summary>Gets the timing class of each token, or null. [any-thread]</summary>
    public byte[][]? Offsets { get; init; }

    /// <summary>Gets the length class of each token, or null. [any-thread]</summary>
    public byte[][]? Lengths { get; init; }

    /// <summary>Gets which steps count in losses and likelihoods; null for all. [any-thread]</summary>
    public bool[]? Scored { get; init; }

    /// <summary>Throws unless the piece fits a model. [any-thread]</summary>
    /// <exception cref="ArgumentException">Names the piece, the step and the value at fault.</exception>
    public void Validate(StepShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Inputs.Length != Count || (Scored is not null && Scored.Length != Count))
            throw new ArgumentException($"'{Name}' has {Count} steps but {Inputs.Length} rows of features or {Scored?.Length} marks");
        Classes(nameof(Velocities), Velocities, shape.VelocityBins);
        Classes(nameof(Offsets), Offsets, shape.OffsetBins);
        Classes(nameof(Lengths), Lengths, shape.LengthBins);
        for (int step = 0; step < Count; step++)
        {
            foreach (int feature in Inputs[step])
                if (feature < 0 || feature >= shape.Features)
                    throw new ArgumentException($"'{Name}', step {step}: feature {feature} of {shape.Features}");
            int last = -1;
            foreach (int token in Tokens[step])
            {
                if (token <= last || token >= shape.Tokens)
                    throw new ArgumentException($"'{Name}', step {step}: token {token} after {last}, of {shape.Tokens}");
                last = token;
            }
        }
    }

    private void Classes(string what, byte[][]? classes, int bins)
    {
        if (classes is null || bins == 0)
            return;
        for (int step = 0; step < Count; step++)
            if (classes.Length != Count || classes[step].Length != Tokens[step].Length || classes[step].Any(value => value >= bins))
                throw new ArgumentException($"'{Name}', step {step}: {what} do not fit {Tokens[step].Length} tokens with {bins} classes");
    }
}
