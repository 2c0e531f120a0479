using System.Numerics;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>Estimates the path from loudspeaker to microphone, a small unit of work at a time.</summary>
/// <remarks>
/// <para>The path g minimises, over a window of data, the sum over cells of time and frequency of |Y - (g * U)|^2 / V, plus
/// (g - m)^2 / v over the taps: y is what the microphone heard, u what was sent a step before, both whitened; V comes
/// from what was left unexplained in the cell (<see cref="CellWeights"/>), m and v what was known before (<see cref="PathPrior"/>).
/// It is the prediction error method for closed loops (U. Forssell and L. Ljung, "Closed-loop identification revisited",
/// Automatica 35, 1999; A. Spriet et al., "Adaptive feedback cancellation in hearing aids with linear prediction of the
/// desired signal", IEEE Trans. SP 53, 2005) with a model of the player that changes from cell to cell.</para>
/// <para>Solved by conjugate gradients from the last estimate on (M. R. Hestenes and E. Stiefel, 1952). A few steps do: what
/// they leave undone are the directions the data say least about.</para>
/// </remarks>
internal sealed class PathSolver
{
    private const int Rounds = 8;

    private readonly LoopShape _shape;
    private readonly PathData _data;
    private readonly CellWeights _weights;
    private readonly PathPrior _prior;
    private readonly float[] _residual;
    private readonly float[] _direction;
    private readonly float[] _image;
    private readonly float[] _scaled;
    private readonly float[] _precision;
    private readonly float[] _condition;
    private Phase _phase;
    private int _unit;
    private int _round;
    private long _end;
    private long _since;
    private float _information;
    private double _slope;

    /// <summary>Makes one for a path that may be anything. Allocates. [control-thread]</summary>
    public PathSolver(LoopShape shape, LoopTape tape, PathPrior prior)
    {
        _shape = shape;
        _prior = prior;
        _data = new PathData(shape, tape, new RealFft(2 * shape.Block));
        _weights = new CellWeights(shape, new RealFft(shape.Block));
        Path = new float[shape.Taps];
        _residual = new float[shape.Taps];
        _direction = new float[shape.Taps];
        _image = new float[shape.Taps];
        _scaled = new float[shape.Taps];
        _precision = new float[shape.Taps];
        _condition = new float[shape.Taps];
        int product = (2 * shape.Partitions) + (2 * LoopShape.Blocks) + shape.Frames + 1;
        MostUnits = _data.Units + (2 * shape.Frames) + ((Rounds + 1) * product) + 2;
    }

    private enum Phase
    {
        Idle,
        Load,
        Take,
        Convolve,
        Measure,
        Weight,
        Weigh,
        Correlate,
        Gather,
        Move,
    }

    /// <summary>Gets a bound on the units of an estimate.</summary>
    public int MostUnits { get; }

    /// <summary>Gets or sets the partitions of the path that may differ from 0.</summary>
    public int Partitions
    {
        get => _data.Partitions;
        set => _data.Partitions = value;
    }

    /// <summary>Gets the estimate; the one that is being worked on while busy.</summary>
    public float[] Path { get; }

    /// <summary>Gets the variance that is left, all taps together, as of the last estimate.</summary>
    public float Uncertainty { get; private set; }

    /// <summary>Gets a value indicating whether an estimate is under way.</summary>
    public bool IsBusy => _phase != Phase.Idle;

    public void Reset()
    {
        Array.Clear(Path);
        Stop();
        Uncertainty = 0;
    }

    /// <summary>Gives up what is under way; the path stays as it is.</summary>
    public void Stop() => _phase = Phase.Idle;

    /// <summary>Starts from here the next time, and with no data from before.</summary>
    /// <param name="path">A path.</param>
    /// <param name="gain">A factor on it.</param>
    public void Restart(ReadOnlySpan<float> path, float gain)
    {
        Stop();
        for (int k = 0; k < Path.Length; k++)
            Path[k] = path[k] * gain;
        _prior.Forget(Path);
    }

    /// <summary>Starts an estimate from the data up to now.</summary>
    /// <param name="end">Now.</param>
    /// <param name="since">Data from before count no more.</param>
    /// <param name="whitener">Knows the spectrum at the microphone.</param>
    public void Start(long end, long since, Whitener whitener)
    {
        _end = end;
        _since = since;
        // What a longer filter left there.
        Array.Clear(_residual);
        Array.Clear(_image);
        _information = 0;
        _round = -1;
        _data.Open(end, whitener);
        _prior.Recall(_data.Start);
        Enter(Phase.Load);
    }

    /// <summary>Does one unit of work.</summary>
    /// <returns>Whether the estimate has just been finished.</returns>
    public bool Work()
    {
        int unit = _unit++;
        switch (_phase)
        {
            case Phase.Load:
                _data.Load(unit);
                EnterAfter(_data.Units, Phase.Take);
                break;
            case Phase.Take:
                _data.Take(unit, _round < 0 ? Path : _direction);
                EnterAfter(Partitions, Phase.Convolve);
                break;
            case Phase.Convolve:
                Convolve(unit);
                EnterAfter(LoopShape.Blocks, _round < 0 ? Phase.Measure : Phase.Weigh);
                break;
            case Phase.Measure:
                _weights.Measure(unit);
                EnterAfter(_shape.Frames, Phase.Weight);
                break;
            case Phase.Weight:
                bool counts = _data.Start + (unit * _shape.Hop) >= _since;
                _information += _weights.Weight(unit, counts, _data.Sent);
                EnterAfter(_shape.Frames, Phase.Weigh);
                break;
            case Phase.Weigh:
                _weights.Weigh(unit);
                EnterAfter(_shape.Frames, Phase.Correlate);
                break;
            case Phase.Correlate:
                _data.Correlate(unit, _weights.Weighted(unit));
                EnterAfter(LoopShape.Blocks, Phase.Gather);
                break;
            case Phase.Gather:
                _data.Gather(unit, _round < 0 ? _residual : _image);
                EnterAfter(Partitions, Phase.Move);
                break;
            case Phase.Move:
                return Move();
        }
        return false;
    }

    private void Convolve(int block)
    {
        Span<float> residual = _weights.Residual(block);
        _data.Convolve(block, residual);
        if (_round >= 0)
            return;
        ReadOnlySpan<float> heard = _data.Heard.AsSpan(block * _shape.Block, _shape.Block);
        heard.CopyTo(_weights.Heard(block));
        Spans.Subtract(heard, residual, residual);
    }

    private bool Move()
    {
        double slope;
        if (_round < 0)
        {
            Condition();
            for (int k = 0; k < Path.Length; k++)
                _residual[k] += (_prior.Mean[k] - Path[k]) * _precision[k];
            slope = Scale();
            _scaled.CopyTo(_direction, 0);
        }
        else
        {
            Spans.MultiplyAdd(_direction, _precision, _image);
            double curve = Spans.Dot(_direction, _image);
            float length = curve > 0 ? (float)(_slope / curve) : 0;
            Spans.MultiplyAdd(_direction, length, Path);
            Spans.MultiplyAdd(_image, -length, _residual);
            slope = Scale();
            Spans.AddTo(_scaled, _slope > 0 ? (float)(slope / _slope) : 0, _direction);
        }
        _slope = slope;
        // Nothing heard or nothing left to gain.
        if (++_round == Rounds || !(_slope > 0))
            return Finish();
        Enter(Phase.Take);
        return false;
    }

    // What was sent is nearly white after whitening, so that the prior alone makes taps differ.
    private void Condition()
    {
        ReadOnlySpan<Vector<float>> variance = Spans.Vectors(_prior.Variance);
        Span<Vector<float>> precision = Spans.Vectors(_precision.AsSpan()), condition = Spans.Vectors(_condition.AsSpan());
        Vector<float> sum = default, information = new(_information);
        for (int i = 0; i < variance.Length; i++)
        {
            precision[i] = Vector<float>.One / variance[i];
            condition[i] = variance[i] / (Vector<float>.One + (variance[i] * information));
            sum += condition[i];
        }
        Uncertainty = Vector.Sum(sum);
    }

    private double Scale()
    {
        Spans.Multiply(_residual, _condition, _scaled);
        return Spans.Dot(_residual, _scaled);
    }

    private bool Finish()
    {
        // A tap that is no number would stay one.
        for (int k = 0; k < Path.Length; k++)
        {
            if (!float.IsFinite(Path[k]))
                Path[k] = 0;
        }
        _prior.Keep(_end, Path, _information);
        Enter(Phase.Idle);
        return true;
    }

    private void EnterAfter(int units, Phase next)
    {
        if (_unit >= units)
            Enter(next);
    }

    private void Enter(Phase phase)
    {
        _phase = phase;
        _unit = 0;
    }
}
