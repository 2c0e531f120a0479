using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>
/// By how much the power of a short piece is off, band by band, eight to the octave, in nepers. What filters in series do
/// adds up there, and their phases do not count: the way to the place is open from far away. Where everything is as in the
/// target, all of it is 0, however short the piece, but for what still rings from before it.
/// </summary>
internal sealed class SpectrumResiduals : IResiduals
{
    private const int Windows = 3;
    private const double LowestHertz = 30;
    private const double BandsOfOctave = 8;

    // Added to all powers, 70 dB below their mean, so that silence does not count.
    private const double FloorRatio = 1e-7;

    private readonly TunablePath _path;
    private readonly float[][] _input;
    private readonly float[][] _output;
    private readonly float[][][] _slopes;
    private readonly SpectrumFrames _frames;
    private readonly int[] _edges;
    private readonly double[] _target;
    private readonly double _floor;

    /// <summary>Measures the target once. Allocates. [control-thread]</summary>
    /// <param name="problem">Of whose signals the beginning is taken; must have a target.</param>
    public SpectrumResiduals(TuneProblem problem)
    {
        _path = problem.Path;
        int length = MultiResolutionLoss.LeastSamples(_path.SampleRate);
        int samples = Math.Min(Windows * length, problem.Input[0].Length);
        _input = [.. problem.Input.Select(channel => channel[..samples])];
        _output = [.. _input.Select(_ => new float[samples])];
        _slopes = [.. _path.Parameters.Select(_ => _input.Select(_ => new float[samples]).ToArray())];
        _frames = new SpectrumFrames(length, length / 2, _input.Length, samples);
        SortedSet<int> edges = [];
        for (double hertz = LowestHertz; hertz < 0.45 * _path.SampleRate; hertz *= Math.Pow(2, 1 / BandsOfOctave))
            edges.Add((int)Math.Round(hertz * length / _path.SampleRate));
        _edges = [.. edges];
        _frames.Analyze([.. problem.Target!.Select(channel => channel[..samples])]);
        _target = Products(_frames.Real, _frames.Imaginary);
        _floor = Math.Max(_target.Average() * FloorRatio, double.Epsilon);
    }

    /// <summary>Measures the target, if there is one and it is not silent where it is looked at. Allocates. [control-thread]</summary>
    /// <param name="problem">Of whose signals the beginning is taken.</param>
    public static SpectrumResiduals? Of(TuneProblem problem) =>
        problem.HasTarget && new SpectrumResiduals(problem) is var residuals && residuals._target.Average() > 0 ? residuals : null;

    /// <inheritdoc/>
    public int Count => _slopes.Length;

    /// <inheritdoc/>
    public double Exact => 1e-8;

    /// <summary>Gets the evaluations so far. [control-thread]</summary>
    public int Evaluations { get; private set; }

    /// <summary>Gets the best place so far; without travels before the first. [control-thread]</summary>
    public Place Best { get; private set; } = new([], double.PositiveInfinity);

    /// <inheritdoc/>
    public double Squares(double[] travels)
    {
        Evaluations++;
        _path.Render(travels, _input, _output);
        _frames.Analyze(_output);
        double squares = Products(_frames.Real, _frames.Imaginary)
            .Zip(_target, (power, wanted) => Math.Pow(Error(power, wanted), 2)).Average();
        if (squares < Best.Loss)
            Best = new Place(travels, squares);
        return squares;
    }

    /// <inheritdoc/>
    public void Linearize(double[] travels, NormalEquations equations)
    {
        Evaluations++;
        equations.Clear();
        _path.Render(travels, _input, _output, _slopes);
        _frames.Analyze(_output);
        float[] re = [.. _frames.Real], im = [.. _frames.Imaginary];
        double[] powers = Products(re, im);
        double[][] changes = [.. _slopes.Select(slopes =>
        {
            _frames.Analyze(slopes);
            return Products(re, im);
        })];
        double[] row = new double[Count];
        for (int band = 0; band < powers.Length; band++)
        {
            // Of re^2 + im^2, whose derivative is 2 (re d re + im d im).
            for (int i = 0; i < row.Length; i++)
                row[i] = 2 * changes[i][band] / (powers[band] + _floor);
            equations.Add(Error(powers[band], _target[band]), row);
        }
    }

    private double Error(double power, double wanted) => Math.Log((wanted + _floor) / (power + _floor));

    // Sums over each band of the products of some spectra and those at hand.
    private double[] Products(float[] re, float[] im)
    {
        double[] sums = new double[_edges.Length - 1];
        for (int start = 0; start < re.Length; start += _frames.Bins)
        {
            for (int band = 0; band < sums.Length; band++)
            {
                float sum = 0;
                for (int i = start + _edges[band]; i < start + _edges[band + 1]; i++)
                    sum += (re[i] * _frames.Real[i]) + (im[i] * _frames.Imaginary[i]);
                sums[band] += sum;
            }
        }
        return sums;
    }
}
