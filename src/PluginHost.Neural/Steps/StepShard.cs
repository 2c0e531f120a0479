using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>A fixed part of every batch, with a tape of its own: the unit that threads share.</summary>
internal sealed class StepShard(StepModel model, TrainingOptions options, ShiftMaps shifts, int index)
{
    private readonly StepBatch _batch = new(model.Shape, Last(options, index) - First(options, index));

    public GradientTape Tape { get; } = new(model.Weights.Set);

    /// <summary>Nats of the last step.</summary>
    public double Nats { get; private set; }

    /// <summary>Steps of the last one that counted.</summary>
    public double Steps { get; private set; }

    private int Lanes => Last(options, index) - First(options, index);

    /// <summary>Packs this shard's part of the stretches.</summary>
    public void Fill(ReadOnlySpan<LaneChunk> chunks, long step)
    {
        ulong seed = Seed(step);
        _batch.Fill(chunks.Slice(First(options, index), Lanes), shifts, options.FeatureDropout, new CounterRandom(seed, ulong.MaxValue, 0));
        Steps = 0;
        foreach (float weight in _batch.Weights)
            Steps += weight;
    }

    /// <summary>Forward and back; the tape then holds this shard's gradient.</summary>
    public void Run(ReadOnlySpan<LaneChunk> chunks, long step, float scale)
    {
        Tape.Begin(Seed(step));
        Nats = _batch.Layout.Rows == 0 ? 0 : StepGraph.Run(Tape, model, _batch, chunks.Slice(First(options, index), Lanes),
            new StepRates(options.HiddenDropout, options.HeadDropout, options.DetailWeight), scale);
        Tape.Backward();
    }

    private static int First(TrainingOptions options, int index) => options.Batch * index / options.Shards;

    private static int Last(TrainingOptions options, int index) => First(options, index + 1);

    private ulong Seed(long step) => (options.Seed << 44) ^ ((ulong)step << 8) ^ (uint)index;
}
