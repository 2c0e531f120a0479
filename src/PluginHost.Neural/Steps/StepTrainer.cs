using System.Diagnostics;
using PluginHost.Neural.Kernels;
using PluginHost.Neural.Optimisers;
using PluginHost.Neural.Parallel;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>
/// Trains a model: AdamW on a cosine schedule, clipped gradients, averaged weights, early stop by validation. A training step does not
/// allocate once the largest batch was seen. [control-thread]
/// </summary>
public sealed class StepTrainer : IDisposable
{
    private readonly StepModel _model;
    private readonly TrainingOptions _options;
    private readonly ShiftMaps _shifts;
    private readonly StepLanes _lanes;
    private readonly StepShard[] _shards;
    private readonly Crew _crew;
    private readonly Action<int> _fill, _run;
    private readonly TrainingState _state;
    private float _scale;

    /// <summary>Prepares the training of a model, whose weights are the start and will change. Starts <see cref="TrainingOptions.Threads"/> - 1 threads. [any-thread]</summary>
    /// <exception cref="ArgumentException">An option is out of its range or does not fit the model.</exception>
    public StepTrainer(StepModel model, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_model, _options) = (model, options);
        _shifts = new ShiftMaps(options.Shift, model.Shape);
        _lanes = new StepLanes(options.Batch, options.ChunkSteps);
        _shards = [.. Enumerable.Range(0, options.Shards).Select(index => new StepShard(model, options, _shifts, index))];
        _state = new TrainingState(model, options);
        _fill = shard => _shards[shard].Fill(_lanes.Chunks, _state.Optimiser.Steps);
        _run = shard => _shards[shard].Run(_lanes.Chunks, _state.Optimiser.Steps, _scale);
        _crew = new Crew(Math.Min(options.Threads, options.Shards));
    }

    /// <summary>Trains until the last epoch, until validation has not improved for long enough, or until it is cancelled. [any-thread]</summary>
    /// <param name="train">Pieces to learn from.</param>
    /// <param name="valid">Pieces that choose the epoch.</param>
    /// <param name="progress">Told after every epoch; may be null.</param>
    /// <param name="cancellation">Ends after the step at hand; what was best so far is the result.</param>
    /// <exception cref="ArgumentException">There are no pieces, or one does not fit the model.</exception>
    /// <exception cref="InvalidDataException">The state to go on from belongs to another training.</exception>
    /// <exception cref="IOException">The state cannot be written; the last good one is kept.</exception>
    public TrainingResult Fit(
        IReadOnlyList<StepSequence> train, IReadOnlyList<StepSequence> valid, IProgress<EpochReport>? progress, CancellationToken cancellation)
    {
        Validate(train, "training");
        Validate(valid, "validation");
        if (_options.Resume && _options.StatePath is not null && File.Exists(_options.StatePath))
            _state.Load(_options.StatePath);
        GradientTape evaluation = new(_state.Average.Weights.Set);
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan before = _state.Elapsed;
        while (_state.Epoch < _options.Epochs && _state.Epoch - _state.BestEpoch < _options.Patience)
        {
            double trainNats = Epoch(train, cancellation);
            if (cancellation.IsCancellationRequested)
                break;
            _state.CopyAverage();
            _state.Elapsed = before + clock.Elapsed;
            double validNats = StepEvaluation.NatsPerStep(_state.Average, valid, evaluation);
            EpochReport report = _state.Finish(trainNats, validNats);
            if (_options.StatePath is not null)
                _state.Save(_options.StatePath);
            progress?.Report(report);
        }
        return new TrainingResult(_state.Best(), _state.Curve, cancellation.IsCancellationRequested);
    }

    /// <summary>Ends the threads. [any-thread]</summary>
    public void Dispose() => _crew.Dispose();

    /// <summary>One pass; returns the nats per step.</summary>
    internal double Epoch(IReadOnlyList<StepSequence> train, CancellationToken cancellation)
    {
        CounterRandom random = new(_options.Seed, (ulong)_state.Epoch, 0);
        long frames = train.Sum(piece => (long)piece.Count), done = frames * _state.Epoch;
        CosineSchedule schedule = new(_options.LearningRate, (long)(_options.Warmup * frames * _options.Epochs), frames * _options.Epochs, _options.Floor);
        _lanes.Begin(train, Shuffle(train.Count, ref random));
        double nats = 0, steps = 0;
        while (_lanes.Next(_shifts, ref random) && !cancellation.IsCancellationRequested)
        {
            (double stepNats, double counted) = Step(schedule.Rate(done));
            (nats, steps) = (nats + stepNats, steps + counted);
            foreach (LaneChunk chunk in _lanes.Chunks)
                done += chunk.Count;
        }
        return nats / Math.Max(1, steps);
    }

    private unsafe (double Nats, double Steps) Step(double rate)
    {
        _crew.Run(_shards.Length, _fill);
        double steps = 0, nats = 0;
        foreach (StepShard shard in _shards)
            steps += shard.Steps;
        _scale = (float)(1 / Math.Max(1, steps));
        _crew.Run(_shards.Length, _run);
        Span<float> gradient = _shards[0].Tape.Gradients;
        // In the order of the shards, not in that of their ends.
        foreach (StepShard shard in _shards)
        {
            nats += shard.Nats;
            if (shard != _shards[0])
                fixed (float* from = shard.Tape.Gradients, to = gradient)
                    VectorOps.Add(from, to, gradient.Length);
        }
        if (steps == 0)
            return (0, 0);
        if (!double.IsFinite(GradientNorm.Clip(gradient, _options.ClipNorm)))
            throw new InvalidOperationException($"the gradient is not finite at step {_state.Optimiser.Steps}; a smaller learning rate than {_options.LearningRate} may help");
        _state.Optimiser.Step(gradient, rate);
        _state.MovingAverage.Update(_model.Weights.Set.Values);
        return (nats, steps);
    }

    private static int[] Shuffle(int count, ref CounterRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    private void Validate(IReadOnlyList<StepSequence> pieces, string what)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        if (!pieces.Any(piece => piece.Count > 0))
            throw new ArgumentException($"there are no {what} pieces");
        foreach (StepSequence piece in pieces)
            piece.Validate(_model.Shape);
    }
}
