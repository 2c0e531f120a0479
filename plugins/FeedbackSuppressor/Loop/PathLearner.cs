namespace PluginHost.Plugins.Loop;

/// <summary>Learns the path all the time: one estimate after another, a little of it in each step.</summary>
internal sealed class PathLearner
{
    private const float FirstSeconds = 0.5f;
    private const float RestartSeconds = 0.5f;
    private const float LookBackSeconds = 0.5f;

    private readonly LoopShape _shape;
    private readonly LoopTape _tape;
    private readonly PathPrior _prior;
    private readonly PathSolver _solver;
    private int _wait;
    private int _work;
    private long _since;
    private long _restarted;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public PathLearner(LoopShape shape)
    {
        _shape = shape;
        _tape = new LoopTape(shape.Window + shape.Taps + (2 * shape.Cycle));
        _prior = new PathPrior(shape);
        _solver = new PathSolver(shape, _tape, _prior);
        Whitener = new Whitener(shape.SampleRate, shape.Step);
        Reset();
    }

    /// <summary>Gets the frames that were heard.</summary>
    public long Position => _tape.Position;

    /// <summary>Gets what knows the spectrum at the microphone.</summary>
    public Whitener Whitener { get; }

    /// <summary>Gets the variance that is left, all taps together, as of the last estimate.</summary>
    public float Uncertainty => _solver.Uncertainty;

    /// <summary>Gets the estimate, once <see cref="Learn"/> says that there is one: as long as it was asked for.</summary>
    public ReadOnlySpan<float> Path => _solver.Path.AsSpan(0, _solver.Partitions * _shape.Block);

    /// <summary>Gets a value indicating whether it did not start anew a moment ago.</summary>
    public bool IsSettled => Position - _restarted > RestartSeconds * _shape.SampleRate;

    public void Reset()
    {
        // As if it were new: the length that is asked for makes it start over.
        Adapt(float.MaxValue, 0);
        _tape.Reset();
        Whitener.Reset();
        _prior.Reset();
        _solver.Reset();
        _since = long.MinValue;
        _restarted = long.MinValue / 2;
        _wait = (int)(FirstSeconds * _shape.SampleRate / _shape.Step);
        _work = 0;
    }

    /// <summary>Keeps a step, to learn from it later.</summary>
    public void Keep(ReadOnlySpan<float> heard, ReadOnlySpan<float> sent) => _tape.Write(heard, sent);

    /// <summary>Takes over what is asked for.</summary>
    /// <param name="lengthMs">Length of the path, ms.</param>
    /// <param name="delayMs">Least delay of the loop, ms; 0 when it is not known.</param>
    /// <returns>Whether that is another path than before.</returns>
    public bool Adapt(float lengthMs, float delayMs)
    {
        float blockMs = 1000f * _shape.Block / _shape.SampleRate;
        int partitions = (int)Math.Clamp(MathF.Ceiling((lengthMs / blockMs) - 0.01f), 1, _shape.Partitions);
        int gap = Math.Max(0, (int)(delayMs * 0.001f * _shape.SampleRate) - _shape.Step);
        if (partitions == _solver.Partitions && gap == _prior.Gap)
            return false;
        _solver.Partitions = partitions;
        _prior.Reach = partitions * _shape.Block;
        _prior.Gap = gap;
        return true;
    }

    /// <summary>Learns a little.</summary>
    /// <param name="isFrozen">Whether no estimate is started.</param>
    /// <param name="isFirm">Whether what was known before counts for more.</param>
    /// <returns>Whether there is a new estimate.</returns>
    public bool Learn(bool isFrozen, bool isFirm)
    {
        if (_wait > 0)
            _wait--;
        if (!_solver.IsBusy)
        {
            if (_wait > 0 || isFrozen)
                return false;
            _prior.IsFirm = isFirm;
            _solver.Start(Position, _since, Whitener);
            _wait = _shape.CycleSteps;
            _work = 0;
        }
        for (_work += _solver.MostUnits; _work > 0; _work -= _shape.CycleSteps)
        {
            if (_solver.Work())
                return true;
        }
        return false;
    }

    /// <summary>Starts over, with no data from before.</summary>
    /// <param name="path">What is known.</param>
    public void Forget(ReadOnlySpan<float> path)
    {
        _since = Position;
        _solver.Restart(path, 1);
    }

    /// <summary>Learns anew, unless it does already: what was learned before the loop changed is a guess now.</summary>
    /// <param name="path">What is known.</param>
    /// <param name="gain">A factor on it.</param>
    public void LearnAnew(ReadOnlySpan<float> path, float gain)
    {
        if (Position - _restarted < RestartSeconds * _shape.SampleRate)
            return;
        _restarted = Position;
        _since = Position - (long)(LookBackSeconds * _shape.SampleRate);
        _solver.Restart(path, gain);
        _wait = _shape.CycleSteps / 4;
    }
}
