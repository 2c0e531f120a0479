using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>Likelihoods of whole collections.</summary>
public static class StepEvaluation
{
    private const int Lanes = 16, Longest = 100;

    /// <summary>The mean of -ln p(tokens) over all steps that count, in nats. Allocates. [control-thread]</summary>
    /// <exception cref="ArgumentException">A piece does not fit the model, or no step counts.</exception>
    public static double NatsPerStep(StepModel model, IReadOnlyList<StepSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sequences);
        foreach (StepSequence sequence in sequences)
            sequence.Validate(model.Shape);
        return NatsPerStep(model, sequences, new GradientTape(model.Weights.Set));
    }

    internal static double NatsPerStep(StepModel model, IReadOnlyList<StepSequence> sequences, GradientTape tape)
    {
        StepLanes lanes = new(Lanes, Longest);
        StepBatch batch = new(model.Shape, Lanes);
        // From long to short, so that the lanes stay full to the end.
        lanes.Begin(sequences, [.. Enumerable.Range(0, sequences.Count).OrderByDescending(i => sequences[i].Count)]);
        Random.CounterRandom none = new(0, 0, 0);
        double nats = 0, steps = 0;
        while (lanes.Next(null, ref none))
        {
            tape.Begin(0, differentiates: false);
            batch.Fill(lanes.Chunks, null, 0, none);
            nats += StepGraph.Run(tape, model, batch, lanes.Chunks, default, 1);
            foreach (float weight in batch.Weights)
                steps += weight;
        }
        return steps > 0 ? nats / steps : throw new ArgumentException($"no step of {sequences.Count} pieces counts");
    }
}
